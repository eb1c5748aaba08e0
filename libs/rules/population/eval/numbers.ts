/**
 * Numbers of a tile as columns of floating point with planes of who has none. How far each may be from the exact number is known
 * beforehand; whom that leaves in doubt at a comparison is judged by the closure back end, so that answers are exact.
 */
import { ONE, ZERO } from './memory.ts'
import { itself, type Num } from '../plan/nodes.ts'
import { createQuotient, SAFE, ULP } from './quotient.ts'
import { NULL, OPEN } from './tables.ts'
import type { NumbersOptions, Vector } from './vector.ts'

export function createNumbers({ memory, shard, tables, planes, emitter, tileSize, then, truth }: NumbersOptions) {
  const { kernels } = memory
  const bytes = tileSize * 8
  const planeSize = tileSize / 8
  /** Columns and constants that stay the same from tile to tile, and room for those that do not. */
  const rooms = new Map<string, number>()
  const scalars = new Map<number, Vector>()
  const lookups = new Map<number, ReturnType<typeof placedLookup>>()
  let vectors = new Map<number, Vector>()

  const roomFor = (num: Pick<Num, 'id'>, use = ''): number => {
    const key = `${use}${num.id}`
    const at = rooms.get(key) ?? memory.take(bytes)
    rooms.set(key, at)
    return at
  }

  const quotient = createQuotient({
    ...{ memory, planes, emitter, then, bytes },
    nought: () => scalar({ k: 'scalar', value: 0, id: -1, key: '' }),
    roomBeside: (at) => roomFor({ id: at }, 'back '),
  })

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
        return scalar(num)
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

  function scalar(num: Extract<Num, { k: 'scalar' }>): Vector {
    const known = scalars.get(num.id)
    if (known !== undefined) return known
    const at = roomFor(num)
    const value = num.value ?? 0
    kernels.fill(at, at + bytes, value)
    const size = Math.abs(value)
    const isWhole = Number.isSafeInteger(value)
    const made: Vector = {
      at,
      unknown: num.value === undefined ? ONE : ZERO,
      none: num.value === null ? ONE : ZERO,
      doubt: ZERO,
      inexact: isWhole ? ZERO : ONE,
      isWhole,
      most: size,
      least: size || Number.POSITIVE_INFINITY,
      hasZero: value === 0,
      error: isWhole ? 0 : size * ULP,
    }
    scalars.set(num.id, made)
    return made
  }

  function placedLookup(num: Extract<Num, { k: 'lookup' }>) {
    const column = shard.columns.get(num.per.column)
    if (column?.kind !== 'codes') throw new TypeError(`${num.per.column} is not coded in this shard`)
    const table = tables.numbers(column, num.per)
    const values = memory.take(table.values.byteLength)
    memory.numbers().set(table.values, values / 8)
    const marked = (state: number): number | undefined => {
      if (!table.states.includes(state)) return undefined
      const at = memory.take(table.states.length)
      table.states.forEach((one, code) => {
        memory.bytes()[at + code] = one === state ? 1 : 0
      })
      return at
    }
    return { column, table, values, unknown: marked(OPEN), none: marked(NULL) }
  }

  function lookup(num: Extract<Num, { k: 'lookup' }>): Vector {
    const placed = lookups.get(num.id) ?? placedLookup(num)
    lookups.set(num.id, placed)
    const { column, table, values, unknown, none } = placed
    const { width } = column.column
    const at = roomFor(num)
    const from = (tile: number) => column.at + tile * tileSize * width
    const end = (tile: number) => from(tile) + tileSize * width
    then((tile) => kernels[width === 1 ? 'gather8' : 'gather16'](at, from(tile), end(tile), values))
    const plane = (marks: number | undefined): number => {
      if (marks === undefined) return ZERO
      const to = planes.take()
      then((tile) => kernels[width === 1 ? 'marks8' : 'marks16'](to, from(tile), end(tile), marks))
      return to
    }
    const error = table.isWhole ? 0 : table.most * ULP
    return { at, unknown: plane(unknown), none: plane(none), doubt: ZERO, inexact: table.isWhole ? ZERO : ONE, error, ...table }
  }

  function stored(num: Num, name: string): Vector {
    const column = shard.columns.get(name)
    if (column?.kind === 'codes') return lookup({ k: 'lookup', per: itself(name), id: num.id, key: num.key })
    if (column?.kind !== 'numbers') return scalar({ ...num, k: 'scalar', value: undefined })
    const { type, hasUnknown, hasNone, isWhole } = column.column
    const at = roomFor(num)
    const width = type === 'u32' ? 4 : 8
    const from = (tile: number) => column.at + tile * tileSize * width
    const end = (tile: number) => from(tile) + tileSize * width
    then((tile) => kernels[type === 'u32' ? 'widen' : 'clean'](at, from(tile), end(tile)))
    const plane = (isThere: boolean, u32: number, f64: 'unknowns' | 'nones'): number => {
      if (!isThere) return ZERO
      const to = planes.take()
      then((tile) => (type === 'u32' ? kernels.equal32(to, from(tile), end(tile), u32) : kernels[f64](to, from(tile), end(tile))))
      return to
    }
    return {
      at,
      unknown: plane(hasUnknown, -1, 'unknowns'),
      none: plane(hasNone, -2, 'nones'),
      doubt: ZERO,
      inexact: isWhole ? ZERO : ONE,
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
    const any = (of: 'doubt' | 'inexact'): number => emitter.any(list.map((one) => one[of]))
    return { unknown, none, doubt: any('doubt'), inexact: any('inexact') }
  }

  /** Exact as long as all is whole and stays safe; otherwise the error grows by a rounding. */
  const sized = (isWhole: boolean, most: number, error: number) => {
    const isExact = isWhole && most <= SAFE
    return { isWhole: isExact, most, error: isExact ? 0 : error + most * ULP, least: isExact ? 1 : 0, hasZero: true }
  }

  function arithmetic(num: Extract<Num, { k: 'arith' }>): Vector {
    const [a, b] = [vector(num.a), vector(num.b)]
    const at = roomFor(num)
    const kernel = ({ '+': 'plus', '-': 'minus', '*': 'times', '/': 'over' } as const)[num.op]
    then(() => kernels[kernel](at, a.at, b.at, a.at + bytes))
    const isWhole = a.isWhole && b.isWhole
    if (num.op === '/') return quotient(at, a, b, states([a, b]))
    const most = num.op === '*' ? a.most * b.most : a.most + b.most
    const error = num.op === '*' ? a.most * b.error + b.most * a.error + a.error * b.error : a.error + b.error
    const both = states([a, b])
    return { at, ...both, inexact: most + error <= SAFE ? both.inexact : ONE, ...sized(isWhole, most, error) }
  }

  function extreme(num: Extract<Num, { k: 'extreme' }>): Vector {
    const list = num.items.map(vector)
    const at = roomFor(num)
    const kernel = num.sign > 0 ? 'higher' : 'lower'
    const [first, ...rest] = list as [Vector, ...Vector[]]
    const second = rest[0] ?? first
    then(() => {
      kernels[kernel](at, first.at, second.at, first.at + bytes)
      for (const one of rest.slice(1)) kernels[kernel](at, at, one.at, at + bytes)
    })
    return { at, ...states(list), ...mixed(list) }
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
    const at = roomFor(num)
    const picked = pickedPlane(cond.yes)
    then(() => kernels.choose(at, picked, yes.at, no.at, yes.at + bytes))
    // Where the condition is unknown both must be known and the same.
    const by = (a: number, b: number): number => {
      const [left, right] = [emitter.all([cond.yes, a]), emitter.less(b, cond.yes)]
      const both = emitter.any([left, right])
      planes.drop(left)
      planes.drop(right)
      return both
    }
    const mix = mixed([yes, no])
    const simple = {
      unknown: by(yes.unknown, no.unknown),
      none: by(yes.none, no.none),
      doubt: by(yes.doubt, no.doubt),
      inexact: by(yes.inexact, no.inexact),
    }
    if (cond.unknown === ZERO) return { at, ...simple, ...mix }
    const same = planes.take()
    then(() => kernels.equal(same, yes.at, no.at, yes.at + bytes))
    const open = emitter.any([yes.unknown, no.unknown, yes.none, no.none])
    const agreed = emitter.less(same, open)
    const nones = emitter.all([yes.none, no.none])
    const settled = emitter.any([agreed, nones])
    const torn = emitter.less(cond.unknown, settled)
    const unknown = emitter.any([simple.unknown, torn])
    const none = emitter.less(simple.none, unknown)
    for (const plane of [same, open, agreed, nones, settled, torn, simple.unknown, simple.none]) planes.drop(plane)
    // Numbers that are not exact may be equal and not look it.
    const isUnsure = mix.error > 0
    const doubt = isUnsure ? emitter.any([simple.doubt, cond.unknown]) : simple.doubt
    return { at, unknown, none, doubt, inexact: simple.inexact, ...mix }
  }

  const picked = new Map<number, number>()
  /** A plane of constants as bits in memory. */
  function pickedPlane(plane: number): number {
    if (plane !== ZERO && plane !== ONE) return plane
    const at = picked.get(plane) ?? memory.take(planeSize)
    memory.bytes().fill(plane === ONE ? 255 : 0, at, at + planeSize)
    picked.set(plane, at)
    return at
  }

  function round(num: Extract<Num, { k: 'round' }>): Vector {
    const x = vector(num.x)
    const at = roomFor(num)
    const kernel = num.how === 'floor' ? 'floor' : num.how === 'ceiling' ? 'ceiling' : 'halfUp'
    then(() => kernels[kernel](at, x.at, x.at + bytes, num.unit))
    const isWhole = Number.isSafeInteger(num.unit) && x.most + num.unit <= SAFE
    const size = {
      isWhole,
      most: x.most + num.unit,
      error: isWhole ? 0 : x.most * ULP,
      least: isWhole ? 1 : 0,
      hasZero: true,
      inexact: isWhole ? ZERO : ONE,
    }
    const held = { unknown: x.unknown, none: x.none }
    planes.hold(x.unknown)
    planes.hold(x.none)
    if (x.error === 0 && x.isWhole) {
      planes.hold(x.doubt)
      return { at, ...held, ...size, doubt: x.doubt }
    }
    // Whoever is nearer to where the rounding turns than the number is sure: the same rounding a little up and down differs.
    const margin = scalar({ k: 'scalar', value: x.error + x.most * ULP * 4, id: -2 - num.id, key: '' })
    const [low, high, turned] = [roomFor(num, 'low '), roomFor(num, 'high '), planes.take()]
    then(() => {
      kernels.minus(low, x.at, margin.at, x.at + bytes)
      kernels[kernel](low, low, low + bytes, num.unit)
      kernels.plus(high, x.at, margin.at, x.at + bytes)
      kernels[kernel](high, high, high + bytes, num.unit)
      kernels.equal(turned, low, high, low + bytes)
    })
    const not = emitter.not(turned)
    const near = Number.isSafeInteger(num.unit) ? emitter.all([not, x.inexact]) : not
    const doubt = emitter.any([near, x.doubt])
    for (const plane of near === not ? [turned, not] : [turned, not, near]) planes.drop(plane)
    return { at, ...held, ...size, doubt }
  }

  return {
    vector,
    reset: () => {
      vectors = new Map()
    },
  }
}
