import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTexts } from '@dpg/kernel'
import { fixedClock } from '@dpg/kernel/testing'
import type { Json } from '@dpg/rules'
import { createRules } from './engine.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { screen } from './screen.ts'
import { screenJson } from './screen-json.ts'
import { catalogueOf, koreaSnapshot } from './testing/snapshot.ts'

const snapshot = koreaSnapshot()
const rules = createRules(
  catalogueOf(() => snapshot),
  (lang) => (lang === 'ko' ? '해당하는 가족이 있어야 합니다' : 'There must be a family member it applies to'),
)
const deps = { rules, clock: fixedClock('2026-11-25T00:00:00Z'), texts: createTexts([{ ko, en }]) }

test('바이트로 쓴 답은 글자 하나까지 JSON으로 쓴 답과 같다', () => {
  const people: Record<string, Json>[] = [
    {},
    { 'person.birthDate': '1955-03-01', 'person.sex': 'female', 'person.eupmyeondong': '1111010100' },
    { 'person.birthDate': '1990-05-05', 'household.medianIncomeRatio': 88, 'household.members': [] },
    {},
  ]
  for (const facts of people)
    for (const lang of ['ko', 'en'] as const)
      for (const more of [{}, { services: snapshot.serviceIds.slice(10, 30) }, { services: [] }]) {
        const request = { facts, ...more }
        const written = new TextDecoder().decode(screenJson(deps, request, lang))
        assert.ok(written === JSON.stringify(screen(deps, request, lang)), `${JSON.stringify(request).slice(0, 200)} ${lang}`)
      }
})

test('먼저 쓴 답은 다음 사람의 답에 덮이지 않는다', () => {
  const first = screenJson(deps, { facts: {} }, 'ko')
  const copy = first.slice()
  screenJson(deps, { facts: { 'person.birthDate': '1955-03-01' } }, 'ko')
  assert.deepEqual(first, copy)
})
