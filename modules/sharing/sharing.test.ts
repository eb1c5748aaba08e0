import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import type { Catalogue } from '@dpg/catalogue/contract'
import { loadPack } from '@dpg/definitions'
import { fixedClock, type OfficialId, Problem, type Principal } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { openTestDb } from '@dpg/kernel/testing'
import { type Act, type SharingId, STATES, type Wish } from './contract.ts'
import { createSharing, sharing as info } from './index.ts'

const COUNTRY = new URL('../../countries/kr/', import.meta.url)
const SLUG = 'child-allowance'
const wanted = /^(pack|registers|agencies|bodies)\.|^(facts|parameters|sharing|workflows)\/|^services\/child-allowance\//
const files = readdirSync(COUNTRY, { recursive: true, encoding: 'utf8' })
  .filter((path) => wanted.test(path) && /\.(yaml|tsv|md)$/.test(path))
  .map((path) => ({ path, text: readFileSync(new URL(path, COUNTRY), 'utf8') }))
const dataset = (id: string, sharing: string) => ({
  path: `datasets/${id}/dataset.yaml`,
  text: `{ id: ${id}, title: { ko: ${id}, en: ${id} }, description: { ko: 자료, en: Data }, agency: '1051000', licence: 자료, fields: [], sharing: ${sharing} }`,
})
const { pack } = loadPack([
  ...files,
  dataset('open', 'open'),
  dataset('closed', '{ exception: trade-secret, says: { ko: 회사의 비밀, en: Trade secrets } }'),
])
const [SERVICE = ''] = pack.services.keys()

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-26T02:00:00Z')
const { sharing } = createSharing({
  db,
  clock,
  newId,
  catalogue: { current: () => ({ pack }) } as unknown as Pick<Catalogue, 'current'>,
  directory: { agencyName: (code) => pack.agencies.get(code)?.name ?? code },
  guard: {
    purpose: (id) => (id === 'application' ? { ko: '신청한 일의 처리' } : undefined),
    declares: (_, fact) => fact === 'person.birthDate',
  },
})

const of = (agency: string): Principal => ({
  kind: 'official',
  official: { id: `off_${agency}` as OfficialId, agency, area: null, roles: ['approver'] },
  assurance: 'substantial',
  permissions: new Set(),
})
const GWANAK = '3200000'
const WELFARE = '1352000'
const wish: Wish = {
  facts: ['place.childAllowanceVoucher'],
  dataset: null,
  service: SERVICE,
  purpose: 'application',
  law: '아동수당법 제10조제3항',
  why: '상품권으로 주는 곳인지 알아야 합니다',
  replaces: null,
}
const PERSONAL = { ...wish, facts: ['household.emergencyReliefMonths'] }
let keys = 0
const file = (what: Wish = wish, agency = GWANAK, key = `k${keys++}`) => sharing.file(of(agency), what, key, 'ko')
const act = (id: SharingId, agency: string, what: Partial<Act> & Pick<Act, 'deed'>) =>
  sharing.act(of(agency), id, { exception: null, reasons: null, key: `k${keys++}`, ...what }, 'ko')
const refusal = { deed: 'refuse', exception: 'national-security', reasons: '나라의 안전에 관한 것입니다' } as const
const problem = (type: string, why?: string) => (cause: unknown) =>
  cause instanceof Problem && cause.type === `sharing/${type}` && (why === undefined || cause.values['why'] === why)
const agreed = async (facts = wish.facts) =>
  [...(await sharing.agreed({ agency: GWANAK, service: SERVICE, purpose: 'application', facts })).values()].length

test(`${SLUG}: 한 달 동안 답이 없으면 동의한 것이 되어 쓸 수 있고, 그 기한은 쉬는 날을 피한다`, async () => {
  const { id, dueOn, confirmer } = await file()
  // 2026-12-26 is a Saturday (민법 제161조).
  assert.deepEqual([dueOn, confirmer, await agreed()], ['2026-12-28', null, 0])
  clock.set('2026-12-28T14:00:00Z')
  assert.deepEqual([(await sharing.request(id, 'ko')).state, await agreed()], ['open', 0])
  clock.set('2026-12-28T15:00:00Z')
  const silent = await sharing.request(id, 'ko')
  assert.deepEqual(
    [silent.state, silent.history.map(({ what, on }) => [what, on]).at(-1)],
    ['granted', ['silence', '2026-12-29']],
  )
  assert.deepEqual([await agreed(), await agreed(['place.isRural'])], [1, 0])
  await assert.rejects(act(id, WELFARE, refusal), problem('too-late'))
  const ended = await act(id, GWANAK, { deed: 'withdraw' })
  assert.deepEqual([ended.state, await agreed()], ['ended', 0])
})

