/** 2.2-1 혜택 알리미 (benefit notifier). Missing: push channels outside the portal */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { MyBenefits, ScreenAnswer } from '@dpg/benefits/contract'
import type { Json } from '@dpg/rules'
import { REGISTERS as HOLDERS } from '@dpg/gateway/population'
import {
  people,
  persona,
  personas,
  PERSONAS_DAY,
  seeBenefits,
  type Server,
  signedIn,
  startServer,
  visitor,
} from '../harness/index.ts'
import { birth, move, notForMe, stop, underASecond, workAndIncome } from './2.2-1/events.ts'
import { allMine, entriesOf } from './2.2-1/stage.ts'
import { birthday, publication } from './2.2-1/time-and-rules.ts'

let server: Server
before(async () => {
  server = await startServer()
})
after(() => server?.close())

/** All that the registers hold of a named person. */
const factsOf = (name: string): Record<string, Json> =>
  Object.assign({}, ...HOLDERS.map((register) => people.factsOf(persona(name).id, register)))

const screen = (body: object): Promise<ScreenAnswer> => visitor(server).post<ScreenAnswer>('/api/benefits/screen', body)

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

test('열세 사람이 저마다 기대한 혜택과 금액을 받는다', async () => {
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

test('처음 보기 전에는 무엇을 조회하는지 보여 줄 뿐, 어느 대장에도 묻지 않는다', async () => {
  const han = await signedIn(server, '최유진')
  const before = await entriesOf(han)
  const refused = await han.ask('/api/benefits/mine')
  assert.equal(refused.status, 403)
  assert.match(refused.text, /benefits\/consent-needed/)
  const { view } = await han.open('/my/benefits')
  assert.match(view.text, /제8조제1항/)
  await han.open('/my')
  assert.equal((await entriesOf(han)).length, before.length)
  await seeBenefits(han, [])
  const { agreed } = await han.get<MyBenefits>('/api/benefits/mine?limit=1')
  assert.deepEqual(agreed, [])
  const fetched = (await entriesOf(han)).filter(({ use }) => use === 'fetch')
  assert.ok(fetched.length > 0 && fetched.every(({ facts }) => !facts.includes('household.financialAssets')))
  const agreement = (await entriesOf(han)).find(({ use }) => use === 'agree')
  assert.equal(agreement?.actor.kind, 'resident')
})

test('다시 열어도 10분 동안은 묻지 않아, 열람 기록이 늘지 않는다', async () => {
  const han = await signedIn(server, '최유진')
  await seeBenefits(han)
  await han.open('/my/benefits')
  const once = (await entriesOf(han)).length
  await han.open('/my/benefits')
  await han.open('/my/benefits/SSE000000170')
  await (await signedIn(server, '최유진')).open('/my/benefits')
  assert.equal((await entriesOf(han)).length, once)
})

test('로그인한 열세 사람에게는 대장에서 받아 온 사실로 같은 답을 한다', async () => {
  for (const { name } of personas) {
    const who = await signedIn(server, name)
    await seeBenefits(who)
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

test('아기가 태어나면 까닭과 조문과 금액까지 알리고, 강제로 꺼져도 두 번 알리지 않는다', () => birth(server))

test('이사를 신고하면 새 동네의 혜택을 알리고, 다시 보아도 같은 것을 두 번 알리지 않는다', () => move(server))

test('일자리를 잃거나 소득이 바뀌어도 바뀐 만큼 다시 보고, 무엇 때문인지 말한다', () => workAndIncome(server))

test('사건에서 알림함까지 걸린 시간의 가운데가 1초보다 짧고, 한 사건에 한 통이다', (t) => underASecond(server, t))

test('관심 없다고 한 종류는 알리지 않고, 되돌리면 다시 알린다', () => notForMe(server))

test('알림을 끄면 일이 생겨도 알리지 않고, 두었던 것은 지워진다', () => stop(server))

test('예순다섯 번째 생일이 되는 날, 아무도 알리지 않아도 기초연금을 알린다', birthday)

test('제도가 바뀌어 새로 나오면, 답이 바뀌는 사람에게만 알리고 대장에는 묻지 않는다', publication)
