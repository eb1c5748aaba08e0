import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mulberry32, type Random } from '../../testing/workload.ts'
import { lanesOver } from './lane-code.ts'
import type { Lane, Mask, Operator } from './lanes.ts'

const N = 64
const TILES = 2
const memory = new WebAssembly.Memory({ initial: 4 })
const lanes = lanesOver(memory)
const bytes = new Uint8Array(memory.buffer)
const halves = new Uint16Array(memory.buffer)
const words = new Uint32Array(memory.buffer)
const numbers = new Float64Array(memory.buffer)
const AT = {
  u16: 512,
  u32: 1024,
  f64: 4096,
  code8: 8192,
  code16: 9216,
  table: 10240,
  plane: 16384,
  to: 20480,
  out: 24576,
} as const
const SPECIAL = [0, -0, 5, 5, 1e10, -2.5, 0.5, 1.5]
const r = mulberry32(11)
const CODES = 200
for (let i = 0; i < N * TILES; i++) {
  halves[AT.u16 / 2 + i] = i % 9 === 0 ? 0xffff : i % 11 === 0 ? 0xfffe : Math.floor(r() * 0xfffe)
  words[AT.u32 / 4 + i] = i % 9 === 0 ? 0xffff_ffff : i % 11 === 0 ? 0xffff_fffe : Math.floor(r() * 4e9)
  numbers[AT.f64 / 8 + i] =
    i % 13 === 0 ? Number.NaN : i % 7 === 0 ? SPECIAL[Math.floor(r() * 8)]! : Math.floor(r() * 200 - 100) / 4
  bytes[AT.code8 + i] = Math.floor(r() * CODES)
  new Uint16Array(memory.buffer)[AT.code16 / 2 + i] = Math.floor(r() * CODES)
}
for (let code = 0; code < CODES; code++) numbers[AT.table / 8 + code] = SPECIAL[code % 8]!
for (let i = 0; i < N / 8; i++) bytes[AT.plane + i] = i === 3 ? 0 : Math.floor(r() * 256)

/** The same by plain loops; `i` is the person of the tile. */
function numberOf(lane: Lane, tile: number, i: number): number {
  const row = tile * N + i
  const of = (one: Lane): number => numberOf(one, tile, i)
  switch (lane.k) {
    case 'scalar':
      return lane.value
    case 'u16': {
      const half = halves[AT.u16 / 2 + row]!
      return lane.hasGaps && half >= 0xfffe ? 0 : half
    }
    case 'u32': {
      const word = words[AT.u32 / 4 + row]!
      return lane.hasGaps && word >= 0xffff_fffe ? 0 : word
    }
    case 'f64': {
      const value = numbers[AT.f64 / 8 + row]!
      return lane.hasGaps && !Number.isFinite(value) ? 0 : value
    }
    case 'lookup':
      return numbers[
        AT.table / 8 + (lane.width === 1 ? bytes[AT.code8 + row]! : new Uint16Array(memory.buffer)[AT.code16 / 2 + row]!)
      ]!
    case 'arith': {
      const [a, b] = [of(lane.a), of(lane.b)]
      // As the machine does it where one is no number.
      const [isLower, isHigher] = [b < a, a < b]
      if (lane.op === 'min') return isLower ? b : a
      if (lane.op === 'max') return isHigher ? b : a
      return lane.op === '+' ? a + b : lane.op === '-' ? a - b : lane.op === '*' ? a * b : a / b
    }
    case 'choose':
      return isIn(lane.mask, tile, i) ? of(lane.a) : of(lane.b)
    case 'round': {
      const quotient = of(lane.x) / lane.unit
      const half = Math.sign(quotient) * Math.floor(Math.abs(quotient) + 0.5)
      return (lane.how === 'floor' ? Math.floor(quotient) : lane.how === 'ceiling' ? Math.ceil(quotient) : half) * lane.unit
    }
    case 'finite':
      return Number.isFinite(of(lane.x)) ? of(lane.x) : 0
  }
}

