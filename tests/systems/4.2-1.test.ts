/** 4.2-1 제로 트러스트 (zero trust). Missing: tokens bound to a device key */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { TraceEntry, TracePage } from '@dpg/access/contract'
import type { LookedUp } from '@dpg/casework/contract'
import type { PolicyDraft, PolicyInForce, PolicyReview, PolicyVersion } from '@dpg/guard/contract'
import {
  apply,
  BASIC_PENSION,
  basicPension,
  caseIn,
  caseOf,
  extract,
  type Server,
  signedIn,
  startServer,
  until,
  type Visitor,
  visitor,
} from '../harness/index.ts'
import { guardian } from './4.2-1/guardian.ts'

let server: Server
let kim: Visitor
let caseworker: Visitor
let stranger: Visitor
let officer: Visitor
let administrator: Visitor
let id: string
const HOUR = Temporal.Now.zonedDateTimeISO('Asia/Seoul').hour

before(async () => {
  server = await startServer()
  kim = await signedIn(server, '김순자')
  caseworker = await signedIn(server, '김하늘')
  stranger = await signedIn(server, '최가온')
  officer = await signedIn(server, '윤지호')
  administrator = await signedIn(server, '임세온')
  id = (await apply(kim, basicPension)).id
  await caseIn(kim, id, ['review'])
  // Whatever the hour at which the tests run: it is day.
  await publish('낮에 시험합니다', nightFrom((HOUR + 2) % 24))
})
after(() => server?.close())

interface Told {
  readonly type: string
  readonly detail: string
  readonly rule?: string
  readonly helps?: readonly string[]
}
const lookUp = (who: Visitor, purpose: string, facts: readonly string[] = ['person.birthDate']) =>
  who.ask(`/api/work/${id}/look-ups`, { json: { facts, purpose } })
const inForce = () => officer.get<PolicyInForce>('/api/guard/policies')
const traced = async (): Promise<readonly TraceEntry[]> => (await kim.get<TracePage>('/api/access/entries?limit=100')).entries

/** The rule of the night, beginning at another hour and lasting one hour. */
const nightFrom = (hour: number) => (text: string) =>
  text.replace(/\(context\.hour [^)]*\)/, `(context.hour >= ${hour} && context.hour < ${hour + 1})`)

const FACTS = 'policies/facts.cedar'
const textOf = async (path: string) => (await inForce()).files.find((file) => file.path === path)!.text

async function draft(why: string, change: (text: string) => string, examples?: (text: string) => string): Promise<PolicyDraft> {
  const files = [{ path: FACTS, text: change(await textOf(FACTS)) }]
  const beside = 'policies/facts.examples.yaml'
  if (examples) files.push({ path: beside, text: examples(await textOf(beside)) })
  return officer.post<PolicyDraft>('/api/guard/drafts', { why, files })
}

/** The examples of officials say what is right in the daytime: they go with the night. */
const withoutNight = (text: string) =>
  text
    .split(/^(?=- name)/m)
    .filter((one) => !/type: Official/.test(one))
    .join('')

async function publish(why: string, change: (text: string) => string): Promise<PolicyVersion> {
  const { id: made } = await draft(why, change, withoutNight)
  assert.equal((await officer.ask(`/api/guard/drafts/${made}/send`, { method: 'POST' })).status, 204)
  return administrator.post<PolicyVersion>(`/api/guard/drafts/${made}/publish`, {})
}

test('담당자는 자기 기관의 건을 보고, 다른 기관의 건은 보지 못하며, 어느 규칙 때문인지 본인의 기록에 남는다', async () => {
  assert.equal((await caseworker.ask(`/api/work/${id}`)).status, 200)
  assert.equal((await stranger.ask(`/api/work/${id}`)).status, 404)
  assert.equal((await officer.ask(`/api/work/${id}`)).status, 403)
  const refused = (await traced()).find(({ use, actor }) => use === 'refuse' && actor.name === '최가온')
  assert.equal(refused?.rule, 'none')
})

test('신청을 처리하려고 조회하면 값을 얻고, 조회한 목적이 본인의 기록에 남는다', async () => {
  const answer = await lookUp(caseworker, 'application')
  assert.equal(answer.status, 200, answer.text)
  const { facts } = answer.json<LookedUp>()
  assert.deepEqual(
    facts.map(({ fact, value }) => [fact, value]),
    [['person.birthDate', '1956-03-14']],
  )
  const entry = (await traced()).find(({ use, actor }) => use === 'fetch' && actor.name === '김하늘')
  assert.match(entry?.purpose.ko ?? '', /신청한 일의 처리/)
})

