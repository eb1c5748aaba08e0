import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { ABSENT, add, createCellTable, FOUND, find, NOTE } from './cell-table.ts'

test('what was added for a cell is found again with its note, however many there are of how many cells', () => {
  const numbers = fc.tuple(fc.nat(3), fc.nat(40), fc.nat(40))
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 400 }), (list) => {
      const table = createCellTable(4)
      const expected = new Map<string, number>()
      for (const [cell, a, b] of list) {
        const key = `${cell} ${a} ${b}`
        const place = find(table, cell, a, b)
        assert.equal(place === ABSENT ? undefined : table.entries[place + FOUND], expected.get(key))
        if (place !== ABSENT) assert.equal(table.entries[place + NOTE], 1_000 + expected.get(key)!)
        else {
          const at = add(table, cell, a, b, expected.size)
          assert.equal(table.entries[at + NOTE], ABSENT)
          table.entries[at + NOTE] = 1_000 + expected.size
          expected.set(key, expected.size)
        }
      }
    }),
    { numRuns: 30 },
  )
})
