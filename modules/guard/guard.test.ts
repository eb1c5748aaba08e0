import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import type { AccessRecord } from '@dpg/access/contract'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Official } from '@dpg/directory/contract'
import { ANONYMOUS, createTexts, fixedClock, type OfficialId, type PersonId, type Principal } from '@dpg/kernel'
import { api, newId } from '@dpg/kernel/server'
import { openTestDb, silentLog } from '@dpg/kernel/testing'
import type { ChangeAsked, PolicySource } from './contract.ts'
import { createGuard, guard as info } from './index.ts'
import { listAsked, sweep } from './store.ts'

const FOLDER = new URL('../../countries/kr/policies/', import.meta.url)
const PACK = readdirSync(FOLDER).map((name) => ({ path: `policies/${name}`, text: readFileSync(new URL(name, FOLDER), 'utf8') }))
const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-26T02:00:00Z')
const recorded: AccessRecord[] = []
const officials = new Map<string, Official>()
const build = () =>
  createGuard({
    db,
    clock,
    newId,
    log: silentLog,
    texts: createTexts([info.messages]),
    access: { record: async (_tx, one) => newId(`acc${recorded.push(one)}`) },
    catalogue: { current: () => ({ pack: { facts: new Map() }, service: () => undefined }) } as unknown as Pick<
      Catalogue,
      'current'
    >,
    directory: { area: () => undefined, official: async (id) => officials.get(id) },
  })
const door = build()
await door.load(PACK)
const { guard } = door

function official(name: string, ...roles: Official['roles']): Principal {
  const id = `off_${name}` as OfficialId
  officials.set(id, { id, name, office: '11620', agency: '3200000', roles })
  return {
    kind: 'official',
    official: { id, agency: '3200000', area: '11620', roles },
    displayName: name,
    assurance: 'substantial',
    permissions: new Set(['official', ...roles]),
  }
}
const writer = official('윤지호', 'privacy-officer')
const checker = official('임세온', 'administrator')
const caseworker = official('김하늘', 'caseworker')
const route = (needs: string) => api({ method: 'GET', path: '/api/x', needs, summary: '', tag: '', handle: () => ({ body: {} }) })
const changed = (path: string, from: string, to: string): PolicySource => {
  const text = PACK.find((file) => file.path === path)!.text
  assert.ok(text.includes(from))
  return { path, text: text.replace(from, to) }
}
const ANALYST = 'Official in Role::"policy-analyst", action'

test('필요한 권한을 규칙이 정하고, 거절은 그 사람의 기록에 남으며, 손님에게는 로그인을 권한다', async () => {
  assert.equal(door.allow(route('public'), ANONYMOUS), undefined)
  assert.equal(door.allow(route('access-policies'), writer), undefined)
  await assert.rejects(async () => door.allow(route('official'), ANONYMOUS), { type: 'kernel/sign-in-needed' })
  assert.equal(recorded.length, 0)
  await assert.rejects(async () => door.allow(route('access-policies'), caseworker), {
    type: 'guard/refused',
    status: 403,
    values: {
      rule: '',
      reason: 'nothing-allows',
      says: { ko: '', en: '' },
      help: {
        ko: '다른 사람이 처리할 일이라면 그 일을 맡은 분께 넘겨 주세요.',
        en: 'If somebody else is in charge of this, please hand it to them.',
      },
      helps: [],
    },
  })
  assert.deepEqual(
    recorded.map(({ subject, use, rule }) => [subject, use, rule]),
    [['off_김하늘', 'refuse', 'none']],
  )
})

test('조금만 아는 사람에게는 더 확실히 밝히면 된다고 알린다', async () => {
  const person = { kind: 'resident', person: 'per_1' as PersonId, assurance: 'low', permissions: new Set(['signed-in']) } as const
  assert.equal(door.allow(route('signed-in'), person), undefined)
  await assert.rejects(
    async () => door.allow(route('resident'), person),
    (error: Error & { values?: Record<string, unknown> }) => {
      assert.deepEqual([error.values?.['rule'], error.values?.['helps']], ['known-surely', ['step-up:substantial']])
      return true
    },
  )
  assert.equal(door.allow(route('resident'), { ...person, assurance: 'substantial' }), undefined)
})

test('안 되는 것을 거듭 요청하는 사람은 기다려야 하고, 그동안은 기록을 채우지 못한다', async () => {
  const eager = official('거듭', 'caseworker')
  const before = recorded.length
  const tries = await Promise.all(
    Array.from(
      { length: 100 },
      async () =>
        (await (door.allow(route('administrator'), eager) ?? assert.fail()).catch(
          (error: { type: string }) => error.type,
        )) as string,
    ),
  )
  const refused = tries.filter((type) => type === 'guard/refused').length
  assert.deepEqual([refused, tries.length - refused], [60, tries.filter((type) => type === 'kernel/too-many-requests').length])
  assert.equal(recorded.length - before, 60)
})

