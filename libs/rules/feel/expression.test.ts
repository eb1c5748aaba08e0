import assert from 'node:assert/strict'
import test from 'node:test'
import { FeelError, LimitError } from '../errors.ts'
import { compileExpression, compileUnaryTests, createBudget } from './expression.ts'
import { Context, Lambda, toJson, type Value } from './values.ts'

test('an expression reads the names of its scope, spaces and signs included', () => {
  const { evaluate, reads } = compileExpression('Monthly Salary * 12 + a-b', ['Monthly Salary', 'a-b', 'unused'])
  assert.deepEqual(reads, ['Monthly Salary', 'a-b'])
  assert.equal(evaluate([1000, 5]), 12005)
  assert.equal(
    evaluate(
      new Map<string, Value>([
        ['a-b', 1],
        ['Monthly Salary', 2],
      ]),
    ),
    25,
  )
})

test('a value that is absent is unknown, null is null', () => {
  const { evaluate } = compileExpression('x > 5', ['x'])
  assert.equal(evaluate([]), undefined)
  assert.equal(evaluate([null]), null)
})

test('functions of the scope are called like built-in ones', () => {
  const twice = new Lambda(['n'], ([n]) => (typeof n === 'number' ? n * 2 : null))
  assert.equal(compileExpression('twice it(4)', ['twice it']).evaluate([twice]), 8)
  assert.equal(compileExpression('twice it(n: 4)', ['twice it']).evaluate([twice]), 8)
})

test('unary tests compare with the input, or are a condition on it', () => {
  const passes = (text: string, input: Value, scope: readonly string[] = [], values: readonly Value[] = []) =>
    compileUnaryTests(text, scope).test(input, values)
  assert.equal(passes('-', 1), true)
  assert.equal(passes('5', 5), true)
  assert.equal(passes('< 5, [7..9]', 8), true)
  assert.equal(passes('< 5, [7..9]', 6), false)
  assert.equal(passes('not("a", "b")', 'c'), true)
  assert.equal(passes('not("a", "b")', 'b'), false)
  for (const range of ['[1..5)', '(1..5[', ']0..5[', '[1..5]']) {
    assert.equal(passes(`not(${range}, 9)`, 2), false)
    assert.equal(passes(`not(9, ${range})`, 7), true)
  }
  assert.equal(passes('? > limit', 6, ['limit'], [5]), true)
  assert.equal(passes('limit', 6, ['limit'], [6]), true)
  assert.equal(passes('allowed', 6, ['allowed'], [[5, 6]]), true)
  assert.equal(passes('false', false), true)
  assert.equal(passes('false', true), false)
  assert.equal(passes('null', null), true)
  assert.equal(passes('5', undefined), undefined)
  assert.equal(passes('not(other)', 'a', ['other'], ['b']), true)
  assert.equal(passes('not(other)', 'a', ['other'], ['a']), false)
  assert.equal(passes('even(?)', 4), true)
  assert.equal(passes('even(4)', 3), true)
})

test('a field of several words is read behind a dot', () => {
  const owner = new Context(new Map<string, Value>([['full name', 'Kim']]), false)
  assert.equal(compileExpression('owner.full name', ['owner'], { fields: ['full name'] }).evaluate([owner]), 'Kim')
})

test('a name of the scope may hold dots, and a field of the item goes before it in a filter', () => {
  assert.equal(compileExpression('Person.Name + "!"', ['Person.Name']).evaluate(['Kim']), 'Kim!')
  const people = ['Kim', 'Lee'].map((name) => new Context(new Map<string, Value>([['name', name]]), false))
  assert.deepEqual(compileExpression('people[name = "Lee"].name', ['people', 'name']).evaluate([people, 'Kim']), ['Lee'])
  assert.deepEqual(compileExpression('[1, 2][item = name]', ['name']).evaluate([2]), [2])
})

test('the README shows what happens', () => {
  const yearly = compileExpression('Monthly Salary * 12 + bonus(grade: g)', ['Monthly Salary', 'bonus', 'g'])
  const bonus = new Lambda(['grade'], ([grade]) => (grade === undefined ? undefined : grade === 'A' ? 500 : 0))
  assert.equal(toJson(yearly.evaluate([1000, bonus, 'A'])), 12_500)
  assert.equal(yearly.evaluate([1000, bonus]), undefined)
  assert.deepEqual(yearly.reads, ['Monthly Salary', 'bonus', 'g'])
  assert.equal(compileUnaryTests('< 5, [7..9]', []).test(8, []), true)
  assert.deepEqual(
    compileExpression('nobody + 1', []).findings.map(({ kind, start, end }) => [kind, start, end]),
    [['name', 0, 6]],
  )
})

test('what does not parse is refused, what does not exist is told', () => {
  assert.throws(() => compileExpression('1 +', []), FeelError)
  const { findings, evaluate } = compileExpression('nobody + 1', [])
  assert.equal(findings[0]?.kind, 'name')
  assert.equal(evaluate([]), null)
})

test('a function of the scope that calls itself without end is stopped', () => {
  const budget = createBudget()
  const loop: Lambda = new Lambda(['n'], ([n]) => again.evaluate([loop, n], budget))
  const again = compileExpression('loop(n + 1)', ['loop', 'n'])
  assert.throws(() => again.evaluate([loop, 1], budget), LimitError)
})
