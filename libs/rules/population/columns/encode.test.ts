import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from './encode.ts'

const UNKNOWN = Number.NaN
const NONE = Number.POSITIVE_INFINITY

function stored(values: readonly number[]) {
  const order = Uint32Array.from(values, (_, i) => i)
  const made = encode({ k: 'number', cells: Float64Array.from(values) }, order, 'won', 0)
  if (made.kind !== 'numbers') throw new TypeError('numbers stay numbers where none may be coded')
  return { type: made.type, unit: made.unit, data: [...made.data] }
}

test('whole numbers take as few bytes as they fit in, counted in the least power of ten that they need', () => {
  assert.deepEqual(stored([0, 7, UNKNOWN, NONE]), { type: 'u16', unit: undefined, data: [0, 7, 0xffff, 0xfffe] })
  assert.deepEqual(stored([3_000_000, UNKNOWN, 65_000]), { type: 'u16', unit: 100, data: [30_000, 0xffff, 650] })
  assert.deepEqual(stored([65_533_000, NONE]), { type: 'u16', unit: 1000, data: [65_533, 0xfffe] })
  assert.deepEqual(stored([65_534, 1]), { type: 'u32', unit: undefined, data: [65_534, 1] })
  assert.deepEqual(stored([5_000_000_010, NONE]), { type: 'u32', unit: 10, data: [500_000_001, 0xffff_fffe] })
})

test('what is not whole, below nought or has no unit that fits is stored in floating point', () => {
  for (const values of [[0.5, NONE], [-1, 2], [5_000_000_001, UNKNOWN], [1e15 + 1, 0], [2 ** 60]]) {
    const { type, data } = stored(values)
    assert.deepEqual([type, data], ['f64', values])
  }
})