test('낱말에 없는 권한을 요구하는 길이 있으면 켜질 때 이름을 들어 알린다', () => {
  assert.throws(() => door.requireNamed([route('public'), route('casewroker')]), /GET \/api\/x needs "casewroker"/)
})

test('한 사람이 쓰고 다른 사람이 내보내며, 그 다음 물음부터 그대로 정한다', async () => {
  const file = changed('policies/routes.cedar', ANALYST, ANALYST.replace('policy-analyst', 'caseworker'))
  const examples = changed('policies/routes.examples.yaml', 'roles: [policy-analyst] }, does', 'roles: [caseworker] }, does')
  const second = {
    ...examples,
    text: examples.text.replace(
      'roles: [caseworker] }, does: policy-analyst, to: { type: Route }, when: { assurance: substantial }, expect: deny',
      'roles: [approver] }, does: policy-analyst, to: { type: Route }, when: { assurance: substantial }, expect: deny',
    ),
  }
  const draft = await guard.startDraft(writer, '담당자도 실험합니다', [file, second])
  await assert.rejects(guard.publishDraft(checker, draft.id), { type: 'guard/draft-over' })
  await guard.sendDraft(writer, draft.id)
  await assert.rejects(guard.publishDraft(writer, draft.id), { type: 'guard/same-person' })
  await assert.rejects(async () => door.allow(route('policy-analyst'), caseworker), { type: 'guard/refused' })
  const { version, author, approver } = await guard.publishDraft(checker, draft.id)
  assert.deepEqual([version, author, approver], [2, '윤지호', '임세온'])
  assert.equal(door.allow(route('policy-analyst'), caseworker), undefined)
  await assert.rejects(guard.publishDraft(checker, draft.id), { type: 'guard/draft-over' })
})

test('그사이 다른 규칙이 나왔으면 내보내지 않고 다시 보게 한다', async () => {
  const [one, other] = await Promise.all(
    ['@ko("공개된 것은 누구나 봅니다.")', '@ko("공개된 것은 모두가 봅니다.")'].map(async (says) => {
      const { files } = await guard.inForce()
      const { text } = files.find(({ path }) => path === 'policies/routes.cedar')!
      const file = { path: 'policies/routes.cedar', text: text.replace('@ko("공개된 것은 누구나 볼 수 있습니다.")', says) }
      const draft = await guard.startDraft(writer, says, [file])
      await guard.sendDraft(writer, draft.id)
      return draft
    }),
  )
  await guard.publishDraft(checker, one!.id)
  await assert.rejects(guard.publishDraft(checker, other!.id), { type: 'guard/draft-stale' })
  assert.equal((await guard.review(other!.id)).draft.isStale, true)
})

test('고칠 사람이 아무도 남지 않는 규칙, 규칙이 아닌 파일, 같은 파일은 받지 않는다', async () => {
  const { files } = await guard.inForce()
  const textOf = (path: string) => files.find((file) => file.path === path)!.text
  const locked = textOf('policies/routes.cedar').replace('[Role::"privacy-officer", Role::"administrator"]', '[]')
  const cut = textOf('policies/routes.examples.yaml')
    .split('\n')
    .filter((line) => !line.includes('access-policies'))
    .join('\n')
  const draft = await guard.startDraft(writer, '잠금', [
    { path: 'policies/routes.cedar', text: locked },
    { path: 'policies/routes.examples.yaml', text: cut },
  ])
  await assert.rejects(guard.sendDraft(writer, draft.id), { type: 'guard/policies-broken' })
  for (const [path, text, why] of [
    ['services/x.yaml', 'a: 1', 'not-a-policy-file'],
    ['policies/../x.cedar', 'a', 'not-a-policy-file'],
    ['policies/routes.cedar', textOf('policies/routes.cedar'), 'nothing-changed'],
  ] as const)
    await assert.rejects(guard.startDraft(writer, 'x', [{ path, text }]), { type: 'guard/draft-refused', values: { why } })
})

test('화면에서 고친 파일은 꾸러미가 바뀌어도 그대로 있고, 고치지 않은 파일은 꾸러미를 따른다', async () => {
  const newer = PACK.map((file) => ({ ...file, text: `${file.text}\n${file.path.endsWith('.cedar') ? '//' : '#'} 새로 온 것\n` }))
  const again = build()
  await again.load(newer)
  const { files, source } = await again.guard.inForce()
  const isNew = (path: string) => files.find((file) => file.path === path)!.text.includes('새로 온 것')
  assert.deepEqual([source, isNew('policies/facts.cedar'), isNew('policies/routes.cedar')], ['pack', true, false])
  const { version } = await again.guard.inForce()
  await again.load(newer)
  assert.equal((await again.guard.inForce()).version, version)
})

