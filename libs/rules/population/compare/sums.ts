/** Running sums of a comparison: plain data, so that they go from process to process and add up. */
import type { Counts, Delta, Gain, GroupRow, Tally } from '../types.ts'

/** eligible, unknown, won, amountUnknown before; the same after; winners, their won; losers, their won; people. */
export type Sums = number[]
export const SIZE = 13
export const nothing = (): Sums => new Array<number>(SIZE).fill(0)

export const AT = { before: 0, after: 4, winners: 8, losers: 10, people: 12 } as const

export function addTo(into: Sums, from: readonly number[]): void {
  for (let i = 0; i < from.length; i++) into[i] = (into[i] ?? 0) + from[i]!
}

const tally = (sums: readonly number[], at: number): Tally => ({
  eligible: sums[at]!,
  unknown: sums[at + 1]!,
  ineligible: sums[AT.people]! - sums[at]! - sums[at + 1]!,
  won: whole(sums[at + 2]!),
  amountUnknown: sums[at + 3]!,
})
const gain = (sums: readonly number[], at: number): Gain => ({ people: sums[at]!, won: whole(sums[at + 1]!) })
const whole = (won: number): number => Math.round(won)

export const rowOfSums = (group: string, sums: readonly number[]): GroupRow => ({
  group,
  people: sums[AT.people]!,
  before: tally(sums, AT.before),
  after: tally(sums, AT.after),
  winners: gain(sums, AT.winners),
  losers: gain(sums, AT.losers),
})

export const countsOf = (yes: number, perhaps: number, people: number): Counts => ({
  eligible: yes,
  unknown: perhaps - yes,
  ineligible: people - perhaps,
})

export const deltaOf = (counts: readonly number[] | undefined): Delta => ({
  newlyEntitled: counts?.[0] ?? 0,
  noLongerEntitled: counts?.[1] ?? 0,
  newlyAnswerable: counts?.[2] ?? 0,
  newlyUnknown: counts?.[3] ?? 0,
})
