import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pack, ServiceDefinition, TableDefinition } from '@dpg/definitions'
import { analyseTables } from './tables.ts'

const facts = new Map([['person.age', { id: 'person.age', type: 'number', unit: 'years', min: null, max: null, values: null }]])
const analyse = (table: TableDefinition) =>
  analyseTables(
    { eligibility: { criteria: [] }, amount: { steps: [{ let: 'a', be: '0', table }] } } as unknown as ServiceDefinition,
    { facts } as unknown as Pack,
  )[0]!
const kinds = (table: TableDefinition) => analyse(table).problems.map(({ kind, rows, text }) => [kind, rows, text])

test('ages that no row covers, rows that meet, rows that are never reached are told', () => {
  const inputs = ['person.age']
  assert.deepEqual(
    kinds({
      hit: 'unique',
      inputs,
      rows: [
        ['< 19', '1'],
        ['>= 65', '2'],
      ],
    }),
    [['gap', [], 'person.age: [19..65)']],
  )
  assert.deepEqual(
    kinds({
      hit: 'unique',
      inputs,
      rows: [
        ['<= 19', '1'],
        ['>= 19', '2'],
      ],
    }).map(([kind, rows]) => [kind, rows]),
    [['overlap', [0, 1]]],
  )
  assert.deepEqual(
    kinds({
      hit: 'first',
      inputs,
      rows: [
        ['-', '1'],
        ['>= 19', '2'],
      ],
    }).map(([kind, rows]) => [kind, rows]),
    [['unreached', [1]]],
  )
  assert.deepEqual(
    kinds({
      hit: 'first',
      inputs,
      rows: [
        ['>= 65', '2'],
        ['-', '1'],
      ],
    }),
    [],
  )
})
