import assert from 'node:assert/strict'
import test from 'node:test'
import { compileExpression, readType } from './expression.ts'
import { coerce, conforms, type Types, typeText } from './types.ts'
import { Context, Day, type Value, valueText } from './values.ts'

const types: Types = new Map([['tPerson', readType('context<name: string, age: number>')!]])
const is = (expr: string): Value => compileExpression(expr, [], { types }).evaluate([])

test('a type is read with all its parts', () => {
  for (const text of ['number', 'date and time', 'list<list<string>>', 'context<a: number, b: list<Any>>', 'range<date>'])
    assert.equal(typeText(readType(text)!), text)
  assert.equal(
    typeText(readType('function<number, string> -> years and months duration')!),
    'function<number, string> -> years and months duration',
  )
  assert.equal(readType('list<nothing of that name>'), undefined)
})

test('instance of looks at every part, and at types that have names', () => {
  assert.equal(is('[1, 2] instance of list<number>'), true)
  assert.equal(is('[1, "2"] instance of list<number>'), false)
  assert.equal(is('{name: "Kim", age: 3, more: 1} instance of tPerson'), true)
  assert.equal(is('{name: "Kim"} instance of tPerson'), false)
  assert.equal(is('[1..5] instance of range<number>'), true)
  assert.equal(is('(function(a: number) a) instance of function<number> -> number'), true)
  assert.equal(is('(function(a: number) a) instance of function<string> -> number'), false)
  assert.equal(is('null instance of Any'), false)
  assert.equal(is('1 instance of tNobody'), null)
})

test('a type may have a name with signs', () => {
  const named: Types = new Map([
    ['t-Person (old)', readType('string')!],
    ['t-Person', readType('number')!],
  ])
  assert.equal(compileExpression('1 instance of t-Person and t-1 = 0', ['t'], { types: named }).evaluate([1]), true)
  assert.equal(typeText(readType('list<t-Person>', named)!), 'list<number>')
})

test('the standard converts lists of one, single items and dates by itself, and makes null of what does not fit', () => {
  const number = readType('number')!
  assert.equal(coerce([5], number), 5)
  assert.deepEqual(coerce(5, readType('list<number>')!), [5])
  assert.equal(valueText(coerce(new Day(0), readType('date and time')!)), '1970-01-01T00:00:00Z')
  assert.equal(coerce('5', number), null)
  assert.equal(is('(function(a: number) a)("5")'), null)
})

test('what may still turn out not to fit is unknown', () => {
  const person = new Context(new Map<string, Value>([['name', 'Kim']]), true)
  assert.equal(conforms([1, undefined], readType('list<number>')!), undefined)
  assert.equal(conforms(['a', undefined], readType('list<number>')!), false)
  assert.equal(conforms(person, types.get('tPerson')!), undefined)
  assert.equal(coerce([undefined], readType('list<number>')!), undefined)
})