test('다른 목적의 조회는 까닭과 할 수 있는 일을 알려 거절하고, 본인의 기록에 남는다', async () => {
  const answer = await lookUp(caseworker, 'collection')
  assert.equal(answer.status, 403)
  const told = answer.json<Told>()
  assert.equal(told.type, '/problems/guard/refused')
  assert.match(told.detail, /허용하는 규칙이 없습니다.*신청한 일의 처리를 위한 일이라면/)
  assert.deepEqual(told.helps, ['purpose:application'])
  const english = await caseworker.ask(`/api/work/${id}/look-ups`, {
    json: { facts: ['person.birthDate'], purpose: 'collection' },
    headers: { 'accept-language': 'en' },
  })
  assert.match(english.json<Told>().detail, /No rule allows this.*state that purpose/)
  const entry = (await traced()).find(({ use, purpose }) => use === 'refuse' && /징수/.test(purpose.ko))
  assert.deepEqual([entry?.actor.name, entry?.facts, entry?.rule], ['김하늘', ['person.birthDate'], 'none'])
})

test('수사 담당이 아닌 사람이 범죄수사라고 적어도 거절이 본인에게 숨겨지지 않는다', async () => {
  assert.equal((await lookUp(caseworker, 'criminal-investigation')).status, 403)
  const entry = (await traced()).find(({ use, purpose }) => use === 'refuse' && /범죄수사/.test(purpose.ko))
  assert.deepEqual([entry?.actor.name, entry?.delay], ['김하늘', undefined])
})

test('서비스가 필요하다고 정하지 않은 정보는 목적이 맞아도 조회하지 못한다', async () => {
  const answer = await lookUp(caseworker, 'application', ['business.annualSales'])
  assert.equal(answer.status, 403, answer.text)
  assert.deepEqual(answer.json<Told>().helps, ['sharing'])
})

test('역할이 없는 사람의 요청은 거절되고, 그 사람의 접속 기록에 남아 지울 수 없다', async () => {
  const answer = await caseworker.ask('/api/guard/policies')
  assert.equal(answer.status, 403)
  assert.match(answer.json<Told>().detail, /허용하는 규칙이 없습니다/)
  assert.equal((await kim.ask('/api/guard/policies')).status, 403)
  const own = (await traced()).find(({ use, purpose }) => use === 'refuse' && /\/api\/guard\/policies/.test(purpose.ko))
  assert.equal(own?.actor.name, '김순자')
  assert.equal((await visitor(server).ask('/api/guard/policies')).status, 401)
})

test('한 시간에 마흔 번 넘게 조회하려면 본인임을 더 확실히 밝혀야 한다', async () => {
  const other = await signedIn(server, '이도윤')
  const answers = await Promise.all(Array.from({ length: 40 }, () => lookUp(other, 'application')))
  assert.ok(answers.every(({ status }) => status === 200))
  const answer = await lookUp(other, 'application')
  assert.equal(answer.status, 403)
  const told = answer.json<Told>()
  assert.deepEqual([told.rule, told.helps], ['volume', ['step-up:high', 'later']])
  assert.match(told.detail, /패스키.*또는.*한 시간쯤 뒤/)
  assert.equal((await lookUp(caseworker, 'application')).status, 200)
})

test('규칙에 미리 물어볼 수 있다: 밤에는 거절, 확실히 밝히면 허용', async () => {
  const question = (hour: number, assurance: number) => ({
    principal: { type: 'Official', roles: ['caseworker'], office: '11620' },
    action: 'read-fact',
    resource: { type: 'Fact', fact: 'person.birthDate' },
    context: { purpose: 'application', law: '기초연금법 제11조', consent: 'by-law', hour, assurance },
  })
  const ask = (hour: number, assurance: number) =>
    officer.post<{ isAllowed: boolean; by: string[]; helps: { help: string }[][] }>(
      '/api/guard/questions',
      question(hour, assurance),
    )
  const night = (HOUR + 2) % 24
  const refused = await ask(night, 2)
  assert.deepEqual([refused.isAllowed, refused.by], [false, ['night']])
  assert.deepEqual(
    refused.helps.map(([one]) => one?.help),
    ['step-up', 'daytime'],
  )
  assert.deepEqual((await ask(night, 3)).by, ['caseworker-lookup'])
  assert.deepEqual((await ask((night + 3) % 24, 2)).by, ['caseworker-lookup'])
})

