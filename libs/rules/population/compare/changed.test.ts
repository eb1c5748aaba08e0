import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileProgram } from '../../screening/program.ts'
import type { Declarations } from '../../types.ts'
import { onlyChanged } from './changed.ts'

const number = (id: string, derive?: string) => ({ id, type: 'number' as const, askable: true, ...(derive && { derive }) })
const service = (id: string, test: string) => ({
  id,
  basis: 'law' as const,
  unit: 'person' as const,
  criteria: [{ id: 'one', test }],
})
const today: Declarations = {
  facts: [
    number('home.size'),
    number('home.rooms'),
    number('home.room', 'home.rooms / home . size'),
    number('home.crowded', 'home.room * 2'),
    number('p.age'),
    number('p.wage'),
  ],
  parameters: [{ id: 'limit', values: [{ from: '2026-01-01', value: 3 }] }],
  services: [service('a', 'p.age > limit'), service('b', 'p.wage > limit')],
}
const ids = (of: Declarations) => [of.facts.map(({ id }) => id), of.services.map(({ id }) => id)]

test('a changed rule takes along what it can come to read, through derivations and however its names are spaced, and nothing else', () => {
  const reform = { ...today, services: [service('a', 'home.\n  crowded > limit'), today.services[1]!] }
  const { today: before, reform: after } = onlyChanged(today, reform, [])
  assert.deepEqual(ids(after), [['home.size', 'home.rooms', 'home.room', 'home.crowded', 'p.age'], ['a']])
  assert.deepEqual(ids(before), ids(after))
  for (const one of [before, after]) assert.equal(compileProgram(one).services.length, 1)
})

test('what a grouping reads is taken along', () => {
  const reform = { ...today, services: [service('a', 'p.age > 2'), today.services[1]!] }
  assert.deepEqual(ids(onlyChanged(today, reform, ['p.wage']).reform), [['p.age', 'p.wage'], ['a']])
})

test('a changed fact or parameter concerns whatever reads it, through derivations too, and nothing else', () => {
  const services = [service('a', 'home . crowded > 1'), service('b', 'p.wage > limit'), service('c', 'p.age > 2')]
  const named = { ...today, services }
  const facts = today.facts.map((fact) => (fact.id === 'home.room' ? number('home.room', 'home.rooms') : fact))
  assert.deepEqual(ids(onlyChanged(named, { ...named, facts }, []).reform)[1], ['a'])
  const limit = [{ id: 'limit', values: [{ from: '2026-01-01', value: 4 }] }]
  const { today: before, reform: after } = onlyChanged(named, { ...named, parameters: limit }, [])
  assert.deepEqual(ids(after), [['p.wage'], ['b']])
  assert.deepEqual([before.parameters, after.parameters], [today.parameters, limit])
  const crowded = today.facts.map((fact) => (fact.id === 'p.age' ? number('p.age', 'limit * home.rooms') : fact))
  const derived = { ...named, facts: crowded }
  assert.deepEqual(ids(onlyChanged(derived, { ...derived, parameters: limit }, []).reform)[1], ['b', 'c'])
})

test('services that only one version has are changed, in whatever order they stand', () => {
  const services = [today.services[1]!, service('c', 'p.age > 2')]
  const { today: before, reform: after } = onlyChanged(today, { ...today, services }, [])
  assert.deepEqual([ids(before)[1], ids(after)[1]], [['a'], ['c']])
})
