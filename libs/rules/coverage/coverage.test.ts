import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ServiceRules } from '../types.ts'
import { coverageOf } from './coverage.ts'

const words = {
  facts: [
    { id: 'person.age', type: 'number' as const, askable: true },
    { id: 'person.disabled', type: 'boolean' as const, askable: true },
    { id: 'person.veteran', type: 'boolean' as const, askable: true },
    { id: 'household.members', type: 'list' as const, askable: true },
  ],
  parameters: [{ id: 'limit', values: [{ from: '2026-01-01', value: 65 }] }],
}
const service = (
  test: string,
  steps: readonly (readonly [string, string])[] = [],
  more: Partial<ServiceRules> = {},
): ServiceRules => ({
  id: 'a',
  basis: 'law',
  unit: 'person',
  criteria: [{ id: 'who', test }],
  ...(steps.length > 0 ? { amount: { per: 'month', steps: steps.map(([name, be]) => ({ let: name, be })) } } : {}),
  ...more,
})
const on = (facts: Record<string, never | number | boolean | object>) => ({ facts: facts as never, asOf: '2026-03-01' })
const lacking = (rules: ServiceRules, cases: ReturnType<typeof on>[]) =>
  coverageOf(words, rules, cases).parts.flatMap(({ items }) =>
    items.flatMap(({ text, kind, lacking: sides }) => (sides.length > 0 ? [`${kind} ${text}: ${sides.join()}`] : [])),
  )

describe('coverage', () => {
  test('a criterion is covered when a case meets it and another does not', () => {
    const rules = service('person.age >= limit')
    assert.deepEqual(lacking(rules, [on({ 'person.age': 70 }), on({ 'person.age': 64 })]), [])
    assert.deepEqual(lacking(rules, [on({ 'person.age': 70 })]), ['whole person.age >= limit: false'])
    assert.deepEqual(lacking(rules, [on({})]), ['whole person.age >= limit: true,false'])
  })

  test('an item of "or" counts only where it alone made it true, or its absence made it false', () => {
    const rules = service('person.disabled or person.veteran')
    const both = on({ 'person.disabled': true, 'person.veteran': true })
    const none = on({ 'person.disabled': false, 'person.veteran': false })
    assert.deepEqual(lacking(rules, [both, none]), ['or person.disabled: true', 'or person.veteran: true'])
    const one = on({ 'person.disabled': true, 'person.veteran': false })
    assert.deepEqual(lacking(rules, [both, none, one]), ['or person.veteran: true'])
  })

  test('what stands inside an item that decided nothing has decided nothing', () => {
    const rules = service('person.age >= 65 and (person.disabled or person.veteran)')
    const young = (disabled: boolean) => on({ 'person.age': 3, 'person.disabled': disabled, 'person.veteran': false })
    assert.deepEqual(lacking(rules, [young(true), young(false)]), [
      'whole person.age >= 65 and (person.disabled or person.veteran): true',
      'and person.age >= 65: true',
      'and (person.disabled or person.veteran): true,false',
      'or person.disabled: true,false',
      'or person.veteran: true,false',
    ])
  })

  test('branches of an amount count only for those who get it, with the names of earlier steps', () => {
    const rules = service('person.age >= 65', [
      ['base', '100'],
      ['amount', 'if person.disabled then base * 2 else if person.veteran then base + 1 else base'],
    ])
    const old = (disabled: boolean, veteran: boolean) =>
      on({ 'person.age': 70, 'person.disabled': disabled, 'person.veteran': veteran })
    const young = on({ 'person.age': 5, 'person.disabled': true, 'person.veteran': true })
    assert.deepEqual(lacking(rules, [young, old(false, false)]), ['if person.disabled: true', 'if person.veteran: true'])
    assert.deepEqual(lacking(rules, [young, old(false, false), old(true, false), old(false, true)]), [])
  })

  test('where each child is judged, every child of a case counts', () => {
    const rules = service('child.age < 8', [], { unit: 'child', each: 'household.members' })
    const family = on({ 'household.members': [{ age: 3 }, { age: 12 }] })
    assert.deepEqual(lacking(rules, [family]), [])
  })

  test('a case that cannot be run is left out', () => {
    assert.equal(coverageOf(words, service('person.age > 1'), [on({ 'no.fact': 1 })]).covered, 0)
  })
})
