/** What may be changed, and how a change that makes no sense is told. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '@dpg/kernel'
import type { Change } from './contract.ts'
import { dayOf, reformOf, todayOf, valueOn } from './reform.ts'
import { RULES } from './testing/people.ts'

const DAY = '2026-03-01'
const today = todayOf({ rules: RULES }, 'pension')
const refused = (...changes: Change[]): Problem => {
  try {
    reformOf(today, changes, DAY)
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
    return error
  }
  return assert.fail('nothing was refused')
}
const figure = (path: string | undefined, value: unknown, parameter = 'limit') =>
  ({ kind: 'parameter', parameter, ...(path === undefined ? {} : { path }), value }) as Change

test('a figure counts from the day of the run; the days before and the other parts of it stay', () => {
  const then = reformOf(today, [figure('single', 120)], DAY)
  const limit = then.parameters.find(({ id }) => id === 'limit')!
  assert.deepEqual(valueOn(limit, DAY), { single: 120, couple: 160 })
  assert.deepEqual(valueOn(limit, '2026-02-28'), { single: 100, couple: 160 })
  assert.equal(valueOn(limit, '2027-01-01'), undefined)
  assert.equal(valueOn(RULES.parameters[0]!, DAY) === valueOn(limit, DAY), false)
})

test('several changes of one figure add up', () => {
  const then = reformOf(today, [figure('single', 120), figure('couple', 200)], DAY)
  assert.deepEqual(valueOn(then.parameters[0]!, DAY), { single: 120, couple: 200 })
})

test('what is not there is named with what is', () => {
  assert.deepEqual(refused(figure(undefined, 1, 'limt')).values, { parameter: 'limt', remedy: 'limit, oldAge, places' })
  assert.equal(refused(figure('triple', 1)).values['expected'], 'single, couple')
  assert.equal(refused({ kind: 'criterion', criterion: 'odl', test: 'true' }).values['remedy'], 'old, income')
  assert.equal(refused({ kind: 'step', step: 'x', be: '1' }).values['remedy'], 'rest, amount')
  assert.equal(refused({ kind: 'criterion', criterion: '__proto__', test: 'true' }).type, 'policy/unknown-part')
  assert.equal(refused(figure('__proto__', 1)).type, 'policy/wrong-value')
})

test('a value of another kind, too large or hollow is refused with what fits', () => {
  assert.equal(refused(figure('single', '100')).values['expected'], 'number')
  assert.equal(refused(figure(undefined, 7)).values['expected'], 'object')
  assert.equal(refused(figure(undefined, { single: 1 })).values['expected'], 'couple')
  assert.equal(refused(figure('single', 1e300)).type, 'policy/wrong-value')
  assert.equal(refused(figure('0', 5, 'places')).values['expected'], 'string')
  assert.equal(refused(figure('4', 'x', 'places')).values['expected'], '0..0')
})

test('FEEL that is wrong names place, character and remedy', () => {
  const { type, values, errors } = refused({ kind: 'criterion', criterion: 'old', test: 'p.agee >= 60' })
  assert.deepEqual([type, values['place'], values['at'], values['found']], ['policy/broken-rule', 'old', 1, 'p.agee'])
  assert.match(String(values['remedy']), /p\.age\?/)
  assert.equal(errors[0]?.pointer, '/rules/old')
  assert.equal(refused({ kind: 'criterion', criterion: 'old', test: 'p.age >= ' }).values['at'], 10)
  assert.equal(refused({ kind: 'step', step: 'amount', be: '"much"' }).type, 'policy/broken-rule')
})

test('a division by a nought that stands there is refused, though it compiles', () => {
  const problem = refused({ kind: 'step', step: 'rest', be: '10 / 0' })
  assert.equal(problem.type, 'policy/broken-rule')
  assert.deepEqual([problem.values['place'], problem.values['at'], problem.values['found']], ['rest', 1, '10 / 0'])
  assert.match(String(problem.values['message']), /zero|0/)
})

test('what comes to nothing for everybody is refused where it stands: powers, roots, days and patterns there are not', () => {
  const foundIn = (be: string) => {
    const { type, values } = refused({ kind: 'step', step: 'rest', be })
    assert.equal(type, 'policy/broken-rule', be)
    return values['found']
  }
  assert.equal(foundIn('10 ** 99999999'), '10 ** 99999999')
  assert.equal(foundIn('1 + 9e6144 * 9e6144'), '9e6144 * 9e6144')
  assert.equal(foundIn('sqrt(-1)'), 'sqrt(-1)')
  assert.equal(foundIn('floor to(100, 0)'), 'floor to(100, 0)')
  assert.equal(foundIn('if matches("a", "(") then 1 else 2'), '"("')
  assert.equal(foundIn('count(for i in 1..100000000 return i)'), '1..100000000')
})

test('nothing changed is no question', () => {
  assert.equal(refused().type, 'policy/nothing-changed')
  assert.equal(refused(figure('single', 100)).type, 'policy/nothing-changed')
  assert.equal(refused({ kind: 'criterion', criterion: 'old', test: 'p.old' }).type, 'policy/nothing-changed')
})

test('a day is a day of the calendar', () => {
  assert.equal(dayOf(undefined, DAY), DAY)
  assert.equal(dayOf('2024-02-29', DAY), '2024-02-29')
  for (const day of ['2025-02-29', 'tomorrow', '2026-3-1', '']) assert.throws(() => dayOf(day, DAY), { type: 'policy/wrong-day' })
})

test('what is wrong is told in the language of whoever asks', () => {
  const said = (change: Change, lang: 'ko' | 'en') => {
    try {
      reformOf(today, [change], DAY, lang)
    } catch (error) {
      return JSON.stringify((error as Problem).values)
    }
    return assert.fail('nothing was refused')
  }
  const [criterion] = today.services[0]!.criteria
  const rule: Change = { kind: 'criterion', criterion: criterion!.id, test: '1 >= ' }
  assert.match(said(rule, 'ko'), /문법이 틀렸습니다.*괄호와 연산자를/)
  assert.doesNotMatch(said(rule, 'ko'), /Expected|Found/)
  assert.match(said(rule, 'en'), /Expected a value/)
  assert.match(said(figure('single', 'much'), 'ko'), /"expected":"수"/)
})
