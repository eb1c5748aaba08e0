/** How points and ranges lie to each other (DMN 1.5, 10.3.4.9; Allen's algebra). */
import { type Known, order, Range, type Value } from '../values.ts'
import { type Fn, fn, type Functions } from './function.ts'

/** The ends as numbers whose signs can be compared; a point is a range that holds itself alone. */
interface Span {
  readonly low: Known
  readonly high: Known
  readonly lowIn: boolean
  readonly highIn: boolean
}

const spanOf = (value: Known): Span =>
  value instanceof Range
    ? { low: value.low ?? null, high: value.high ?? null, lowIn: value.lowIn, highIn: value.highIn }
    : { low: value, high: value, lowIn: true, highIn: true }

type End = 'low' | 'high'

/** Thrown and caught here: the ends have no order. */
class NoOrder extends Error {}

/** The order of two ends; an absent low end is before everything, an absent high one after. */
function ends(a: Span, endA: End, b: Span, endB: End): number {
  const [x, y] = [a[endA], b[endB]]
  if (x !== null && y !== null) {
    const c = order(x, y)
    if (c === undefined) throw new NoOrder()
    return c
  }
  const rank = (value: Known, end: End) => (value !== null ? 0 : end === 'low' ? -1 : 1)
  return rank(x, endA) - rank(y, endB)
}

type Relation = (a: Span, b: Span) => boolean

const before: Relation = (a, b) => {
  const c = ends(a, 'high', b, 'low')
  return c < 0 || (c === 0 && !(a.highIn && b.lowIn))
}
const meets: Relation = (a, b) => a.highIn && b.lowIn && ends(a, 'high', b, 'low') === 0
const overlaps: Relation = (a, b) => !before(a, b) && !before(b, a)
/** `a` begins before `b` does. */
const startsEarlier: Relation = (a, b) => {
  const c = ends(a, 'low', b, 'low')
  return c < 0 || (c === 0 && a.lowIn && !b.lowIn)
}
/** `a` ends before `b` does. */
const endsEarlier: Relation = (a, b) => {
  const c = ends(a, 'high', b, 'high')
  return c < 0 || (c === 0 && !a.highIn && b.highIn)
}
const sameStart: Relation = (a, b) => a.lowIn === b.lowIn && ends(a, 'low', b, 'low') === 0
const sameEnd: Relation = (a, b) => a.highIn === b.highIn && ends(a, 'high', b, 'high') === 0
const overlapsBefore: Relation = (a, b) => startsEarlier(a, b) && overlaps(a, b) && !endsEarlier(b, a)
const finishes: Relation = (a, b) => sameEnd(a, b) && !startsEarlier(a, b)
const includes: Relation = (a, b) => !startsEarlier(b, a) && !endsEarlier(a, b)
const starts: Relation = (a, b) => sameStart(a, b) && !endsEarlier(b, a)
const coincides: Relation = (a, b) => sameStart(a, b) && sameEnd(a, b)

const flip =
  (relation: Relation): Relation =>
  (a, b) =>
    relation(b, a)

/** Which of the two may be points. */
type Takes = 'points' | 'first' | 'second' | 'ranges'

const FORMS: Readonly<Record<Takes, readonly string[]>> = {
  points: ['point1, point2', 'point, range', 'range, point', 'range1, range2'],
  first: ['point, range', 'range1, range2'],
  second: ['range, point', 'range1, range2'],
  ranges: ['range1, range2'],
}

function relation(takes: Takes, holds: Relation, isMixed = true): Fn {
  const run: Fn['run'] = ([a, b]) => {
    if (a == null || b == null) return null
    const areRanges = [a instanceof Range, b instanceof Range]
    if (!areRanges[0] && takes !== 'points' && takes !== 'first') return null
    if (!areRanges[1] && takes !== 'points' && takes !== 'second') return null
    return areRanges[0] !== areRanges[1] && !isMixed ? null : related(a, b, holds)
  }
  const forms = FORMS[takes].map((params) => fn(params, 'boolean', run))
  return { ...forms[0]!, forms }
}

function related(a: Known, b: Known, holds: Relation): Value {
  try {
    return holds(spanOf(a), spanOf(b))
  } catch (error) {
    if (error instanceof NoOrder) return null
    throw error
  }
}

export const ranges: Functions = {
  before: relation('points', before),
  after: relation('points', flip(before)),
  meets: relation('ranges', meets),
  'met by': relation('ranges', flip(meets)),
  overlaps: relation('ranges', overlaps),
  'overlaps before': relation('ranges', overlapsBefore),
  'overlaps after': relation('ranges', flip(overlapsBefore)),
  finishes: relation('first', finishes),
  'finished by': relation('second', flip(finishes)),
  includes: relation('second', includes),
  during: relation('first', flip(includes)),
  starts: relation('first', starts),
  'started by': relation('second', flip(starts)),
  coincides: relation('points', coincides, false),
}
