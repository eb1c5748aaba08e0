/** 2.2-1 혜택 알리미 (benefit notifier). Missing: the whole nation re-screened in a minute, rule changes that wake the rules, push channels outside the portal */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { MyBenefits, ScreenAnswer } from '@dpg/benefits/contract'
import type { NoticeSummary, NoticeView } from '@dpg/notices/contract'
import type { Json } from '@dpg/rules'
import { REGISTERS as HOLDERS } from '@dpg/gateway/population'
import {
  apply,
  caseIn,
  happen,
  idOf,
  MOVE,
  people,
  persona,
  personas,
  PERSONAS_DAY,
  type Server,
  signedIn,
  startServer,
  until,
  type Visitor,
  visitor,
} from '../harness/index.ts'

let server: Server
before(async () => {
  server = await startServer()
})
after(() => server?.close())

/** All that the registers hold of a named person. */
const factsOf = (name: string): Record<string, Json> =>
  Object.assign({}, ...HOLDERS.map((register) => people.factsOf(persona(name).id, register)))

const screen = (body: object): Promise<ScreenAnswer> => visitor(server).post<ScreenAnswer>('/api/benefits/screen', body)

async function benefitNotices(who: Visitor): Promise<readonly NoticeSummary[]> {
  const { items } = await who.get<{ items: NoticeSummary[] }>('/api/notices?limit=100')
  return items.filter(({ kind }) => kind === 'benefits')
}

const bodyOf = async (who: Visitor, id: string) => (await who.get<NoticeView>(`/api/notices/${id}`)).body

async function allMine(who: Visitor): Promise<MyBenefits> {
  const first = await who.get<MyBenefits>('/api/benefits/mine?limit=200')
  const items = [...first.items]
  while (items.length < first.total) {
    const { items: more } = await who.get<MyBenefits>(`/api/benefits/mine?limit=200&offset=${items.length}`)
    assert.ok(more.length > 0)
    items.push(...more)
  }
  return { ...first, items }
}

test('실제 목록의 모든 서비스가 까닭, 모르는 사실, 금액과 함께 판정된다', async () => {
  const { total } = await visitor(server).get<{ total: number }>('/api/services?limit=1')
  const { counts, results, ask } = await screen({ facts: factsOf('김순자'), asOf: PERSONAS_DAY })
  assert.ok(total >= 8760)
  assert.equal(results.length, total)
  assert.equal(new Set(results.map(({ service }) => service)).size, total)
  assert.equal(counts.eligible + counts.ineligible + counts.unknown, total)
  assert.ok(counts.eligible > 50 && counts.ineligible > 1000 && counts.unknown > 0)
  for (const { service, outcome, reasons, missing } of results) {
    if (outcome === 'ineligible')
      assert.ok(
        reasons.some((reason) => reason.outcome === 'notMet'),
        `${service}: no reason for the no`,
      )
    if (outcome === 'eligible')
      assert.ok(
        reasons.every((reason) => reason.outcome === 'met'),
        `${service}: a yes with an open criterion`,
      )
    if (outcome === 'unknown') assert.ok(missing.length > 0 || reasons.every((reason) => reason.outcome !== 'notMet'), service)
  }
  const law = results.filter(({ basis }) => basis === 'law')
  assert.ok(law.length >= 12)
  for (const { service, reasons } of law)
    for (const { criterion, law: article, text } of reasons)
      assert.ok(text && (article || criterion === 'each'), `${service} ${criterion}: no words or no article`)
  assert.equal(results.find(({ service }) => service === 'SSE000000170')?.amount?.won, 349_700)
  assert.ok(ask.length > 0 && ask.every(({ settles }, at) => at === 0 || settles <= ask[at - 1]!.settles))
})

test('열두 사람이 저마다 기대한 혜택과 금액을 받는다', async () => {
  const all = await screen({ facts: {} })
  const services = all.results.filter(({ basis }) => basis === 'law').map(({ service }) => service)
  for (const { name, says, expects } of personas) {
    const { results } = await screen({ facts: { ...factsOf(name), ...says }, asOf: PERSONAS_DAY, services })
    const actual = Object.fromEntries(
      results
        .filter(({ outcome }) => outcome !== 'ineligible')
        .map(({ service, outcome, amount }) => [service, outcome === 'unknown' ? 'unknown' : (amount?.won ?? 'yes')]),
    )
    assert.deepEqual(actual, expects, name)
  }
})

test('로그인한 열두 사람에게는 대장에서 받아 온 사실로 같은 답을 한다', async () => {
  for (const { name } of personas) {
    const who = await signedIn(server, name)
    const mine = await allMine(who)
    assert.deepEqual(mine.failures, [], name)
    const { results } = await screen({ facts: factsOf(name), asOf: mine.asOf })
    const answer = ({ service, outcome, amount }: ScreenAnswer['results'][number]) => `${service} ${outcome} ${amount?.won ?? ''}`
    const open = results.filter(({ outcome, basis }) => outcome === 'eligible' && basis === 'law').map(answer)
    assert.deepEqual(
      mine.items
        .filter(({ outcome, basis }) => outcome === 'eligible' && basis === 'law')
        .map(answer)
        .sort(),
      open.sort(),
      name,
    )
    const counted = { eligible: 0, ineligible: 0, unknown: 0 }
    for (const { outcome } of results) counted[outcome] += 1
    assert.deepEqual(mine.counts, counted, name)
    for (const { why, rank } of mine.items) assert.ok(why !== '' && rank > 0)
  }
})

