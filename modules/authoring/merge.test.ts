import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse, stringify } from 'yaml'
import { mergeYaml } from './merge.ts'

const BASE = `# 기준
title: { ko: 기초연금, en: Basic Pension }
contact: { phone: '129' }
eligibility:
  criteria:
    - { id: age, test: person.age >= 65 } # 나이
    - { id: income, test: income < limit }
needs: [a, b]
`
interface Merged {
  readonly title: { readonly en: string }
  readonly contact: { readonly phone: string }
  readonly eligibility: { readonly criteria: readonly { readonly id: string; readonly test: string }[] }
  readonly needs: readonly string[]
}
const merged = (mine: string, theirs: string) => {
  const made = mergeYaml('service.yaml', { base: BASE, mine, theirs })!
  return { value: parse(made.text) as Merged, ...made }
}
const edit = (...edits: [string, string][]) => edits.reduce((text, [from, to]) => text.replace(from, to), BASE)

test('edits of different parts are both there, in any part of the definition, with the comments of the author', () => {
  const { value, text, conflicts } = merged(
    edit(["'129'", "'120'"], ['# 나이', '# 나이는 만으로'], ['needs: [a, b]', 'needs: [a, b, c]']),
    edit(
      ['>= 65', '>= 62'],
      ['en: Basic Pension', 'en: Pension'],
      ['    - { id: income', '    - { id: home, test: yes }\n    - { id: income'],
    ),
  )
  assert.deepEqual(conflicts, [])
  assert.equal(value.contact.phone, '120')
  assert.deepEqual(value.needs, ['a', 'b', 'c'])
  assert.equal(value.title.en, 'Pension')
  assert.deepEqual(
    value.eligibility.criteria.map(({ id, test: rule }) => `${id} ${rule}`),
    ['age person.age >= 62', 'home yes', 'income income < limit'],
  )
  assert.match(text, /나이는 만으로|# 기준/)
})

test('where both changed the same the author stands, and both are told', () => {
  const { value, conflicts } = merged(edit(["'129'", "'120'"]), edit(["'129'", "'110'"]))
  assert.equal(value.contact.phone, '120')
  assert.deepEqual(conflicts, [{ file: 'service.yaml', part: 'contact.phone', before: '"129"', mine: '"120"', theirs: '"110"' }])
})

test('what one takes away and the other changes is told', () => {
  const line = '    - { id: income, test: income < limit }\n'
  const { value, conflicts } = merged(edit([line, '']), edit(['< limit', '<= limit']))
  assert.equal(value.eligibility.criteria.length, 1)
  assert.deepEqual([conflicts[0]?.part, conflicts[0]?.mine], ['eligibility.criteria.income', null])
  assert.match(conflicts[0]!.theirs!, /<= limit/)
  const other = merged(edit(['< limit', '<= limit']), edit([line, '']))
  assert.equal(other.value.eligibility.criteria.length, 2)
  assert.equal(other.conflicts[0]?.theirs, null)
})

test('text that is no YAML, or that stands for other text, is not merged at all', () => {
  assert.equal(mergeYaml('a', { base: BASE, mine: 'a: [', theirs: 'b: 1' }), undefined)
  assert.equal(mergeYaml('a', { base: BASE, mine: 'a: &x 1\nb: *x', theirs: 'b: 1' }), undefined)
})

test('over any three versions nothing the author changed is lost, and every difference of the other is in or told', () => {
  const leaf = fc.constantFrom('1', '2', '3')
  const version = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), leaf)
  fc.assert(
    fc.property(version, version, version, (base, mine, theirs) => {
      const made = mergeYaml('f', { base: stringify(base), mine: stringify(mine), theirs: stringify(theirs) })!
      const value = (parse(made.text) ?? {}) as Record<string, string>
      for (const key of ['a', 'b', 'c', 'd']) {
        if (mine[key] !== base[key]) assert.equal(value[key], mine[key])
        else assert.equal(value[key], theirs[key])
        const isTold = made.conflicts.some(({ part }) => part === key)
        assert.equal(isTold, mine[key] !== base[key] && theirs[key] !== base[key] && mine[key] !== theirs[key])
      }
    }),
    { numRuns: 50 },
  )
})
