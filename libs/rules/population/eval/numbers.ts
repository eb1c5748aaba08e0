/**
 * Numbers of a tile as expressions over its columns, with planes of who has none. How far each may be from the exact number is known
 * beforehand; whom that leaves in doubt at a comparison is judged by the closure back end, so that answers are exact.
 */
import { allOf, anyOf, arith, either, EVERYBODY, type Lane, type Mask, NOBODY, scalarLane, test } from '../wasm/lanes.ts'
import { BYTES } from '../columns/column.ts'
import { ONE, ZERO } from './memory.ts'
import { itself, type Num } from '../plan/nodes.ts'
import { createQuotient, SAFE, ULP } from './quotient.ts'
import type { NumbersOptions, Placed, Vector } from './vector.ts'

/** Those in a plane. */
export const maskOf = (plane: number): Mask => (plane === ONE ? EVERYBODY : plane === ZERO ? NOBODY : { k: 'plane', at: plane })

export function createNumbers({ memory, shard, tables, planes, emitter, tileSize, then, truth, codesIn }: NumbersOptions) {
  const { kernels } = memory
  /** Room for columns that somebody looks at. */
  const rooms = new Map<number, number>()
  const lookups = new Map<number, ReturnType<typeof placedLookup>>()
  let vectors = new Map<number, Vector>()

  /** A plane of the tile, worked out now. */
  const planeOf = (mask: Mask): number => {
    if (mask.k === 'none') return ZERO
    if (mask.k === 'all') return ONE
    const to = planes.take()
    const run = memory.lanes([{ k: 'plane', mask, to }])
    then((tile) => void run(tile, tileSize))
    return to
  }
  const quotient = createQuotient({ planes, emitter, planeOf })

  const vector = (num: Num): Vector => {
    const known = vectors.get(num.id)
    if (known !== undefined) return known
    const made = make(num)
    vectors.set(num.id, made)
    return made
  }

  function make(num: Num): Vector {
    switch (num.k) {
      case 'scalar':
        return scalar(num.value)
      case 'lookup':
        return lookup(num)
      case 'numbers':
        return stored(num, num.column)
      case 'personNumber':
        return stored(num, num.derived.key)
      case 'arith':
        return arithmetic(num)
      case 'extreme':
        return extreme(num)
      case 'choose':
        return choose(num)
      case 'round':
        return round(num)
    }
  }

  function scalar(value: number | null | undefined): Vector {
    const size = Math.abs(value ?? 0)
    const isWhole = Number.isSafeInteger(value ?? 0)
    return {
      lane: scalarLane(value ?? 0),
      unknown: value === undefined ? ONE : ZERO,
      none: value === null ? ONE : ZERO,
      doubt: ZERO,
      inexact: isWhole ? NOBODY : EVERYBODY,
      isWhole,
      most: size,
      least: size || Number.POSITIVE_INFINITY,
      hasZero: size === 0,
      error: isWhole ? 0 : size * ULP,
    }
  }

  function placedLookup(num: Extract<Num, { k: 'lookup' }>) {
    const column = shard.columns.get(num.per.column)
    if (column?.kind !== 'codes') throw new TypeError(`${num.per.column} is not coded in this shard`)
    const table = tables.numbers(column, num.per)
    const values = memory.take(table.values.byteLength)
    memory.numbers().set(table.values, values / 8)
    return { column, table, values }
  }

  function lookup(num: Extract<Num, { k: 'lookup' }>): Vector {
    const placed = lookups.get(num.id) ?? placedLookup(num)
    lookups.set(num.id, placed)
    const { column, table, values } = placed
    const { unknown, none, ...size } = table
    const { width } = column.column
    return {
      ...size,
      lane: { k: 'lookup', from: { at: column.at, step: tileSize * width }, width, table: values },
      unknown: codesIn(column, unknown),
      none: codesIn(column, none),
      doubt: ZERO,
      inexact: size.isWhole ? NOBODY : EVERYBODY,
      error: size.isWhole ? 0 : size.most * ULP,
    }
  }

  function stored(num: Num, name: string): Vector {
    const column = shard.columns.get(name)
    if (column?.kind === 'codes') return lookup({ k: 'lookup', per: itself(name), id: num.id, key: num.key })
    if (column?.kind !== 'numbers') return scalar(undefined)
    const { type, unit = 1, hasUnknown, hasNone, isWhole } = column.column
    const step = tileSize * BYTES[type]
    const plane = (isThere: boolean, stored: number, f64: 'unknowns' | 'nones'): number => {
      if (!isThere) return ZERO
      const to = planes.take()
      const kernel = kernels[type === 'u16' ? 'equal16' : type === 'u32' ? 'equal32' : f64]
      then((tile) => kernel(to, column.at + tile * step, column.at + (tile + 1) * step, stored))
      return to
    }
    const lane: Lane = { k: type, from: { at: column.at, step }, hasGaps: hasUnknown || hasNone }
    return {
      lane: unit === 1 ? lane : arith('*', lane, scalarLane(unit)),
      unknown: plane(hasUnknown, -1, 'unknowns'),
      none: plane(hasNone, -2, 'nones'),
      doubt: ZERO,
      inexact: isWhole ? NOBODY : EVERYBODY,
      isWhole,
      most: column.most,
      least: isWhole ? 1 : 0,
      hasZero: true,
      error: isWhole ? 0 : column.most * ULP,
    }
  }

  /** Unknown where any is; none where any is none and nothing unknown. */
  const states = (list: readonly Vector[]) => {
    const unknown = emitter.any(list.map((one) => one.unknown))
    const nones = emitter.any(list.map((one) => one.none))
    const none = emitter.less(nones, unknown)
    planes.drop(nones)
    return { unknown, none, doubt: emitter.any(list.map((one) => one.doubt)), inexact: anyOf(list.map((one) => one.inexact)) }
  }

  /** Exact as long as all is whole and stays safe; otherwise the error grows by a rounding. */
  const sized = (isWhole: boolean, most: number, error: number) => {
    const isExact = isWhole && most <= SAFE
    return { isWhole: isExact, most, error: isExact ? 0 : error + most * ULP, least: isExact ? 1 : 0, hasZero: true }
  }

  function arithmetic(num: Extract<Num, { k: 'arith' }>): Vector {
    const [a, b] = [vector(num.a), vector(num.b)]
    const both = states([a, b])
    if (num.op === '/') return quotient(a, b, both)
    const most = num.op === '*' ? a.most * b.most : a.most + b.most
    const error = num.op === '*' ? a.most * b.error + b.most * a.error + a.error * b.error : a.error + b.error
    const inexact = most + error <= SAFE ? both.inexact : EVERYBODY
    // It may be too large for a column and still a number.
    if (most === Number.POSITIVE_INFINITY) {
      planes.drop(both.doubt)
      both.doubt = ONE
    }
    return { lane: arith(num.op, a.lane, b.lane), ...both, inexact, ...sized(a.isWhole && b.isWhole, most, error) }
  }

  function extreme(num: Extract<Num, { k: 'extreme' }>): Vector {
    const list = num.items.map(vector)
    const lane = list.map((one) => one.lane).reduce((a, b) => arith(num.sign > 0 ? 'max' : 'min', a, b))
    return { lane, ...states(list), ...mixed(list) }
  }

  const mixed = (list: readonly Vector[]) => ({
    isWhole: list.every((one) => one.isWhole),
    most: Math.max(...list.map((one) => one.most)),
    least: Math.min(...list.map((one) => one.least)),
    hasZero: list.some((one) => one.hasZero),
    error: Math.max(...list.map((one) => one.error)),
  })

  function choose(num: Extract<Num, { k: 'choose' }>): Vector {
    const cond = truth(num.cond)
    const [yes, no] = [vector(num.yes), vector(num.no)]
    const mask = maskOf(cond.yes)
    const lane: Lane = { k: 'choose', mask, a: yes.lane, b: no.lane }
    // Where the condition is unknown both must be known and the same.
    const by = (a: number, b: number): number => {
      const [left, right] = [emitter.all([cond.yes, a]), emitter.less(b, cond.yes)]
      const both = emitter.any([left, right])
      planes.drop(left)
      planes.drop(right)
      return both
    }
    const mix = mixed([yes, no])
    const simple = { unknown: by(yes.unknown, no.unknown), none: by(yes.none, no.none), doubt: by(yes.doubt, no.doubt) }
    const inexact = either(mask, yes.inexact, no.inexact)
    if (cond.unknown === ZERO) return { lane, ...simple, inexact, ...mix }
    const same = planeOf(test('=', yes.lane, no.lane))
    const open = emitter.any([yes.unknown, no.unknown, yes.none, no.none])
    const agreed = emitter.less(same, open)
    const nones = emitter.all([yes.none, no.none])
    const settled = emitter.any([agreed, nones])
    const torn = emitter.less(cond.unknown, settled)
    const unknown = emitter.any([simple.unknown, torn])
    const none = emitter.less(simple.none, unknown)
    for (const plane of [same, open, agreed, nones, settled, torn, simple.unknown, simple.none]) planes.drop(plane)
    // Numbers that are not exact may be equal and not look it.
    const doubt = mix.error > 0 ? emitter.any([simple.doubt, cond.unknown]) : simple.doubt
    return { lane, unknown, none, doubt, inexact, ...mix }
  }

  function round(num: Extract<Num, { k: 'round' }>): Vector {
    const x = vector(num.x)
    const how = num.how === 'floor' || num.how === 'ceiling' ? num.how : 'halfUp'
    const rounded = (lane: Lane): Lane => ({ k: 'round', how, x: lane, unit: num.unit })
    const isUnitWhole = Number.isSafeInteger(num.unit)
    const isWhole = isUnitWhole && x.most + num.unit <= SAFE
    const made = {
      lane: rounded(x.lane),
      unknown: x.unknown,
      none: x.none,
      inexact: isWhole ? NOBODY : EVERYBODY,
      isWhole,
      most: x.most + num.unit,
      error: isWhole ? 0 : x.most * ULP,
      least: isWhole ? 1 : 0,
      hasZero: true,
    }
    planes.hold(x.unknown)
    planes.hold(x.none)
    if (x.error === 0 && x.isWhole) {
      planes.hold(x.doubt)
      return { ...made, doubt: x.doubt }
    }
    // Whoever is nearer to where the rounding turns than the number is sure: the same rounding a little up and down differs.
    const margin = scalarLane(x.error + x.most * ULP * 4)
    const turned = test('!=', rounded(arith('-', x.lane, margin)), rounded(arith('+', x.lane, margin)))
    const near = planeOf(isUnitWhole ? allOf([turned, x.inexact]) : turned)
    const doubt = emitter.any([near, x.doubt])
    planes.drop(near)
    return { ...made, doubt }
  }

  /** The number as a column in memory. */
  const placed = (num: Num): Placed => {
    const made = vector(num)
    const at = rooms.get(num.id) ?? memory.take(tileSize * 8)
    rooms.set(num.id, at)
    const run = memory.lanes([{ k: 'column', lane: made.lane, to: at }])
    then((tile) => void run(tile, tileSize))
    return { ...made, at }
  }

  return {
    vector,
    scalar,
    placed,
    reset: () => {
      vectors = new Map()
    },
  }
}

export type Numbers = ReturnType<typeof createNumbers>
