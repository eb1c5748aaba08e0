import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { fixedClock, ownerOf, type PersonId, type Principal } from '@dpg/kernel'
import { createPairwise, createSealing, newId } from '@dpg/kernel/server'
import { openTestDb } from '@dpg/kernel/testing'
import { SESSION_COOKIE } from '../contract.ts'
import { createIdentity, identity as info } from '../index.ts'
import { quietOutside } from '../testing.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T00:00:00Z')
const master = randomBytes(32)
const [mother, neighbour, child, sister, guesser] = Array.from({ length: 5 }, () => newId<PersonId>('per')) as PersonId[]
/** What the family register says of the mother. */
let children = [
  { person: child!, name: '정하린', birthDate: '2026-08-11' },
  { person: sister!, name: '정다현', birthDate: '2007-11-25' },
]
const company = newId<PersonId>('per')
/** What the tax office says of the mother; null: it does not answer. */
let companies: { company: PersonId; name: string }[] | null = [{ company, name: '주식회사 관악두부' }]
const { identity } = createIdentity({
  db,
  clock,
  newId,
  ...quietOutside(master),
  family: async (person) => (person === mother ? { relation: 'mother', children } : { relation: null, children: [] }),
  companies: async (person) => {
    if (companies === null) throw new Error('no answer')
    return person === mother ? companies : []
  },
  sealing: createSealing(master),
  pairwise: createPairwise(master),
  officialOf: async () => undefined,
  isDemo: true,
  baseUrl: () => 'http://localhost:4000',
})
const text = { ko: '가', en: 'a' }
await db.transaction((tx) =>
  identity.enrol(tx, {
    residents: [
      { id: mother!, name: '한지은' },
      { id: neighbour!, name: '박영호' },
      { id: guesser!, name: '추측이' },
    ],
    officials: [],
    personas: [mother!, neighbour!, guesser!].map((id) => ({
      kind: 'resident' as const,
      id,
      name: '가',
      title: text,
      story: text,
    })),
  }),
)
async function signIn(id: PersonId): Promise<() => Promise<Principal>> {
  const { cookie } = await identity.signInAs(id)
  return () => identity.principalOf({ [SESSION_COOKIE]: cookie.value })
}
const { mandates } = identity

test('부모는 가족관계등록부에 있는 미성년 자녀만, 어른이 되는 날까지 대신한다', async () => {
  const me = await signIn(mother!)
  assert.equal((await me()).acting, null)
  const [mandate, ...others] = await mandates.fromFamily(await me())
  assert.deepEqual(others, [])
  assert.deepEqual(
    [mandate?.kind, mandate?.relation, mandate?.for, mandate?.forName, mandate?.byName, mandate?.source],
    ['parent', 'mother', child, '정하린', '한지은', 'family-register'],
  )
  assert.equal(mandate?.endsAt?.slice(0, 10), '2045-08-11'.replace('11', '10'))
  const acting = await mandates.choose(await me(), mandate!.mandate)
  assert.deepEqual((await me()).acting, acting)
  assert.equal((await me()).person, mother)
  const again = await mandates.fromFamily(await me())
  assert.deepEqual(
    again.map(({ mandate: id }) => id),
    [mandate?.mandate],
  )
  await mandates.choose(await me(), null)
  assert.equal((await me()).acting, null)
})

test('등록부에서 사라진 자녀의 위임은 끝나고, 그 위임으로 대신하던 로그인은 본인으로 돌아온다', async () => {
  const me = await signIn(mother!)
  const [mandate] = await mandates.fromFamily(await me())
  await mandates.choose(await me(), mandate!.mandate)
  children = []
  assert.deepEqual(await mandates.fromFamily(await me()), [])
  assert.equal((await me()).acting, null)
})

test('대신하기 시작할 때 등록부에 다시 물어, 이제는 부모가 아닌 사람은 대신하지 못한다', async () => {
  const before = children
  children = [{ person: child!, name: '정하린', birthDate: '2026-08-11' }]
  const me = await signIn(mother!)
  const [mandate] = await mandates.fromFamily(await me())
  children = []
  await assert.rejects(mandates.choose(await me(), mandate!.mandate), { type: 'identity/mandate-not-found' })
  assert.equal((await me()).acting, null)
  children = before
})

test('번호를 마구 넣어 보는 사람은 어느 주소에서든 기다려야 하고, 바르게 넣은 사람은 그렇지 않다', async () => {
  const helper = await signIn(guesser!)
  const wrong = () => helper().then((principal) => mandates.accept(principal, '00000000'))
  for (let tries = 0; tries < 10; tries++) await assert.rejects(wrong(), { type: 'identity/mandate-not-found' })
  await assert.rejects(wrong(), { type: 'kernel/too-many-requests' })
  const [giver, other] = [await signIn(mother!), await signIn(neighbour!)]
  for (let times = 0; times < 12; times++) {
    const { code } = await mandates.give(await giver(), { services: null, facts: null, endsAt: '2026-12-01T00:00:00Z' })
    await mandates.accept(await other(), code)
  }
})