function isIn(mask: Mask, tile: number, i: number): boolean {
  const of = (one: Lane): number => numberOf(one, tile, i)
  switch (mask.k) {
    case 'all':
      return true
    case 'none':
      return false
    case 'plane':
      return ((bytes[mask.at + (i >> 3)]! >> (i & 7)) & 1) === 1
    case 'near':
      return Math.abs(of(mask.a) - of(mask.b)) <= mask.by
    case 'and':
      return isIn(mask.a, tile, i) && isIn(mask.b, tile, i)
    case 'or':
      return isIn(mask.a, tile, i) || isIn(mask.b, tile, i)
    case 'if':
      return isIn(mask.mask, tile, i) ? isIn(mask.a, tile, i) : isIn(mask.b, tile, i)
    case 'test': {
      const [a, b] = [of(mask.a), of(mask.b)]
      return mask.op === '<' ? a < b : mask.op === '<=' ? a <= b : mask.op === '=' ? a === b : a !== b
    }
  }
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

function drawLane(random: Random, depth: number): Lane {
  const leaves: readonly (() => Lane)[] = [
    () => ({ k: 'scalar', value: pick(random, SPECIAL) }),
    () => ({ k: 'u16', from: { at: AT.u16, step: 2 * N }, hasGaps: random() < 0.5 }),
    () => ({ k: 'u32', from: { at: AT.u32, step: 4 * N }, hasGaps: random() < 0.5 }),
    () => ({ k: 'f64', from: { at: AT.f64, step: 8 * N }, hasGaps: random() < 0.8 }),
    () => ({ k: 'lookup', from: { at: AT.code8, step: N }, width: 1, table: AT.table }),
    () => ({ k: 'lookup', from: { at: AT.code16, step: 2 * N }, width: 2, table: AT.table }),
  ]
  if (depth === 0) return pick(random, leaves)()
  const next = (): Lane => drawLane(random, depth - 1)
  const inner: readonly (() => Lane)[] = [
    () => ({ k: 'arith', op: pick<Operator>(random, ['+', '-', '*', '/', 'min', 'max']), a: next(), b: next() }),
    () => ({ k: 'choose', mask: drawMask(random, depth - 1), a: next(), b: next() }),
    () => ({
      k: 'round',
      how: pick(random, ['floor', 'ceiling', 'halfUp'] as const),
      x: next(),
      unit: pick(random, [1, 10, 0.5]),
    }),
    () => ({ k: 'finite', x: next() }),
  ]
  return pick(random, [...inner, pick(random, leaves)])()
}

function drawMask(random: Random, depth: number): Mask {
  const plane: Mask = { k: 'plane', at: AT.plane }
  if (depth === 0) return pick<Mask>(random, [{ k: 'all' }, { k: 'none' }, plane, plane])
  const lane = (): Lane => drawLane(random, depth - 1)
  const mask = (): Mask => drawMask(random, depth - 1)
  return pick<() => Mask>(random, [
    () => ({ k: 'test', op: pick(random, ['<', '<=', '=', '!='] as const), a: lane(), b: lane() }),
    () => ({ k: 'near', a: lane(), b: lane(), by: pick(random, [0, 3, 1e9]) }),
    () => ({ k: pick(random, ['and', 'or'] as const), a: mask(), b: mask() }),
    () => ({ k: 'if', mask: mask(), a: mask(), b: mask() }),
    () => plane,
  ])()
}

const bitsAt = (plane: number): boolean[] => Array.from({ length: N }, (_, i) => isIn({ k: 'plane', at: plane }, 0, i))

test('any expression over columns comes to what plain loops make of it, tile after tile', () => {
  const random = mulberry32(5)
  for (let round = 0; round < 150; round++) {
    const [lane, mask] = [drawLane(random, 4), drawMask(random, 4)]
    const run = lanes([
      { k: 'column', lane, to: AT.out },
      { k: 'plane', mask, to: AT.to, isWatched: true },
    ])
    for (let tile = 0; tile < TILES; tile++) {
      const isAny = run(tile, N)
      const people = Array.from({ length: N }, (_, i) => i)
      const expected = people.map((i) => isIn(mask, tile, i))
      assert.deepEqual(bitsAt(AT.to), expected, JSON.stringify(mask))
      assert.equal(isAny, expected.includes(true))
      // Adding nought makes one of the two noughts that there are.
      const found = [...numbers.subarray(AT.out / 8, AT.out / 8 + N)].map((x) => x + 0)
      assert.deepEqual(
        found,
        people.map((i) => numberOf(lane, tile, i) + 0),
        JSON.stringify(lane),
      )
    }
  }
})

test('only people near those of a plane are looked at where that is asked for; the others are in no plane', () => {
  const mask: Mask = { k: 'test', op: '<', a: { k: 'scalar', value: 1 }, b: { k: 'scalar', value: 2 } }
  const run = lanes([{ k: 'plane', mask, to: AT.to, isWatched: true }], AT.plane)
  assert.equal(run(0, N), true)
  const expected = Array.from({ length: N }, (_, i) => bytes[AT.plane + (i >> 3)] !== 0)
  assert.ok(expected.includes(false))
  assert.deepEqual(bitsAt(AT.to), expected)
})
