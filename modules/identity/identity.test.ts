import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import type { OfficialId, PersonId } from '@dpg/kernel'
import { createPairwise, createSealing, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { SESSION_COOKIE } from './contract.ts'
import { quietOutside } from './testing.ts'
import { createIdentity, identity as info } from './index.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T00:00:00Z')
const master = randomBytes(32)
const outside = quietOutside(master)
const officials = new Map([['off_1', { name: '이담당', agency: '3000000', area: '11110', roles: ['caseworker'] }]])
const { identity } = createIdentity({
  db,
  clock,
  newId,
  ...outside,
  sealing: createSealing(master),
  pairwise: createPairwise(master),
  officialOf: async (id) => officials.get(id),
  isDemo: true,
  baseUrl: () => 'http://localhost:4000',
})
const person = newId<PersonId>('per')
const text = { ko: '가', en: 'a' }
await db.transaction((tx) =>
  identity.enrol(tx, {
    residents: [{ id: person, name: '김하늘' }],
    officials: ['off_1' as OfficialId],
    personas: [
      { kind: 'resident', id: person, name: '김하늘', title: text, story: text },
      { kind: 'official', id: 'off_1', name: '이담당', title: text, story: text },
    ],
  }),
)
const cookiesOf = ({ cookie }: { cookie: { value: string } }) => ({ [SESSION_COOKIE]: cookie.value })

test('인물을 고르면 그 사람으로, 공무원은 맡은 역할로 들어온다', async () => {
  const resident = await identity.principalOf(cookiesOf(await identity.signInAs(person)))
  assert.equal(resident.displayName, '김하늘')
  assert.deepEqual([...resident.permissions].sort(), ['resident', 'signed-in'])
  const official = await identity.principalOf(cookiesOf(await identity.signInAs('off_1')))
  assert.deepEqual(
    [official.official?.agency, [...official.permissions].sort()],
    ['3000000', ['caseworker', 'official', 'signed-in']],
  )
})

test('나가면, 두 시간 쓰지 않으면, 열두 시간이 지나면 더는 들어와 있지 않다', async () => {
  const out = await identity.signInAs(person)
  await identity.signOut(out.principal.session!)
  assert.equal((await identity.principalOf(cookiesOf(out))).kind, 'anonymous')
  const idle = await identity.signInAs(person)
  clock.set('2026-11-25T02:01:00Z')
  assert.equal((await identity.principalOf(cookiesOf(idle))).kind, 'anonymous')
  const busy = await identity.signInAs(person)
  for (let hour = 3; hour < 14; hour++) {
    clock.set(`2026-11-25T${String(hour).padStart(2, '0')}:00:00Z`)
    assert.equal((await identity.principalOf(cookiesOf(busy))).kind, 'resident', `hour ${hour}`)
  }
  clock.set('2026-11-25T14:30:00Z')
  assert.equal((await identity.principalOf(cookiesOf(busy))).kind, 'anonymous')
})

test('마흔 명이 한꺼번에 들어와도 연결을 서로 기다리며 멈추지 않는다', async () => {
  const all = await Promise.all(Array.from({ length: 40 }, () => identity.signInAs(person)))
  assert.ok(all.every(({ principal }) => principal.displayName === '김하늘'))
})

test('모르는 사람에게는 아무것도 던지지 않는다', async () => {
  for (const value of ['', 'x', '\u0000', 'a'.repeat(10_000), "' or 1=1 --"])
    assert.equal((await identity.principalOf({ [SESSION_COOKIE]: value })).kind, 'anonymous')
})

test('내 로그인만 보이고, 남의 로그인은 끝낼 수 없다', async () => {
  const mine = (await identity.signInAs(person)).principal
  const other = (await identity.signInAs('off_1')).principal
  assert.ok((await identity.sessions(mine)).every(({ id }) => id !== other.session))
  await assert.rejects(identity.endSession(mine, other.session!), { type: 'identity/session-not-found' })
  await identity.endSession(mine, mine.session!)
})

test('초대 번호는 한 번, 하루 동안만 쓸 수 있다', async () => {
  const code = await identity.invite(person)
  assert.match(code, /^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/)
  assert.equal((await identity.acceptInvitation(code.toLowerCase().replaceAll('-', ' '))).principal.person, person)
  await assert.rejects(identity.acceptInvitation(code), { type: 'identity/unknown-invitation' })
  const late = await identity.invite(person)
  clock.set('2026-11-27T00:00:00Z')
  await assert.rejects(identity.acceptInvitation(late), { type: 'identity/unknown-invitation' })
})

test('들어오는 도중에 무언가 실패하면 초대 번호는 쓰이지 않은 채로 남는다', async () => {
  let isAway = true
  const { identity: shaky } = createIdentity({
    db,
    clock,
    newId,
    ...outside,
    sealing: createSealing(master),
    pairwise: createPairwise(master),
    officialOf: async (id) => {
      if (isAway) throw new Error('the directory is away')
      return officials.get(id)
    },
    isDemo: false,
    baseUrl: () => 'http://localhost:4000',
  })
  const code = await shaky.invite('off_1')
  await assert.rejects(shaky.acceptInvitation(code), /away/)
  isAway = false
  assert.equal((await shaky.acceptInvitation(code)).principal.official?.id, 'off_1')
})

test('시연 모드가 아니면 인물을 고를 수 없다', async () => {
  const { identity: real } = createIdentity({
    db,
    clock,
    newId,
    ...outside,
    sealing: createSealing(master),
    pairwise: createPairwise(master),
    officialOf: async () => undefined,
    isDemo: false,
    baseUrl: () => 'http://localhost:4000',
  })
  assert.deepEqual(await real.personas(), [])
  await assert.rejects(real.signInAs(person), { type: 'identity/no-demo' })
})

test('떠난 공무원은 들어올 수 없고, 이름은 잠긴 채 저장된다', async () => {
  const session = await identity.signInAs('off_1')
  officials.delete('off_1')
  assert.equal((await identity.principalOf(cookiesOf(session))).kind, 'anonymous')
  const [row] = await db.query<{ name: Buffer }>('select name from identity.accounts where id = $1', [person])
  assert.ok(!row!.name.toString('utf8').includes('김하늘'))
  assert.equal((await identity.resident(person))?.name, '김하늘')
})