interface OwnFacts {
  readonly subject: string
  readonly facts: readonly { readonly fact: string; readonly value: unknown }[]
}
interface Given {
  readonly mandates: readonly {
    readonly mandate: string
    readonly kind: string
    readonly relation?: string
    readonly for: string
    readonly forName: string
  }[]
}
const actFor = (who: Visitor, mandate: string | null) => who.ask('/api/identity/acting', { method: 'PUT', json: { mandate } })
const ownFacts = (who: Visitor, facts: readonly string[], service: string | null = null) =>
  who.ask('/api/exchange/own-facts', { json: { facts, service } })

test('어머니는 등록부가 말하는 아이를 대신하는 동안만 그 아이의 정보를 본다', async () => {
  const mother = await signedIn(server, '한지은')
  const { mandates } = await mother.post<Given>('/api/mandates/family', {})
  assert.deepEqual(
    mandates.map(({ kind, relation }) => [kind, relation]),
    [['parent', 'mother']],
  )
  const [mandate] = mandates
  assert.equal((await actFor(mother, mandate!.mandate)).status, 200)
  const asChild = (await ownFacts(mother, ['person.birthDate'])).json<OwnFacts>()
  assert.equal(asChild.subject, mandate!.for)
  assert.match(String(asChild.facts[0]?.value), /^2026-08/)
  assert.equal((await actFor(mother, null)).status, 200)
  const asSelf = (await ownFacts(mother, ['person.birthDate'])).json<OwnFacts>()
  assert.deepEqual([asSelf.subject === mandate!.for, asSelf.facts[0]?.value], [false, '1994-02-17'])
  assert.equal((await actFor(await signedIn(server, '박영호'), mandate!.mandate)).status, 404)
})

test('도우미는 맡긴 범위만 보고, 본인의 기록에 누가 대신했는지 남으며, 거두면 그 자리에서 끝난다', async () => {
  const helper = await signedIn(server, '박영호')
  const grant = { services: null, facts: ['person.birthDate'], endsAt: Temporal.Now.instant().add({ hours: 48 }).toString() }
  const { mandate, code } = await kim.post<{ mandate: { mandate: string }; code: string }>('/api/mandates', grant)
  await helper.post('/api/mandates/accept', { code })
  assert.equal((await actFor(helper, mandate.mandate)).status, 200)
  assert.equal((await ownFacts(helper, ['person.birthDate'])).json<OwnFacts>().facts[0]?.value, '1956-03-14')
  const beyond = await ownFacts(helper, ['person.annualIncome'])
  assert.equal(beyond.status, 403)
  assert.deepEqual(beyond.json<Told>().helps, ['mandate'])
  const entries = (await traced()).filter(({ actor }) => actor.acting)
  assert.deepEqual(entries.map(({ use, actor }) => [use, actor.name, actor.acting?.kind]).sort(), [
    ['fetch', '박영호', 'helper'],
    ['refuse', '박영호', 'helper'],
  ])
  assert.match((await kim.open('/my/trace')).view.main, /도우미 박영호 님이 대신/)
  assert.equal((await kim.ask(`/api/mandates/${mandate.mandate}`, { method: 'DELETE' })).status, 204)
  assert.notEqual((await ownFacts(helper, ['person.birthDate'])).json<OwnFacts>().facts[0]?.value, '1956-03-14')
})

test('대신 낸 신청에는 위임이 남고, 맡기지 않은 서비스는 분명히 거절하며, 두 사람이 모두 자기 기록에서 읽는다', async () => {
  const helper = await signedIn(server, '박영호')
  const ends = Temporal.Now.instant().add({ hours: 48 }).toString()
  const grant = { services: [BASIC_PENSION], facts: null, endsAt: ends }
  const { mandate, code } = await kim.post<{ mandate: { mandate: string }; code: string }>('/api/mandates', grant)
  await helper.post('/api/mandates/accept', { code })
  assert.equal((await actFor(helper, mandate.mandate)).status, 200)
  const beyond = await helper.ask('/api/cases', { json: extract, key: randomUUID() })
  assert.deepEqual([beyond.status, beyond.json<{ type: string }>().type], [403, '/problems/casework/beyond-mandate'])
  const { id: made } = await apply(helper, basicPension)
  const { representative } = await caseOf(kim, made)
  assert.deepEqual(representative, { name: '박영호', kind: 'helper' })
  const mine = (await traced()).find(({ use, case: of }) => use === 'use' && of === made)
  assert.equal(mine?.actor.acting?.mandate, mandate.mandate)
  const { entries } = await helper.get<TracePage>('/api/access/entries?limit=100')
  assert.ok(entries.some(({ use, actor }) => use === 'use' && actor.acting?.mandate === mandate.mandate))
  // Letters and papers too: what the mandate names, seen and not opened, written down where kim reads it.
  const { items: letters } = await until('a letter', async () => {
    const seen = await helper.get<{ items: { id: string; service: string }[] }>('/api/notices')
    return seen.items.length > 0 && seen
  })
  assert.ok(letters.every(({ service }) => service === BASIC_PENSION))
  assert.match((await helper.open(`/my/notices/${letters[0]!.id}`)).view.main, /본인은 아직 열지 않았습니다/)
  assert.equal((await kim.get<{ openedAt: string | null }>(`/api/notices/${letters[0]!.id}`)).openedAt, null)
  assert.ok((await traced()).some(({ use, actor }) => use === 'view' && actor.acting?.mandate === mandate.mandate))
  assert.equal((await kim.ask(`/api/mandates/${mandate.mandate}`, { method: 'DELETE' })).status, 204)
})

