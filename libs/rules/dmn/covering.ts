/** Where boxes leave a hole, and where they meet: the space is cut, one dimension after the other, into parts that the same boxes cover. */
import type { Span } from './axis.ts'
import { intersect, type Region, united } from './spans.ts'

/** One region a dimension. */
export type Box = readonly Region[]

export interface Work {
  /** Steps left; at 0 the search stops. */
  left: number
}

/** The parts of `space` that no box covers, at most `most` of them. Stops when the work is used up. */
export function holes(space: Box, boxes: readonly Box[], work: Work, most: number): readonly Box[] {
  const found: Box[] = []
  const visit = (d: number, inside: readonly Box[], prefix: Box): void => {
    if (found.length >= most || work.left <= 0) return
    if (inside.length === 0) {
      found.push([...prefix, ...space.slice(d)])
      return
    }
    if (d === space.length) return
    for (const { region, boxes: active } of slicesAlong(d, space[d]!, inside, work)) visit(d + 1, active, [...prefix, region])
  }
  visit(0, boxes, [])
  return found
}

interface Slice {
  readonly region: Region
  readonly boxes: readonly Box[]
}

/** The places of one dimension, those put together that lie in the same boxes. */
function slicesAlong(d: number, space: Region, boxes: readonly Box[], work: Work): readonly Slice[] {
  const events = new Map<number, { readonly enter: number[]; readonly leave: number[] }>()
  const at = (position: number) => {
    const known = events.get(position) ?? { enter: [], leave: [] }
    events.set(position, known)
    return known
  }
  for (const { from, to } of space) {
    at(from)
    at(to + 1)
  }
  boxes.forEach((box, b) => {
    for (const { from, to } of intersect(box[d]!, space)) {
      at(from).enter.push(b)
      at(to + 1).leave.push(b)
    }
  })
  const cuts = [...events.keys()].sort((a, b) => a - b)
  const slices = new Map<string, { spans: Span[]; boxes: readonly Box[] }>()
  const active = new Set<number>()
  for (const [i, cut] of cuts.entries()) {
    const { enter, leave } = events.get(cut)!
    for (const b of leave) active.delete(b)
    for (const b of enter) active.add(b)
    const next = cuts[i + 1]
    if (next === undefined) break
    work.left -= active.size + 1
    if (work.left <= 0) break
    const sorted = [...active].sort((a, b) => a - b)
    const key = sorted.join()
    const slice = slices.get(key) ?? { spans: [], boxes: sorted.map((b) => boxes[b]!) }
    slice.spans.push({ from: cut, to: next - 1 })
    slices.set(key, slice)
  }
  return [...slices.values()].flatMap((slice) => {
    const region = intersect(united(slice.spans), space)
    return region.length > 0 ? [{ region, boxes: slice.boxes }] : []
  })
}

/** What two boxes have in common; undefined where there is nothing. */
export function common(a: Box, b: Box): Box | undefined {
  const both: Region[] = []
  for (const [d, region] of a.entries()) {
    const shared = intersect(region, b[d]!)
    if (shared.length === 0) return undefined
    both.push(shared)
  }
  return both
}

/**
 * Pairs of boxes that meet, each once, with what they have in common. They are sought along the dimension in which the fewest lie side by
 * side; `visit` ends the search by returning false, and it stops when the work is used up.
 */
export function meeting(boxes: readonly Box[], work: Work, visit: (a: number, b: number, both: Box) => boolean): void {
  const along = keenest(boxes)
  const starts = boxes
    .flatMap((box, b) => (along < 0 ? [{ from: 0, to: 0, b }] : box[along]!.map(({ from, to }) => ({ from, to, b }))))
    .sort((x, y) => x.from - y.from)
  const seen = new Set<number>()
  let active: { readonly to: number; readonly b: number }[] = []
  for (const { from, to, b } of starts) {
    active = active.filter((one) => one.to >= from)
    for (const { b: a } of active) {
      if (--work.left <= 0) return
      const [low, high] = a < b ? [a, b] : [b, a]
      const key = low * boxes.length + high
      if (a === b || seen.has(key)) continue
      seen.add(key)
      const both = common(boxes[low]!, boxes[high]!)
      if (both !== undefined && !visit(low, high, both)) return
    }
    active.push({ to, b })
  }
}

/** The dimension in which boxes are narrowest, compared with how far they spread; -1 where there is none. */
function keenest(boxes: readonly Box[]): number {
  const dimensions = boxes[0]?.length ?? 0
  let best = -1
  let least = Number.POSITIVE_INFINITY
  for (let d = 0; d < dimensions; d++) {
    let low = Number.MAX_SAFE_INTEGER
    let high = 0
    let sum = 0
    for (const box of boxes)
      for (const { from, to } of box[d]!) {
        low = Math.min(low, from)
        high = Math.max(high, to)
        sum += to - from + 1
      }
    const share = sum / (high - low + 1)
    if (share < least) {
      least = share
      best = d
    }
  }
  return best
}