test('물음은 이름 없이 시간마다 세어 두고, 열나흘 뒤에는 잊는다', async () => {
  for (let times = 0; times < 3; times++) door.allow(route('public'), caseworker)
  await door.stop()
  const kept = await listAsked(db, '2026-11-26T00:00:00Z', 100)
  const one = kept.find(({ question }) => question.principal.type === 'Official' && question.action === 'public')
  assert.equal(one?.count, 3)
  assert.doesNotMatch(JSON.stringify(kept), /off_|per_|김하늘/)
  await sweep(db, '2026-12-10T03:00:00Z', '2026-12-10T03:00:00Z')
  assert.deepEqual(await listAsked(db, '2026-11-01T00:00:00Z', 100), [])
})

test('한 시간에 본 횟수를 공무원마다 세고, 정해진 수를 넘으면 거절한다', async () => {
  const asked = {
    subject: 'per_1' as PersonId,
    facts: ['person.birthDate'],
    actor: { kind: 'official', official: caseworker.official!.id, name: '김하늘', agency: '3200000' },
    service: null,
    aim: 'application',
    law: '기초연금법 제11조',
    consent: 'by-law',
    assurance: 'substantial',
  } as const
  const facts = new Map([['person.birthDate', { sensitivity: 'personal', register: 'resident-register' }]])
  const counting = createGuard({
    ...{ db, clock, newId, log: silentLog, texts: createTexts([info.messages]), access: { record: async () => newId('acc') } },
    catalogue: { current: () => ({ pack: { facts }, service: () => undefined }) } as unknown as Pick<Catalogue, 'current'>,
    directory: { area: () => undefined, official: async (id) => officials.get(id) },
  })
  await counting.load(PACK)
  for (let times = 0; times < 40; times++)
    assert.deepEqual((await counting.guard.decideFacts(asked)).allowed, ['person.birthDate'], String(times))
  const { refused } = await counting.guard.decideFacts(asked)
  assert.deepEqual(refused.get('person.birthDate')?.by, ['volume'])
  assert.deepEqual((await counting.guard.decideFacts({ ...asked, assurance: 'high' })).allowed, ['person.birthDate'])
  for (let times = 41; times < 120; times++) await counting.guard.decideFacts({ ...asked, assurance: 'high' })
  const onAny = await counting.guard.decideFacts({ ...asked, assurance: 'high' })
  assert.deepEqual(onAny.refused.get('person.birthDate')?.by, ['volume-on-own-device'])
  const onOwn = await counting.guard.decideFacts({ ...asked, assurance: 'high', deviceBound: true })
  assert.deepEqual(onOwn.allowed, ['person.birthDate'])
  clock.set('2026-11-26T03:00:01Z')
  assert.deepEqual((await counting.guard.decideFacts(asked)).allowed, ['person.birthDate'])
})

test('대장은 그 서비스가 바꾼다고 정한 사실만, 그 일을 맡은 사람이, 법에 따라 바꾼다', async () => {
  const facts = new Map([['person.address', { sensitivity: 'personal', register: 'resident-register' }]])
  const service = { outputs: [{ type: 'registration', changes: ['person.address'], facts: [] }] }
  const other = createGuard({
    ...{ db, clock, newId, log: silentLog, texts: createTexts([info.messages]), access: { record: async () => newId('acc') } },
    catalogue: {
      current: () => ({ pack: { facts }, service: (id: string) => (id === 'move-in-report' ? service : undefined) }),
    } as unknown as Pick<Catalogue, 'current'>,
    directory: { area: () => undefined, official: async () => undefined },
  })
  await other.load(PACK)
  const { id, agency, roles } = caseworker.official!
  const asked: ChangeAsked = {
    subject: 'per_1' as PersonId,
    facts: ['person.address'],
    actor: { kind: 'official', official: id, name: '김하늘', agency },
    official: { id, agency, office: '11620', roles },
    service: 'move-in-report',
    law: '주민등록법 제16조',
    consent: 'by-law',
  }
  const why = (more: Partial<ChangeAsked>) => other.guard.decideChange({ ...asked, ...more }).get(asked.facts[0]!)?.by
  const platform: Pick<ChangeAsked, 'actor'> = { actor: { kind: 'system', name: '관악구', agency: '3200000' } }
  assert.equal(why({}), undefined)
  const { official: _, ...bare } = asked
  assert.equal(other.guard.decideChange({ ...bare, ...platform }).size, 0)
  assert.deepEqual(why({ law: '' }), ['no-law'])
  assert.deepEqual(why({ consent: 'none' }), ['consent-or-law'])
  assert.deepEqual(why({ service: 'basic-pension' }), [])
  assert.deepEqual(why({ service: null }), [])
  assert.deepEqual(why({ official: { ...asked.official!, roles: ['administrator'] } }), [])
  const self = { kind: 'resident', person: asked.subject, name: '박주민', agency: null } as const
  assert.deepEqual(other.guard.decideChange({ ...bare, actor: self }).get('person.address')?.by, [])
  assert.equal(other.guard.decideChange({ ...asked, facts: ['person.address', 'person.birthDate'] }).size, 1)
})