test('없는 사실과 틀린 값은 이름을 말하고 거절한다', async () => {
  const wrong: readonly [object, RegExp][] = [
    [{ facts: { 'person.noSuchFact': 1 } }, /person\.noSuchFact/],
    [{ facts: { 'person.birthDate': 'yesterday' } }, /person\.birthDate/],
    [{ facts: { 'person.birthDate': 19560314 } }, /person\.birthDate/],
    [{ facts: {}, services: ['no-such-service'] }, /no-such-service/],
    [{ facts: {}, asOf: '2026-13-01' }, /2026-13-01/],
  ]
  for (const [json, named] of wrong) {
    const answer = await visitor(server).ask('/api/benefits/screen', { json })
    assert.ok(answer.status === 422 || answer.status === 400 || answer.status === 404, `${answer.status}`)
    assert.match(answer.text, named)
  }
})

test('아기가 태어나면 저절로 다시 판정해 새로 열린 혜택을 알리고, 강제로 꺼져도 두 번 알리지 않는다', async () => {
  const name = '이서준'
  const lee = await signedIn(server, name)
  await lee.ask('/api/benefits/watch', { method: 'PUT' })
  await until('the first look', async () => (await lee.get<MyBenefits>('/api/benefits/mine?limit=1')).isWatching)
  assert.deepEqual(await benefitNotices(lee), [])
  await settled(lee)
  await happen(server, { kind: 'birth', person: persona(name).id, name: '이하늘', sex: 'female', on: '2026-11-20' })
  const [notice] = await until('a notice of new benefits', async () => {
    const found = await benefitNotices(lee)
    return found.length > 0 && found
  })
  const body = await bodyOf(lee, notice!.id)
  assert.match(body, /135200000120|442000000135/, `neither 아동수당 nor 부모급여: ${body}`)
  await server.kill9()
  await server.restart()
  await settled(lee)
  assert.equal((await benefitNotices(lee)).length, 1)
})

test('이사를 신고하면 새 동네의 혜택을 알리고, 다시 보아도 같은 것을 두 번 알리지 않는다', async () => {
  const yun = await signedIn(server, '신현우')
  await yun.ask('/api/benefits/watch', { method: 'PUT' })
  await settled(yun)
  const before = await allMine(yun)
  const { id } = await apply(yun, {
    service: MOVE,
    answers: {
      'person.moveDate': '2026-11-24',
      'person.newEupmyeondong': '5277025000',
      'person.newAddress': '전북특별자치도 순창군 순창읍 장류로 77',
      'person.livesAtNewAddress': true,
      'person.moveKind': 'wholeHousehold',
      'person.moveReason': 'family',
      'person.phone': '01023456789',
    },
    declarations: ['truth', 'movers'],
  })
  const moved = await caseIn(yun, id, ['accepted', 'granted', 'done', 'completed', 'registered'])
  assert.equal(moved.decision?.outcome, 'grant')
  const [notice] = await until('a notice of the new district', async () => {
    const found = await benefitNotices(yun)
    return found.length > 0 && found
  })
  const known = new Set(before.items.filter(({ outcome }) => outcome === 'eligible').map(({ service }) => service))
  const after = await until('the new district in my benefits', async () => {
    const now = await allMine(yun)
    return now.items.some(({ service, outcome }) => outcome === 'eligible' && !known.has(service)) && now
  })
  const fresh = after.items.filter(({ service, outcome }) => outcome === 'eligible' && !known.has(service))
  const body = await bodyOf(yun, notice!.id)
  assert.ok(
    fresh.some(({ agencyName }) => agencyName.includes('순창')),
    'nothing of the new district is open',
  )
  assert.ok(fresh.some(({ service }) => body.includes(`/services/${encodeURIComponent(service)}`)))
  await happen(server, { kind: 'changed', person: idOf('신현우') as never, register: 'resident-register', facts: {} })
  await settled(yun)
  assert.equal((await benefitNotices(yun)).length, 1)
})

test('알림을 끄면 일이 생겨도 알리지 않는다', async () => {
  const choi = await signedIn(server, '최유진')
  await choi.ask('/api/benefits/watch', { method: 'PUT' })
  await settled(choi)
  await choi.ask('/api/benefits/watch', { method: 'DELETE' })
  await happen(server, { kind: 'birth', person: persona('최유진').id, name: '김하람', sex: 'male', on: '2026-11-21' })
  await settled(choi)
  assert.deepEqual(await benefitNotices(choi), [])
})

/** The trace stands still: no look by the platform is under way any more. */
async function settled(who: Visitor): Promise<void> {
  let last = -1
  let since = performance.now()
  await until(
    'quiet',
    async () => {
      const { total } = await who.get<{ total: number }>('/api/access/entries?limit=1')
      if (total !== last) since = performance.now()
      last = total
      return performance.now() - since > 2_000
    },
    { everyMs: 200 },
  )
}
