/** Comparisons of numbers as planes. Whoever is too near to a border to be sure is judged by the closure back end. */
import type { Interval } from '../../compiler/intervals.ts'
import { isNum, toNumber } from '../../feel/numbers.ts'
import type { Bool, Num } from '../plan/nodes.ts'
import { ONE, ZERO } from './memory.ts'
import type { Vector } from './vector.ts'
import type { Truth, TruthsOptions } from './truths.ts'

type Options = Pick<TruthsOptions, 'memory' | 'shard' | 'planes' | 'emitter' | 'tileSize' | 'then' | 'vector' | 'judge'>

export function createComparisons({ memory, shard, planes, emitter, tileSize, then, vector, judge }: Options) {
  const { kernels } = memory
  const planeSize = tileSize / 8

  function compare(bool: Extract<Bool, { k: 'compare' }>): Truth {
    const [a, b] = [vector(bool.a), vector(bool.b)]
    const raw = planes.take()
    const kernel = bool.op === '<' ? 'less' : bool.op === '<=' ? 'atMost' : 'equal'
    const end = a.at + tileSize * 8
    then(() => kernels[kernel](raw, a.at, b.at, end))
    const unknown = emitter.any([a.unknown, b.unknown])
    const anyNone = emitter.any([a.none, b.none])
    const none = emitter.less(anyNone, unknown)
    const absent = emitter.any([unknown, anyNone])
    let yes = emitter.less(raw, absent)
    planes.drop(raw)
    let perhaps: number
    let open: number | undefined
    if (bool.op === '=' || bool.op === '!=') {
      // None equals none only.
      const bothNone = emitter.all([a.none, b.none])
      const same = emitter.any([yes, bothNone])
      planes.drop(yes)
      planes.drop(bothNone)
      const either = emitter.any([same, unknown])
      yes = bool.op === '=' ? same : emitter.not(either)
      perhaps = bool.op === '=' ? either : emitter.not(same)
      if (bool.op === '!=') {
        planes.drop(same)
        planes.drop(either)
      }
    } else {
      perhaps = emitter.any([yes, unknown, none])
      open = none === ZERO ? undefined : unknown
    }
    const unsure = near(a, b)
    const doubt = emitter.any([unsure, a.doubt, b.doubt])
    const made = certain(bool, { yes, perhaps, unknown: open }, doubt, absent)
    for (const plane of [anyNone, none, absent, unsure, doubt]) planes.drop(plane)
    if (open === undefined) planes.drop(unknown)
    return made
  }

  /** Those whose numbers are so near that it is not sure which is larger. */
  function near(a: Vector, b: Vector): number {
    const error = a.error + b.error
    if (error === 0) return ZERO
    const to = planes.take()
    then(() => kernels.near(to, a.at, b.at, a.at + tileSize * 8, error * 1.01))
    const inexact = emitter.any([a.inexact, b.inexact])
    const unsure = emitter.all([to, inexact])
    planes.drop(inexact)
    planes.drop(to)
    return unsure
  }

  /** Judges the doubtful by the closure back end, in planes of the comparison's own. */
  function certain(bool: Extract<Bool, { k: 'compare' | 'within' }>, made: Truth, doubtful: number, absent: number): Truth {
    const doubt = emitter.less(doubtful, absent)
    if (doubt === ZERO) return made
    const own = (plane: number): number => {
      const to = planes.take()
      then(() => {
        const bytes = memory.bytes()
        if (plane === ZERO || plane === ONE) bytes.fill(plane === ONE ? 255 : 0, to, to + planeSize)
        else bytes.copyWithin(to, plane, plane + planeSize)
      })
      return to
    }
    const planesOfOwn: Truth = { yes: own(made.yes), perhaps: own(made.perhaps), unknown: made.unknown }
    const asked = pickable(doubt)
    then((tile) => correct(bool, planesOfOwn, asked, tile))
    planes.drop(doubt)
    planes.drop(made.yes)
    planes.drop(made.perhaps)
    return planesOfOwn
  }

  let everyone = 0
  /** A plane in memory also where it is everybody. */
  function pickable(plane: number): number {
    if (plane !== ONE) return plane
    if (everyone === 0) {
      everyone = memory.take(planeSize)
      memory.bytes().fill(255, everyone, everyone + planeSize)
    }
    return everyone
  }

  function correct(bool: Extract<Bool, { k: 'compare' | 'within' }>, { yes, perhaps }: Truth, doubt: number, tile: number): void {
    const bytes = memory.bytes()
    const put = (plane: number, i: number, is: boolean): void => {
      const mask = 1 << (i & 7)
      if (is) bytes[plane + (i >> 3)]! |= mask
      else bytes[plane + (i >> 3)]! &= ~mask
    }
    const size = Math.min(tileSize, shard.people - tile * tileSize)
    for (let i = 0; i < size; i++) {
      if (bytes[doubt + (i >> 3)] === 0) {
        i |= 7
        continue
      }
      if (((bytes[doubt + (i >> 3)]! >> (i & 7)) & 1) === 0) continue
      const value = judge(bool, tile * tileSize + i)
      put(yes, i, value === true)
      put(perhaps, i, value === true || value === undefined)
    }
  }

  function within(bool: Extract<Bool, { k: 'within' }>): Truth {
    const x = vector(bool.x)
    const absent = emitter.any([x.unknown, x.none])
    const limit = (value: Interval['low']): Vector => vector(limitOf(value))
    const compared = (kernel: 'less' | 'atMost', left: number, right: number): number => {
      const to = planes.take()
      then(() => kernels[kernel](to, left, right, left + tileSize * 8))
      return to
    }
    let unsure = ZERO
    const parts = bool.set.map(({ low, high, lowIn, highIn }) => {
      const sides: number[] = []
      for (const [value, isIn, isLow] of [
        [low, lowIn, true],
        [high, highIn, false],
      ] as const) {
        if (value === undefined) continue
        const border = limit(value)
        sides.push(
          isLow ? compared(isIn ? 'atMost' : 'less', border.at, x.at) : compared(isIn ? 'atMost' : 'less', x.at, border.at),
        )
        const close = near(x, border)
        const both = emitter.any([unsure, close])
        planes.drop(close)
        planes.drop(unsure)
        unsure = both
      }
      const part = emitter.all(sides)
      sides.forEach(planes.drop)
      return part
    })
    const raw = emitter.any(parts)
    parts.forEach(planes.drop)
    const yes = emitter.less(raw, absent)
    planes.drop(raw)
    planes.hold(x.unknown)
    const made: Truth = {
      yes,
      perhaps: emitter.any([yes, x.unknown, x.none]),
      unknown: x.none === ZERO ? undefined : x.unknown,
    }
    const doubt = emitter.any([unsure, x.doubt])
    const result = certain(bool, made, doubt, absent)
    planes.drop(doubt)
    planes.drop(unsure)
    planes.drop(absent)
    return result
  }

  let limits = 0
  const limitNums = new Map<number, Num>()
  function limitOf(value: Interval['low']): Num {
    if (!isNum(value)) throw new TypeError('an interval of numbers has numbers at its ends')
    const number = toNumber(value)
    const before = limitNums.get(number)
    if (before !== undefined) return before
    limits++
    const made: Num = { k: 'scalar', value: number, id: -1_000_000 - limits, key: `limit ${number}` }
    limitNums.set(number, made)
    return made
  }

  return { compare, within }
}
