import assert from 'node:assert/strict'
import test from 'node:test'
import { compileExpression, createBudget } from '../expression.ts'
import { parseDateTime } from '../temporal/clock-times.ts'
import { valueText } from '../values.ts'

const text = (expr: string): string => valueText(compileExpression(expr, []).evaluate([]))

/** By the definitions of DMN 1.5, 10.3.4. */
const RESULTS: readonly (readonly [string, string])[] = [
  ['matches("foobar", "^fo*bar")', 'true'],
  ['replace("banana", "(an)+?", "<$1>")', 'b<an><an>a'],
  ['replace("a$b", "\\$", "\\$\\$")', 'a$$b'],
  ['replace("abc", "x*", "-")', 'null'],
  ['split("John Doe", "\\s")', '["John", "Doe"]'],
  ['split("a;b;;", ";")', '["a", "b", "", ""]'],
  ['mode([6, 1, 9, 6, 1])', '[1, 6]'],
  ['median([8, 2, 5, 3, 4])', '4'],
  ['stddev([2, 4, 7, 5])', '2.081665999466132735282297706979931'],
  ['list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)', '[5, 5, 7, 8]'],
  ['list replace([1, 2], 5, 0)', 'null'],
  ['decimal(1/3, 2.5)', '0.33'],
  ['round half down(-2.5, 0)', '-2'],
  ['round up(5.5, 6176)', '5.5'],
  ['modulo(-12, 5)', '3'],
  ['upper case(["ab"])', 'AB'],
  ['string join("a", "X")', 'a'],
  ['string length("🐎x")', '2'],
  ['substring("🐎ab", 2, 1)', 'a'],
  ['number("1 000,5", " ", ",")', '1000.5'],
  ['time(11, 59, 45.5, duration("PT2H45M55S"))', '11:59:45.5+02:45:55'],
  ['time(date("2017-08-10"))', '00:00:00Z'],
  ['date and time(date and time("2017-08-10T10:20:00+02:00"), time("23:59:01"))', '2017-08-10T23:59:01'],
  ['years and months duration(date("2011-12-22"), date and time("2013-08-24T00:00:00"))', 'P1Y8M'],
  ['week of year(date(2005, 1, 1))', '53'],
  ['day of week(date and time("2026-03-01T10:00:00"))', 'Sunday'],
  ['is(time("10:00:00.1"), time("10:00:00.2"))', 'false'],
  ['is(@"P1D", @"PT24H")', 'true'],
  ['range("[18..21)") = [18..21)', 'true'],
  ['range("[3..1]")', 'null'],
  ['before([1..5), 5)', 'true'],
  ['before([1..5], 5)', 'false'],
  ['meets([1..5], [5..9])', 'true'],
  ['overlaps([1..5], (5..9])', 'false'],
  ['overlaps before([1..5], [3..9])', 'true'],
  ['overlaps after([3..9], [1..5])', 'true'],
  ['finishes(5, [1..5])', 'true'],
  ['finished by([1..5], (1..5])', 'true'],
  ['includes((< 5), [1..3])', 'true'],
  ['during(date("2026-03-01"), [date("2026-01-01")..date("2026-12-31")])', 'true'],
  ['starts([1..3], [1..5])', 'true'],
  ['coincides([1..5], [1..5))', 'false'],
  ['coincides(1, [1..1])', 'null'],
  ['before(1, "a")', 'null'],
  ['get value({a: 1}, "a")', '1'],
  ['get entries({a: 1})', '[{key: "a", value: 1}]'],
  ['context put({x: 1, y: {a: 0}}, ["y", "b"], 2)', '{x: 1, y: {a: 0, b: 2}}'],
  ['context merge([{a: 1, b: 2}, {b: 3}])', '{a: 1, b: 3}'],
  ['for i in 0..4 return if i = 0 then 1 else i * partial[-1]', '[1, 1, 2, 6, 24]'],
  ['{f: sum}.f([1, 2])', '3'],
  ['sort(list: [3, 1], precedes: function(x, y) x < y)', '[1, 3]'],
  ['sort(list: [3, 1], precede: function(x, y) x < y)', 'null'],
]
for (const [expr, expected] of RESULTS) test(`${expr} is ${expected}`, () => assert.equal(text(expr), expected))

test('now and today are the moment of the budget', () => {
  const budget = createBudget(parseDateTime('2026-03-01T10:30:00+09:00')!)
  assert.equal(valueText(compileExpression('now()', []).evaluate([], budget)), '2026-03-01T10:30:00+09:00')
  assert.equal(valueText(compileExpression('today()', []).evaluate([], budget)), '2026-03-01')
})

test('numbers have 34 digits, rounded half to even', () => {
  assert.equal(text('1 / 3'), `0.${'3'.repeat(34)}`)
  assert.equal(text('2 / 3 * 3'), '2')
  assert.equal(text('1234567890123456789012345678901234 + 0.5'), '1234567890123456789012345678901234')
  assert.equal(text('0.1 + 0.2 = 0.3'), 'true')
  assert.equal(text('10 ** 6145'), 'null')
})
