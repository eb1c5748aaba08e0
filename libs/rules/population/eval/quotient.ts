/** Division of columns: unknown where the divisor is nought (it cannot be worked out), exact where whole numbers divide without a rest. */
import { anyOf, arith, EVERYBODY, type Lane, type Mask, scalarLane, test } from '../wasm/lanes.ts'
import type { Emitter } from './emit.ts'
import type { Planes } from './memory.ts'
import type { Vector } from './vector.ts'

export const SAFE = Number.MAX_SAFE_INTEGER
export const ULP = 2 ** -52

interface QuotientOptions {
  readonly planes: Planes
  readonly emitter: Emitter
  /** A plane of the tile, worked out now. */
  readonly planeOf: (mask: Mask) => number
}

type States = Pick<Vector, 'unknown' | 'none' | 'doubt' | 'inexact'>

/** Makes a quotient of the two; `states` are those of both together. */
export function createQuotient({ planes, emitter, planeOf }: QuotientOptions): (a: Vector, b: Vector, states: States) => Vector {
  /** The quotient of two exact whole numbers is exact where it is whole and gives the first one back. */
  const inexactOf = (lane: Lane, a: Vector, b: Vector, inexact: Mask): Mask => {
    if (Math.max(a.most + a.error, b.most + b.error) > SAFE) return EVERYBODY
    const back = arith('*', lane, b.lane)
    const whole: Lane = { k: 'round', how: 'floor', x: lane, unit: 1 }
    return anyOf([inexact, test('!=', back, a.lane), test('!=', whole, lane)])
  }
  return (a, b, states) => {
    const quotient = arith('/', a.lane, b.lane)
    const most = b.least > 0 ? a.most / b.least : Number.POSITIVE_INFINITY
    const error = (a.error + most * b.error) / (b.least - b.error) + most * ULP
    const size = { isWhole: false, most, least: 0, hasZero: true, error: error >= 0 ? error : Number.POSITIVE_INFINITY }
    const inexact = inexactOf(quotient, a, b, states.inexact)
    if (!b.hasZero) return { lane: quotient, ...states, inexact, ...size }
    const zeros = planeOf(test('=', b.lane, scalarLane(0)))
    const isZero = emitter.less(zeros, states.none)
    const unknown = emitter.any([states.unknown, isZero])
    for (const plane of [zeros, isZero, states.unknown]) planes.drop(plane)
    // What a division by zero leaves behind must not spread as NaN.
    return { lane: { k: 'finite', x: quotient }, ...states, unknown, inexact, ...size }
  }
}
