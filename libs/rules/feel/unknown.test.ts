/** Laws of FEEL over random expressions of every kind and every built-in function. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { FeelError, LimitError } from '../errors.ts'
import { interpret } from '../testing/reference-interpreter.ts'
import { NAMES, type Random, randomExpression, randomFrom, randomValues } from '../testing/random-feel.ts'
import { compileExpression, createBudget } from './expression.ts'
import { parseFeel } from './parser.ts'
import { Context, hasUnknown, isList, Lambda, type Value, valueText } from './values.ts'

const RUNS = 6_000

/** The same through and through, unknown parts in the same places; functions are taken for the same. */
function same(a: Value, b: Value): boolean {
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]))
  if (a instanceof Context && b instanceof Context)
    return a.fields.size === b.fields.size && [...a.fields].every(([key, value]) => same(value, b.fields.get(key)))
  if (a instanceof Lambda) return b instanceof Lambda
  return a === b || (a != null && b != null && typeof a === typeof b && valueText(a) === valueText(b))
}

const shown = (value: Value): string => valueText(value)
const hidden = (values: readonly Value[], random: Random): readonly Value[] =>
  values.map((value) => (random() < 0.4 ? undefined : value))

/** Each expression with its seed; those that take too long are passed over. */
function* cases(from: number): Generator<{ source: string; random: Random }> {
  for (let seed = from; seed < from + RUNS; seed++) {
    const random = randomFrom(seed)
    yield { source: randomExpression(random), random }
  }
}

function outcome(source: string, values: readonly Value[]): { value: Value } | undefined {
  try {
    return { value: compileExpression(source, NAMES).evaluate(values, createBudget()) }
  } catch (error) {
    if (error instanceof LimitError) return undefined
    throw new Error(`${source}: ${String(error)}`, { cause: error })
  }
}

test('whatever becomes known, an answer that was settled stays', () => {
  let settled = 0
  for (const { source, random } of cases(1)) {
    const values = randomValues(random)
    const before = outcome(source, hidden(values, random))
    if (before === undefined || hasUnknown(before.value)) continue
    settled++
    const after = outcome(source, values)
    if (after !== undefined)
      assert.ok(same(before.value, after.value), `${source}: ${shown(before.value)} became ${shown(after.value)}`)
  }
  assert.ok(settled > RUNS / 10, `${settled} settled`)
})

test('compiled expressions agree with the plain reading of the syntax tree', () => {
  for (const { source, random } of cases(1_000_000)) {
    const values = hidden(randomValues(random), random)
    const compiled = outcome(source, values)
    if (compiled === undefined) continue
    const env = new Map(NAMES.map((name, i) => [name, values[i]] as const))
    const plain = interpret(parseFeel(source, NAMES), env, 0, true)
    assert.ok(
      same(compiled.value, plain),
      `${source} with ${values.map(shown).join('; ')}: ${shown(compiled.value)}, not ${shown(plain)}`,
    )
  }
})

test('one item settles all and any, whatever the others are', () => {
  const { evaluate } = compileExpression('[all(a, false), any(a, true), all([a, false])]', ['a'])
  for (const a of [undefined, null, true]) assert.deepEqual(evaluate([a]), [false, true, false])
})

test('a list that may still hold anything is not taken for one of its type', () => {
  const { evaluate } = compileExpression('count((function(x: list<number>) x)([a]))', ['a'])
  assert.equal(evaluate([undefined]), undefined)
  assert.equal(evaluate(['text']), null)
  assert.throws(() => compileExpression('[', []), FeelError)
})
