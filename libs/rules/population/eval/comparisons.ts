/** Comparisons of numbers as planes. Whoever is too near to a border to be sure is judged by the closure back end. */
import type { Interval } from '../../compiler/intervals.ts'
import { isNum, toNumber } from '../../feel/numbers.ts'
import { allOf, anyOf, type Mask, NOBODY, test } from '../wasm/lanes.ts'
import { createDecided, type Sketch } from './decided.ts'
import type { Leaf } from './demand.ts'
import { ONE, ZERO } from './memory.ts'
import type { Vector } from './vector.ts'
import type { Truth, TruthsOptions } from './truths.ts'

interface Options
  extends Pick<TruthsOptions, 'memory' | 'shard' | 'planes' | 'emitter' | 'tileSize' | 'then' | 'numbers' | 'judge' | 'leaves'> {
  /** A plane of those for whom it matters; of the others nothing is said. */
  readonly among: (leaf: Leaf) => number
}

/** Nothing is known of it. */
const isPerhaps = (): boolean => true

type Compare = Extract<Leaf, { k: 'compare' }>
type Within = Extract<Leaf, { k: 'within' }>

export function createComparisons(options: Options) {
  const { memory, shard, planes, emitter, tileSize, then, numbers, judge } = options
  const { vector } = numbers
  const planeSize = tileSize / 8
  const decided = createDecided({ ...options, sketch: (leaf) => (leaf.k === 'compare' ? compared(leaf) : bounded(leaf)) })

  function compared(bool: Compare): Sketch {
    const [a, b] = [vector(bool.a), vector(bool.b)]
    const mask = test(bool.op === '!=' ? '=' : bool.op, a.lane, b.lane)
    return { mask, near: near(a, b), inexact: anyOf([a.inexact, b.inexact]) }
  }

  function compare(bool: Compare): Truth {
    const { raw, close, asked, isAnyNear } = decided.take(bool)
    const [a, b] = [vector(bool.a), vector(bool.b)]
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
    const doubt = emitter.any([close, a.doubt, b.doubt])
    const isAny = a.doubt === ZERO && b.doubt === ZERO ? isAnyNear : isPerhaps
    const made = certain(bool, { yes, perhaps, unknown: open }, doubt, absent, isAny)
    for (const plane of [anyNone, none, absent, close, doubt, asked]) planes.drop(plane)
    if (open === undefined) planes.drop(unknown)
    return made
  }

  /** Those whose numbers are so near that it is not sure which is larger. */
  function near(a: Vector, b: Vector): Mask {
    const error = a.error + b.error
    return error === 0 ? NOBODY : { k: 'near', a: a.lane, b: b.lane, by: error * 1.01 }
  }

  /** Judges the doubtful by the closure back end, in planes of the comparison's own. `isAny`: can there be any in this tile? */
  function certain(bool: Leaf, made: Truth, doubtful: number, absent: number, isAny: () => boolean): Truth {
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
    then((tile) => {
      if (isAny()) correct(bool, planesOfOwn, asked, tile)
    })
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

  function correct(bool: Leaf, { yes, perhaps }: Truth, doubt: number, tile: number): void {
    const bytes = memory.bytes()
    const put = (plane: number, i: number, is: boolean): void => {
      const mask = 1 << (i & 7)
      if (is) bytes[plane + (i >> 3)]! |= mask
      else bytes[plane + (i >> 3)]! &= ~mask
    }
    const size = Math.min(tileSize, shard.people - tile * tileSize)
    const words = memory.words()
    for (let i = 0; i < size; i++) {
      // Hardly anybody is in doubt.
      if (i % 32 === 0 && words[(doubt + (i >> 3)) / 4] === 0) {
        i += 31
        continue
      }
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

  function bounded(bool: Within): Sketch {
    const x = vector(bool.x)
    const nears: Mask[] = []
    const inexacts = [x.inexact]
    const parts = bool.set.map(({ low, high, lowIn, highIn }) => {
      const sides: Mask[] = []
      const side = (value: Interval['low'], isIn: boolean, isLow: boolean): void => {
        if (value === undefined) return
        const border = limitOf(value)
        const [a, b] = isLow ? [border, x] : [x, border]
        sides.push(test(isIn ? '<=' : '<', a.lane, b.lane))
        nears.push(near(x, border))
        inexacts.push(border.inexact)
      }
      side(low, lowIn, true)
      side(high, highIn, false)
      return allOf(sides)
    })
    return { mask: anyOf(parts), near: anyOf(nears), inexact: anyOf(inexacts) }
  }

  function within(bool: Within): Truth {
    const { raw, close, asked, isAnyNear } = decided.take(bool)
    const x = vector(bool.x)
    const absent = emitter.any([x.unknown, x.none])
    const yes = emitter.less(raw, absent)
    planes.drop(raw)
    planes.hold(x.unknown)
    const made: Truth = {
      yes,
      perhaps: emitter.any([yes, x.unknown, x.none]),
      unknown: x.none === ZERO ? undefined : x.unknown,
    }
    const doubt = emitter.any([close, x.doubt])
    const result = certain(bool, made, doubt, absent, x.doubt === ZERO ? isAnyNear : isPerhaps)
    for (const plane of [doubt, close, absent, asked]) planes.drop(plane)
    return result
  }

  const limitOf = (value: Interval['low']): Vector => {
    if (!isNum(value)) throw new TypeError('an interval of numbers has numbers at its ends')
    return numbers.scalar(toNumber(value))
  }

  return { compare, within, reset: decided.reset }
}
