import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mulberry32 } from '../../testing/workload.ts'
import { kernelsOver } from './kernels.ts'
import { OP, WORDS } from './planes.ts'

const memory = new WebAssembly.Memory({ initial: 64 })
const kernels = kernelsOver(memory)
const bytes = new Uint8Array(memory.buffer)
const words = new Uint32Array(memory.buffer)
const numbers = new Float64Array(memory.buffer)
const N = 512
const bit = (plane: number, i: number): boolean => ((bytes[plane + (i >> 3)]! >> (i & 7)) & 1) === 1
const bitsOf = (plane: number): boolean[] => Array.from({ length: N }, (_, i) => bit(plane, i))
const at = (k: number) => 4096 * (k + 1)

test('each instruction over planes does what it says, for any bits', () => {
  const r = mulberry32(1)
  const planes = Array.from({ length: 6 }, (_, k) => at(k + 1))
  for (const plane of planes) for (let i = 0; i < N / 8; i++) bytes[plane + i] = Math.floor(r() * 256)
  const rows = Array.from({ length: N }, (_, i) => planes.map((plane) => bit(plane, i)))
  const expected: Readonly<Record<string, (row: readonly boolean[]) => boolean | undefined>> = {
    AND: ([a, b]) => a && b,
    OR: ([a, b]) => a || b,
    ANDNOT: ([a, b]) => a && !b,
    NOT: ([a]) => !a,
    AND3: ([a, b, c]) => a && b && c,
    OR3: ([a, b, c]) => a || b || c,
    OR4: ([a, b, c, d]) => a || b || c || d,
    AND4: ([a, b, c, d]) => a && b && c && d,
    COUNT1: ([a]) => a,
    COUNT2: ([a, b]) => a && b,
    COUNT3: ([a, b, c]) => a && b && c,
    COUNT4: ([a, b, c, d]) => a && b && c && d,
    COUNT_ANDNOT: ([a, b]) => a && !b,
    COUNT_BETWEEN2: ([a, b, c]) => a && !b && c,
    COUNT_BETWEEN3: ([a, b, c, d]) => a && !b && c && d,
    COUNT_BETWEEN4: ([a, b, c, d, e]) => a && !b && c && d && e,
    COUNT_MAYBE2: ([a, b, c, d]) => ((a && !b) || c) && d,
    COUNT_MAYBE3: ([a, b, c, d, e]) => ((a && !b) || c) && d && e,
    COUNT_MAYBE4: ([a, b, c, d, e, f]) => ((a && !b) || c) && d && e && f,
  }
  for (const [name, op] of Object.entries(OP)) {
    if (op === OP.END) continue
    const target = at(10)
    words[target / 4] = 7
    const code = at(0) / 4
    words.set([op, target, ...planes], code)
    words[code + WORDS] = OP.END
    kernels.exec(at(0), N / 8)
    const truth = rows.map((row) => expected[name]!(row) === true)
    if (name.startsWith('COUNT')) assert.equal(words[target / 4], 7 + truth.filter(Boolean).length, name)
    else assert.deepEqual(bitsOf(target), truth, name)
  }
})

test('codes and numbers become planes as plain loops would have them', () => {
  const r = mulberry32(2)
  const codes = Array.from({ length: N }, () => Math.floor(r() * 256))
  const large = Array.from({ length: N }, () => Math.floor(r() * 65_536))
  const wide = Array.from({ length: N }, (_, i) =>
    i % 9 === 0 ? 0xffff_ffff : i % 11 === 0 ? 0xffff_fffe : Math.floor(r() * 4e9),
  )
  const a = Array.from({ length: N }, (_, i) => (i % 7 === 0 ? 5 : Math.floor(r() * 2000 - 1000) / 4))
  bytes.set(codes, at(0))
  new Uint16Array(memory.buffer).set(large, at(1) / 2)
  words.set(wide, at(2) / 4)
  numbers.set(a, at(4) / 8)
  const [plane, out] = [at(8), at(10)]

  for (const k of [0, 1, 77, 255]) {
    kernels.below8(plane, at(0), at(0) + N, k)
    assert.deepEqual(
      bitsOf(plane),
      codes.map((code) => code < k),
    )
  }
  kernels.from8(plane, at(0), at(0) + N, 200)
  assert.deepEqual(
    bitsOf(plane),
    codes.map((code) => code >= 200),
  )
  for (const k of [0, 1, 40_000, 65_535]) {
    kernels.below16(plane, at(1), at(1) + 2 * N, k)
    assert.deepEqual(
      bitsOf(plane),
      large.map((code) => code < k),
    )
  }
  kernels.equal16(plane, at(1), at(1) + 2 * N, large[5]!)
  assert.deepEqual(
    bitsOf(plane),
    large.map((one) => one === large[5]),
  )
  kernels.equal32(plane, at(2), at(2) + 4 * N, 0xffff_fffe)
  assert.deepEqual(
    bitsOf(plane),
    wide.map((one) => one === 0xffff_fffe),
  )
  numbers.set(
    a.map((x, i) => (i % 5 === 0 ? Number.NaN : i % 6 === 0 ? Number.POSITIVE_INFINITY : x)),
    at(6) / 8,
  )
  kernels.unknowns(plane, at(6), at(6) + 8 * N)
  assert.deepEqual(
    bitsOf(plane),
    a.map((_, i) => i % 5 === 0),
  )
  kernels.nones(plane, at(6), at(6) + 8 * N)
  assert.deepEqual(
    bitsOf(plane),
    a.map((_, i) => i % 5 !== 0 && i % 6 === 0),
  )
  kernels.largest(out, at(4), at(4) + 8 * N)
  assert.equal(numbers[out / 8], Math.max(...a.map(Math.abs)))
})