guardian(() => ({ server }))

test('초안은 지난 요청들을 어떻게 달리 정했을지 보여 주고, 두 사람이 내보내면 다시 켜지 않아도 그대로 정한다', async () => {
  const made = await draft('지금 시간도 밤으로 봅니다', nightFrom(HOUR), withoutNight)
  const review = await officer.get<PolicyReview>(`/api/guard/drafts/${made.id}`)
  assert.deepEqual(
    review.findings.filter(({ level }) => level === 'error'),
    [],
  )
  const { difference } = review
  assert.ok(difference && difference.asked > 40)
  assert.ok(difference.newlyDenied >= 40 && difference.newlyAllowed === 0, JSON.stringify(difference))
  assert.deepEqual(difference.changes[0]?.after.by, ['night'])
  assert.doesNotMatch(JSON.stringify(difference), /per_|off_|1956-03-14/)
  assert.ok(difference.neverUsed.includes('volume-ceiling'))

  assert.equal((await officer.ask(`/api/guard/drafts/${made.id}/publish`, { method: 'POST' })).status, 409)
  assert.equal((await officer.ask(`/api/guard/drafts/${made.id}/send`, { method: 'POST' })).status, 204)
  const self = await officer.ask(`/api/guard/drafts/${made.id}/publish`, { method: 'POST' })
  assert.deepEqual([self.status, self.json<Told>().type], [409, '/problems/guard/same-person'])
  const before = await lookUp(caseworker, 'application')
  assert.equal(before.status, 200)
  const version = await administrator.post<PolicyVersion>(`/api/guard/drafts/${made.id}/publish`, {})
  assert.deepEqual([version.author, version.approver], ['윤지호', '임세온'])
  const after = await lookUp(caseworker, 'application')
  assert.deepEqual([after.status, after.json<Told>().rule], [403, 'night'])
  const { versions } = await officer.get<{ versions: PolicyVersion[] }>('/api/guard/versions')
  assert.deepEqual([versions[0]?.version, versions.at(-1)?.source], [version.version, 'pack'])
  await publish('다시 낮입니다', nightFrom((HOUR + 2) % 24))
  assert.equal((await lookUp(caseworker, 'application')).status, 200)
})

test('틀린 규칙, 보기와 어긋나는 규칙, 아무도 고칠 수 없게 되는 규칙은 내보낼 수 없고 어느 줄인지 알린다', async () => {
  const broken = await draft('틀린 낱말', (text) => text.replace('Purpose::"sign-on"', 'Purpose::"sign-in"'))
  const { findings, difference } = await officer.get<PolicyReview>(`/api/guard/drafts/${broken.id}`)
  const [found] = findings
  assert.deepEqual([found?.rule, found?.file, difference], ['type', FACTS, null])
  assert.ok(found && found.line > 1 && found.remedy.ko)
  const wrong = await draft('보기와 어긋남', (text) => text.replace('resource.owner == principal', 'resource.owner != principal'))
  for (const { id: one } of [broken, wrong]) {
    const answer = await officer.ask(`/api/guard/drafts/${one}/send`, { method: 'POST' })
    assert.deepEqual([answer.status, answer.json<Told>().type], [422, '/problems/guard/policies-broken'])
    assert.equal((await officer.ask(`/api/guard/drafts/${one}/withdraw`, { method: 'POST' })).status, 204)
  }
  const { policies, findings: idle } = await inForce()
  assert.deepEqual(idle, [])
  assert.ok(policies.find(({ id: one }) => one === 'everybody')!.decided > 0)
})

test('꺼졌다 켜져도 내보낸 규칙이 그대로 쓰인다', async () => {
  const { version } = await inForce()
  await server.kill9()
  await server.restart()
  await until('the policies to be in force', async () => (await inForce()).version === version)
  assert.equal((await lookUp(caseworker, 'application')).status, 200)
})
