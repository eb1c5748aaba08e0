/** Division of columns: none where the divisor is nought, exact where whole numbers divide without a rest. */
import type { Emitter } from './emit.ts'
import { type Memory, ONE, type Planes } from './memory.ts'
import type { NumbersOptions, Vector } from './vector.ts'

export const SAFE = Number.MAX_SAFE_INTEGER
export const ULP = 2 ** -52

interface QuotientOptions extends Pick<NumbersOptions, 'then'> {
  readonly memory: Memory
  readonly planes: Planes
  readonly emitter: Emitter
  /** Of a column of a tile. */
  readonly bytes: number
  readonly nought: () => Vector
  /** Room for one more column that belongs to the one at hand. */
  readonly roomBeside: (at: number) => number
}

type States = Pick<Vector, 'unknown' | 'none' | 'doubt' | 'inexact'>

/** Makes `at` a quotient of the two; `states` are those of both together. */
export function createQuotient(options: QuotientOptions): (at: number, a: Vector, b: Vector, states: States) => Vector {
  const { memory, planes, emitter, then, bytes, nought, roomBeside } = options
  const { kernels } = memory

  /** The quotient of two exact whole numbers is exact where it is whole and gives the first one back. */
  function inexactOf(at: number, a: Vector, b: Vector, inexact: number): number {
    if (inexact === ONE || Math.max(a.most + a.error, b.most + b.error) > SAFE) return ONE
    const back = roomBeside(at)
    const [isBack, isWhole] = [planes.take(), planes.take()]
    then(() => {
      kernels.times(back, at, b.at, at + bytes)
      kernels.equal(isBack, back, a.at, back + bytes)
      kernels.floor(back, at, at + bytes, 1)
      kernels.equal(isWhole, back, at, back + bytes)
    })
    const exact = emitter.all([isBack, isWhole])
    const not = emitter.not(exact)
    const all = emitter.any([inexact, not])
    for (const plane of [isBack, isWhole, exact, not]) planes.drop(plane)
    return all
  }

  return (at, a, b, states) => {
    const both = { ...states, inexact: inexactOf(at, a, b, states.inexact) }
    const most = b.least > 0 ? a.most / b.least : Number.POSITIVE_INFINITY
    const error = (a.error + most * b.error) / (b.least - b.error) + most * ULP
    const size = { isWhole: false, most, least: 0, hasZero: true, error: error >= 0 ? error : Number.POSITIVE_INFINITY }
    if (!b.hasZero) return { at, ...both, ...size }
    const zeros = planes.take()
    const zero = nought()
    then(() => kernels.equal(zeros, b.at, zero.at, b.at + bytes))
    const isZero = emitter.less(zeros, both.unknown)
    const none = emitter.any([both.none, isZero])
    for (const plane of [zeros, isZero, both.none]) planes.drop(plane)
    // What a division by zero leaves behind must not spread as NaN.
    then(() => kernels.clean(at, at, at + bytes))
    return { at, ...both, none, ...size }
  }
}