test('본인이 준 번호를 한 사람이 한 번만 받아 정한 범위와 기간만 돕고, 둘 가운데 누구든 끝낼 수 있다', async () => {
  const [giver, helper] = [await signIn(mother!), await signIn(neighbour!)]
  const services = ['SSE000000170']
  const { mandate, code } = await mandates.give(await giver(), { services, facts: null, endsAt: '2026-12-25T00:00:00Z' })
  assert.equal(mandate.by, null)
  await assert.rejects(mandates.accept(await giver(), code), { type: 'identity/mandate-not-found' })
  const taken = await mandates.accept(await helper(), code)
  assert.deepEqual([taken.by, taken.byName, taken.scope], [neighbour, '박영호', { services, facts: null }])
  await assert.rejects(mandates.accept(await helper(), code), { type: 'identity/mandate-not-found' })
  await assert.rejects(mandates.choose(await giver(), mandate.mandate), { type: 'identity/mandate-not-found' })
  await mandates.choose(await helper(), mandate.mandate)
  assert.equal((await helper()).acting?.for, mother)
  await assert.rejects(mandates.give(await helper(), { services, facts: null, endsAt: '2026-12-01T00:00:00Z' }), {
    type: 'identity/mandate-refused',
  })
  await mandates.end(await giver(), mandate.mandate)
  assert.equal((await helper()).acting, null)
  await assert.rejects(mandates.end(await helper(), mandate.mandate), { type: 'identity/mandate-not-found' })
})

test('기간이 지난 위임으로는 대신할 수 없고, 기간은 1년을 넘지 못한다', async () => {
  const [giver, helper] = [await signIn(mother!), await signIn(neighbour!)]
  const grant = (endsAt: string) => ({ services: null, facts: null, endsAt })
  for (const endsAt of ['2026-11-24T00:00:00Z', '2027-12-25T00:00:00Z'])
    await assert.rejects(mandates.give(await giver(), grant(endsAt)), { type: 'identity/mandate-refused' })
  const { mandate, code } = await mandates.give(await giver(), grant('2026-11-25T01:00:00Z'))
  await mandates.accept(await helper(), code)
  await mandates.choose(await helper(), mandate.mandate)
  clock.set('2026-11-25T01:00:01Z')
  assert.equal((await helper()).acting, null)
})

test('후견인, 회사, 창구의 위임도 같은 문으로 들어온다', async () => {
  const helper = await signIn(neighbour!)
  const id = await db.transaction((tx) =>
    mandates.record(tx, {
      represented: mother!,
      name: '한지은',
      representative: neighbour!,
      kind: 'guardian',
      source: 'guardian-register',
      services: null,
      facts: ['person.birthDate'],
      endsAt: null,
    }),
  )
  const list = await mandates.list(await helper())
  assert.deepEqual(
    list.filter(({ mandate }) => mandate === id).map(({ kind, forName, scope }) => [kind, forName, scope.facts]),
    [['guardian', '한지은', ['person.birthDate']]],
  )
})

test('법인의 대표자는 하루 동안 회사를 대신하고, 회사의 이름으로 직원에게 맡기며, 직원은 다시 맡기지 못한다', async () => {
  const [boss, clerk] = [await signIn(mother!), await signIn(neighbour!)]
  assert.deepEqual(await mandates.fromCompanies(await clerk()), [])
  const [mandate] = await mandates.fromCompanies(await boss())
  assert.deepEqual(
    [mandate?.kind, mandate?.relation, mandate?.for, mandate?.forName, mandate?.source],
    ['delegate', 'representative', company, '주식회사 관악두부', 'company-register'],
  )
  assert.equal(Date.parse(mandate?.endsAt ?? '') - clock.now().epochMilliseconds, 24 * 3_600_000)
  const grant = { services: null, facts: ['business.annualSales'], endsAt: '2026-12-25T00:00:00Z' }
  await mandates.choose(await boss(), mandate!.mandate)
  const { mandate: given, code } = await mandates.give(await boss(), grant)
  assert.deepEqual([given.kind, given.for, given.forName, given.source], ['delegate', company, '주식회사 관악두부', 'company'])
  const taken = await mandates.accept(await clerk(), code)
  await mandates.choose(await clerk(), taken.mandate)
  assert.deepEqual([ownerOf(await boss()), ownerOf(await clerk())], [company, neighbour])
  await assert.rejects(async () => mandates.give(await clerk(), grant), { type: 'identity/mandate-refused' })
  const listed = async () => (await mandates.list(await boss())).map(({ mandate: id }) => id)
  assert.ok((await listed()).includes(taken.mandate), 'the company sees whom it lets act')
  await mandates.choose(await boss(), null)
  assert.ok(!(await listed()).includes(taken.mandate), 'it is not the own affair of who represents it')
  await assert.rejects(async () => mandates.end(await boss(), taken.mandate), { type: 'identity/mandate-not-found' })
  await mandates.choose(await boss(), mandate!.mandate)
  await mandates.end(await boss(), taken.mandate)
  assert.equal((await clerk()).acting, null)
})

test('대표자가 아니게 되면 끝나고, 등록을 가진 기관이 답하지 않으면 그대로다', async () => {
  const me = await signIn(mother!)
  const [mandate] = await mandates.fromCompanies(await me())
  await mandates.choose(await me(), mandate!.mandate)
  companies = null
  await assert.rejects(async () => mandates.fromCompanies(await me()))
  assert.equal((await me()).acting?.for, company)
  companies = []
  assert.deepEqual(await mandates.fromCompanies(await me()), [])
  assert.equal((await me()).acting, null)
})
