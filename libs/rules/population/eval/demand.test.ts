import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Derived } from '../plan/derived.ts'
import { createPool, type Bool } from '../plan/nodes.ts'
import { demandIn } from './demand.ts'

const pool = createPool()
const exactly = (key: string): Derived => ({ key }) as Derived
const column = (name: string) => pool.num({ k: 'numbers', column: name })
const limit = pool.num({ k: 'scalar', value: 5 })
const leaf = (name: string) => {
  const made = pool.bool({ k: 'compare', op: '<=', a: column(name), b: limit, exact: exactly(name) })
  if (made.k !== 'compare') throw new TypeError('a comparison')
  return made
}
const met = (a: Bool) => pool.bool({ k: 'met', a })
const bits = (name: string) => met(pool.bool({ k: 'bits', column: name }))
const group = (...items: Bool[]) => ({ index: 0, key: '', items })
const [income, property] = [leaf('income'), leaf('property')]
const [citizen, old] = [bits('citizen'), bits('old')]

test('a comparison matters for those who may meet the other conditions of any group that has it', () => {
  const demand = demandIn([group(old, met(income)), group(citizen, met(pool.bool({ k: 'or', items: [income, property] })))], [])
  assert.deepEqual(demand(income), [[old], [citizen]])
  assert.deepEqual(demand(property), [[citizen]])
})

test('a comparison that stands alone in a group, or that an amount of everybody reads, matters for everybody', () => {
  assert.equal(demandIn([group(old, met(income)), group(met(income))], [])(income), undefined)
  const amount = pool.num({ k: 'choose', cond: income, yes: limit, no: column('rest') })
  assert.equal(demandIn([group(old, met(income))], [amount])(income), undefined)
})

test('a condition made of another comparison does not narrow down: it is as dear itself', () => {
  assert.equal(demandIn([group(met(property), met(income))], [])(income), undefined)
})
