/** Conditions are put together from their parts; that is only another way to judge them. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { createEngine } from '../engine.ts'
import type { Json } from '../types.ts'

const asOf = '2026-03-01'
const NAMES = ['p.a', 'p.b', 'p.c']
const VALUES: readonly (Json | undefined)[] = [true, false, null, undefined]
/** Everything that three yes-or-no facts can be. */
const PEOPLE = VALUES.flatMap((a) => VALUES.flatMap((b) => VALUES.map((c) => ({ 'p.a': a, 'p.b': b, 'p.c': c }))))

const { condition } = fc.letrec<{ condition: string }>((tie) => {
  const two = fc.array(tie('condition'), { minLength: 2, maxLength: 3 })
  return {
    condition: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(...NAMES, 'p.a = p.b', 'p.n > 3'),
      fc.tuple(fc.constantFrom(' and ', ' or '), two).map(([op, list]) => `(${list.join(op)})`),
      tie('condition').map((one) => `not(${one})`),
      fc.array(tie('condition'), { minLength: 3, maxLength: 3 }).map(([a, b, c]) => `(if ${a} then ${b} else ${c})`),
    ),
  }
})

test('a condition comes out as its expression does, whatever its parts are, null and unknown included', () => {
  fc.assert(
    fc.property(
      fc.array(condition, { minLength: 2, maxLength: 4 }),
      fc.constantFrom<Json | undefined>(5, null, undefined),
      (tests, n) => {
        const engine = createEngine({
          facts: [
            ...NAMES.map((id) => ({ id, type: 'boolean' as const, askable: true })),
            { id: 'p.n', type: 'number', askable: true },
          ],
          parameters: [],
          services: tests.map((one, at) => ({
            id: `s${at}`,
            basis: 'law',
            unit: 'person',
            criteria: [{ id: 'c', test: one }],
          })),
        })
        for (const person of PEOPLE) {
          const known = Object.entries({ ...person, 'p.n': n }).filter(([, value]) => value !== undefined)
          const facts = Object.fromEntries(known) as Record<string, Json>
          const values = tests.map((one) => engine.value(one, { facts, asOf }))
          const expected = values.map((value) => (value === true ? 'eligible' : value === undefined ? 'unknown' : 'ineligible'))
          assert.deepEqual(
            engine.screen({ facts, asOf }).results.map(({ outcome }) => outcome),
            expected,
          )
        }
      },
    ),
    { numRuns: 40 },
  )
})