test('개인정보는 침묵해도 위원회를 기다린다', async () => {
  clock.set('2026-11-26T02:00:00Z')
  const { id, confirmer } = await file(PERSONAL)
  assert.equal(confirmer?.id, 'PIPC')
  clock.set('2027-02-01T02:00:00Z')
  const waiting = await sharing.request(id, 'ko')
  assert.deepEqual([waiting.state, waiting.turn?.id, await agreed(PERSONAL.facts)], ['confirming', 'PIPC', 0])
  await assert.rejects(act(id, WELFARE, { deed: 'confirm' }), problem('not-your-turn'))
  assert.equal((await act(id, 'PIPC', { deed: 'confirm' })).state, 'granted')
  assert.equal(await agreed(PERSONAL.facts), 1)
})

test('등록된 예외 없이는, 또는 맞지 않는 예외로는 거절하지 못하고, 까닭이 있어야 한다', async () => {
  const { id } = await file()
  await assert.rejects(act(id, WELFARE, { ...refusal, exception: null }), problem('exception-needed'))
  await assert.rejects(act(id, WELFARE, { ...refusal, exception: '관행' }), problem('exception-needed'))
  await assert.rejects(act(id, WELFARE, { ...refusal, exception: 'trade-secret' }), problem('exception-needed'))
  await assert.rejects(act(id, WELFARE, { ...refusal, exception: 'personal-data' }), problem('exception-needed'))
  await assert.rejects(act(id, WELFARE, { ...refusal, reasons: ' ' }), problem('reasons-needed'))
  assert.equal((await sharing.request(id, 'ko')).state, 'open')
  const { state, dueOn } = await act(id, WELFARE, refusal)
  assert.deepEqual([state, dueOn], ['refused', '2027-04-02'])
})

test('같은 열쇠로 두 번 보내도 한 번이고, 다른 내용이면 거절한다', async () => {
  const first = await file(wish, GWANAK, 'same')
  assert.equal((await file(wish, GWANAK, 'same')).id, first.id)
  await assert.rejects(file({ ...wish, why: '다른 까닭입니다' }, GWANAK, 'same'), problem('other-content'))
  const answers = await Promise.all([0, 1].map(() => act(first.id, WELFARE, { ...refusal, key: 'no' })))
  assert.deepEqual(
    answers.map(({ history }) => history.length),
    [2, 2],
  )
  await assert.rejects(act(first.id, WELFARE, { deed: 'grant', key: 'no' }), problem('other-content'))
})

test('법과 목적 밖의 요청, 이미 열린 것은 받지 않고 까닭을 말한다', async () => {
  const no = (why: string, what: Partial<Wish>, agency = GWANAK) =>
    assert.rejects(file({ ...wish, ...what }, agency), problem('not-askable', why), why)
  await no('outside-law', { law: '국세징수법 제24조' })
  await no('outside-law', { law: '아동수당법' })
  await no('unknown-purpose', { purpose: 'curiosity' })
  await no('unknown-service', { service: 'none' })
  await no('unknown-service', { service: null })
  await no('not-your-work', {}, '1051000')
  await no('own', {}, WELFARE)
  await no('open', { facts: ['person.birthDate'] })
  await no('not-held', { facts: ['place.isRural'] })
  await no('several-registers', { facts: ['place.childAllowanceVoucher', 'person.birthDate'] })
  await no('nothing', { facts: [] })
  await no('unknown-need', { replaces: 'none' })
  await no('open', { facts: [], dataset: 'open', service: null })
})

test('닫힌 데이터도 요청할 수 있고 열흘 안에 답이 없으면 열린다', async () => {
  clock.set('2026-11-26T02:00:00Z')
  const { id, dueOn } = await file({ ...wish, facts: [], dataset: 'closed', service: null, law: '통계법 제31조' })
  assert.equal(dueOn, '2026-12-07')
  await assert.rejects(act(id, '1051000', refusal), problem('exception-needed'))
  clock.set('2026-12-08T02:00:00Z')
  assert.equal((await sharing.request(id, 'ko')).state, 'granted')
})

test('목록의 상태는 규칙이 말하는 상태와 같다: 침묵한 요청도', async () => {
  const { items, total } = await sharing.requests({ limit: 100, offset: 0 }, 'ko')
  assert.ok(total >= 5)
  for (const state of STATES) {
    const listed = (await sharing.requests({ state, limit: 100, offset: 0 }, 'ko')).items.map(({ id }) => id)
    assert.deepEqual(
      listed,
      items.filter((one) => one.state === state).map(({ id }) => id),
      state,
    )
  }
  assert.ok(items.some(({ state }) => state === 'granted'))
})

test('서류가 왜 남았는지는 요청에 따라 바뀐다', async () => {
  clock.set('2027-03-01T02:00:00Z')
  const left = async () => (await sharing.coverage('ko')).services[0]!.papers.map(({ reason, need }) => [reason, need])
  const [[before, need = ''] = []] = await left()
  assert.equal(before, 'no-register')
  const { id } = await file({ ...PERSONAL, replaces: need })
  assert.deepEqual(await left(), [['pending', need]])
  await act(id, WELFARE, refusal)
  assert.deepEqual(await left(), [['exception', need]])
  const { papers, percent, fetched } = await sharing.coverage('ko')
  assert.deepEqual([papers, percent], [1, Math.floor((100 * fetched) / (fetched + 1))])
})
