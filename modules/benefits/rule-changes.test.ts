import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stood } from '@dpg/catalogue/contract'
import { createTexts } from '@dpg/kernel'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { changesOf, createRuleChanges } from './rule-changes.ts'
import { koreaSnapshot } from './testing/snapshot.ts'

const texts = createTexts([{ ko, en }])
const { pack } = koreaSnapshot()
const PENSION = 'SSE000000170'
const now: Stood = {
  service: pack.services.get(PENSION)!,
  parameters: pack.services.get(PENSION)!.parameters.map((id) => pack.parameters.get(id)!),
}
const at = '2026-11-25T00:00:00Z'
const said = (before: Stood, after: Stood, lang: 'ko' | 'en' = 'ko') =>
  changesOf({ at, before, after }, texts).map(({ text, law }) => [text[lang], law])

/** The pension as it stood before something was published. */
function earlier(over: {
  criteria?: (all: NonNullable<Stood['service']>['eligibility']['criteria']) => typeof all
  without?: string
}): Stood {
  const service = now.service!
  const criteria = over.criteria?.(service.eligibility.criteria) ?? service.eligibility.criteria
  const parameters = now.parameters.map((one) => ({ ...one, values: one.values.filter(({ from }) => from !== over.without) }))
  return { service: { ...service, eligibility: { ...service.eligibility, criteria } }, parameters }
}

test('새 기준액은 무엇이 얼마에서 얼마로, 언제부터인지 조문과 함께 말한다', () => {
  const without = '2026-01-01'
  const only = (id: string) => ({ ...now, parameters: now.parameters.filter((one) => one.id === id) })
  assert.deepEqual(said(earlier({ without }), only('basicPensionStandard')), [
    ['기준연금액 (월): 342,510원에서 349,700원으로 바뀌었습니다 (2026년 1월 1일부터)', '기초연금법 제5조제2항'],
  ])
  assert.deepEqual(said(earlier({ without }), only('basicPensionThreshold')), [
    [
      '기초연금 선정기준액 (월): 혼자 2,280,000원, 부부 3,648,000원에서 혼자 2,470,000원, 부부 3,952,000원으로 바뀌었습니다 (2026년 1월 1일부터)',
      '기초연금법 제3조제2항',
    ],
  ])
  const [[english]] = said(earlier({ without }), only('basicPensionStandard'), 'en') as [[string]]
  assert.match(english, /changed from .*342,510.* to .*349,700.* \(from 1 January 2026\)/)
  assert.ok(said(earlier({ without }), now).length > 1, 'several at once')
})

test('조건은 전의 말과 지금의 말로, 새로 생기거나 없어진 것은 그렇게 말한다', () => {
  const reworded = earlier({ criteria: ([age, ...rest]) => [{ ...age!, says: { ko: '70세 이상이어야 합니다' } }, ...rest] })
  assert.deepEqual(said(reworded, now), [
    [
      '조건이 바뀌었습니다. 전에는 ‘70세 이상이어야 합니다’, 2026년 11월 25일부터는 ‘65세 이상이어야 합니다’',
      '기초연금법 제3조제1항',
    ],
  ])
  const withoutAge = earlier({ criteria: ([, ...rest]) => rest })
  assert.match(said(withoutAge, now)[0]![0]!, /^조건 하나가 생겼습니다: 65세 이상이어야 합니다/)
  assert.match(said(now, withoutAge)[0]![0]!, /^조건 하나가 없어졌습니다: 65세 이상이어야 합니다/)
  const otherTest = earlier({ criteria: ([age, ...rest]) => [{ ...age!, test: 'person.age >= 70' }, ...rest] })
  assert.match(said(otherTest, now)[0]![0]!, /^이 조건을 따지는 방법이 바뀌었습니다: 65세/)
})

test('바뀐 것이 없으면 아무 말도 하지 않고, 많은 사람에게 알려도 한 번만 찾는다', async () => {
  assert.deepEqual(said(now, now), [])
  let asked = 0
  const step = async () => {
    asked++
    return { at, before: earlier({ without: '2026-01-01' }), after: now }
  }
  const find = createRuleChanges({ step }, texts)
  const all = await Promise.all([find('r1', PENSION), find('r1', PENSION), find('r1', PENSION)])
  assert.equal(asked, 1)
  assert.ok(all[0]!.length > 0)
})
