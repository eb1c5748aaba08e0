import assert from 'node:assert/strict'
import test from 'node:test'
import { FeelError } from '../../errors.ts'
import { compileExpression, compileUnaryTests } from '../expression.ts'
import { parseFeel } from '../parser.ts'
import { type Value, valueText } from '../values.ts'

const text = (expr: string, names: readonly string[] = [], values: readonly Value[] = []): string =>
  valueText(compileExpression(expr, names).evaluate(values))

test('names may hold spaces, signs, numbers and letters of any language, where the scope has them', () => {
  assert.equal(text('a-b + a - b', ['a-b', 'a', 'b'], [10, 5, 3]), '12')
  assert.equal(text("Applicant's age + 1", ["Applicant's age"], [20]), '21')
  assert.equal(text('Pre-2024 rate * 2', ['Pre-2024 rate'], [3]), '6')
  assert.equal(text('{몇 살: 3, 🐎: 몇 살 + 1}.🐎'), '4')
  assert.equal(text('{a+b: 1, c: a+b * 2}.c'), '2')
  assert.equal(text('for my item in [1, 2] return my item * 2'), '[2, 4]')
  assert.equal(text('(function(first name) first name + "!")("Kim")'), 'Kim!')
  assert.throws(() => parseFeel('first name'), FeelError)
})

test('ranges are written with brackets either way, or as one comparison', () => {
  assert.equal(text('[1..5].end included'), 'true')
  assert.equal(text('[(]1..5[).start included, (>= 3).end, (!= 3) = (!= 3), (= 3) = [3..3]]'), '[false, null, true, false]')
  assert.equal(text('4 in (1..5)[item > 3]'), 'false')
  assert.equal(text('[[1..2], (3..4[][1].end'), '2')
})

test('an escape that FEEL does not know stays as it is written', () => {
  assert.equal(text('"\\\\d\\s\\u0041\\n"'), '\\d\\sA\n')
})

test('a filter is a condition or a position, found out when it runs where the names may be fields', () => {
  const list: Value = [10, 20, 30]
  assert.equal(text('list[n]', ['list', 'n'], [list, 2]), '20')
  assert.equal(text('list[n]', ['list', 'n'], [list, true]), '[10, 20, 30]')
  assert.equal(text('[{a: [1, 2]}, {a: [3]}][count(a) > 1].a[1]'), '[1, 2]')
  assert.equal(text('[{a: 1}][a = b].a', ['a', 'b'], [9, 1]), '[1]')
})

test('loops bind what was found before, and partial is the results so far', () => {
  assert.equal(text('for i in [[1, 2], [3]], j in i return j'), '[1, 2, 3]')
  assert.equal(text('for i in 1..2, j in 1..2 return count(partial)'), '[0, 1, 2, 3]')
  assert.equal(text('for d in @"2026-02-28"..@"2026-03-01" return d.day'), '[28, 1]')
  assert.equal(text('for i in (1..4) return i'), '[2, 3]')
})

test('unary tests: a cell as a condition', () => {
  const passes = (cell: string, input: Value) => compileUnaryTests(cell, []).test(input, [])
  assert.equal(passes('"a", "b"', 'b'), true)
  assert.equal(passes('[1..3], > 9', 10), true)
  assert.equal(passes('not([1..3], > 9)', 5), true)
  assert.equal(passes('string length(?) > 2', 'abc'), true)
  assert.equal(passes('not(? > 5) and ? > 1', 3), true)
  assert.equal(passes('not(? > 5) and ? > 1', 7), false)
  assert.equal(passes('every x in ? satisfies x > 0', [1, 2]), true)
  assert.equal(passes('[1, 2]', [1, 2]), true)
  assert.equal(passes('@"2026-03-01"', null), false)
  assert.throws(() => compileUnaryTests('1,', []), FeelError)
  assert.throws(() => compileUnaryTests('not(1', []), FeelError)
})
