/** Sets of whole numbers as sorted runs that do not touch. */
import type { Span } from './axis.ts'

export type Region = readonly Span[]

/** Runs of a sorted list of numbers. */
export function runsOf(sorted: readonly number[]): Region {
  const runs: { from: number; to: number }[] = []
  for (const n of sorted) {
    const last = runs.at(-1)
    if (last && last.to >= n - 1) last.to = Math.max(last.to, n)
    else runs.push({ from: n, to: n })
  }
  return runs
}

export function intersect(a: Region, b: Region): Region {
  const both: Span[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = Math.max(a[i]!.from, b[j]!.from)
    const to = Math.min(a[i]!.to, b[j]!.to)
    if (from <= to) both.push({ from, to })
    if (a[i]!.to < b[j]!.to) i++
    else j++
  }
  return both
}

/** Sorted and put together where they touch. */
export function united(spans: readonly Span[]): Region {
  const runs: { from: number; to: number }[] = []
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = runs.at(-1)
    if (last && last.to >= from - 1) last.to = Math.max(last.to, to)
    else if (from <= to) runs.push({ from, to })
  }
  return runs
}

export function without(a: Region, b: Region): Region {
  const outside: Span[] = []
  let from = Number.MIN_SAFE_INTEGER
  for (const span of b) {
    outside.push({ from, to: span.from - 1 })
    from = span.to + 1
  }
  return intersect(a, [...outside, { from, to: Number.MAX_SAFE_INTEGER }])
}

export const has = (region: Region, n: number): boolean => region.some(({ from, to }) => n >= from && n <= to)
