import assert from 'node:assert/strict'
import test from 'node:test'
import { lower } from '../compiler/lower.ts'
import { NAMES, randomExpression, randomFrom, randomValues } from '../testing/random-feel.ts'
import { LimitError } from '../errors.ts'
import { compileExpression, createWorkspace } from './expression.ts'
import { parseFeel } from './parser.ts'
import { print } from './print.ts'
import { type Value, valueText } from './values.ts'

const workspace = createWorkspace()
const scope = new Map(
  NAMES.map((name, slot) => [name, workspace.store.make({ k: 'var', slot, name, source: undefined }, 'any')] as const),
)
const printed = (source: string): string =>
  print(
    lower(
      parseFeel(source, NAMES),
      workspace.store,
      { find: () => undefined, names: () => NAMES, isItemFirst: true },
      scope,
      NAMES.length,
    ).node,
  )

test('what is printed keeps names, types and literals of every kind', () => {
  for (const source of [
    'function(a: list<number>, b) a[b] + n',
    '[@"2026-03-01", @"10:00:00Z", @"P1Y"]',
    'sort(l, before)',
    'o(a: 1, b: 2)',
    'n in (!= 3)',
    '(>= n)',
  ])
    assert.equal(printed(printed(source)), printed(source))
  assert.equal(printed('function(a: list<number>, b) b'), 'function(a: list<number>, b) b')
  assert.equal(printed('[@"2026-03-01", [1..3], (< 2), count]'), '[@"2026-03-01", [1..3], (< 2), count]')
})

test('what is printed means what was written', () => {
  const value = (source: string, values: readonly Value[]): string => {
    try {
      return valueText(compileExpression(source, NAMES).evaluate(values))
    } catch (error) {
      if (error instanceof LimitError) return 'too long'
      throw error
    }
  }
  for (let seed = 1; seed <= 3000; seed++) {
    const random = randomFrom(seed)
    const source = randomExpression(random, 3)
    const values = randomValues(random)
    assert.equal(value(printed(source), values), value(source, values), `${source} printed as ${printed(source)}`)
  }
})
