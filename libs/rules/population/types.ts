/** What a population is asked and what it answers: counts, differences, groups; plain data on both sides. */
import type { Declarations, Json } from '../types.ts'

/** One person on the way in: facts by id. Absent is unknown, null is known to be none. */
export interface PersonRow {
  readonly id: string
  readonly facts: Readonly<Record<string, Json>>
}

/** How many people a service is open to, perhaps open to, closed to. */
export interface Counts {
  readonly eligible: number
  readonly unknown: number
  readonly ineligible: number
}

/** Counts with money. `won`: a year's worth for those who are surely eligible; `amountUnknown`: those of them whose amount is not known. */
export interface Tally extends Counts {
  readonly won: number
  readonly amountUnknown: number
}

/** People for whom something changed, and by how much a year in all (always positive). */
export interface Gain {
  readonly people: number
  readonly won: number
}

/** From one version of rules, parameters or people to the next. */
export interface Delta {
  /** Surely eligible now, not before. */
  readonly newlyEntitled: number
  /** Surely eligible before, not any more. */
  readonly noLongerEntitled: number
  /** Unknown before, settled (yes or no) now. */
  readonly newlyAnswerable: number
  /** Settled before, unknown now. */
  readonly newlyUnknown: number
}

/**
 * People sorted into groups by a FEEL expression. Without more: one group a value. `bands`: lower ends of bands of numbers
 * (`[0, 19, 65]` makes 0-18, 19-64, 65 and over). `quantiles`: so many groups of equal size by number, lowest first (10: deciles).
 */
export interface GroupBy {
  readonly id: string
  readonly value: string
  readonly bands?: readonly number[]
  readonly quantiles?: number
}

/** One group of a table. `group` is the value, `0-18`, `65+`, or `1`..`10`; `unknown` and `none` where the expression is. */
export interface GroupRow {
  readonly group: string
  readonly people: number
  readonly before: Tally
  readonly after: Tally
  /** Those who get more (or become entitled where there is no amount), and those who get less. */
  readonly winners: Gain
  readonly losers: Gain
}

/** Before, after and between, for one service. Without `reform` both sides are the same. */
export interface ServiceComparison {
  readonly service: string
  readonly before: Tally
  readonly after: Tally
  readonly delta: Delta
  readonly winners: Gain
  readonly losers: Gain
  /** By the id of the grouping; only for services that differ between the two (or were asked for by name). */
  readonly by: Readonly<Record<string, readonly GroupRow[]>>
  /** The same counted in households (`people` and counts are households), where `household` was given. */
  readonly households?: HouseholdComparison
}

/** A household is as its best placed member is: whoever would surely get most. It stands in the group of its first member. */
export interface HouseholdComparison extends Omit<GroupRow, 'group'> {
  readonly by: Readonly<Record<string, readonly GroupRow[]>>
}

/** Which way a condition goes. */
export type Route =
  /** A column of bits as it is stored. */
  | 'bits'
  /** Compared by code: the expression reads one column and is worked out once for each of its values. */
  | 'codes'
  /** Arithmetic on whole columns, then compared. */
  | 'columns'
  /** A column that the closure back end worked out person by person when the population was made (lists, units). */
  | 'derived'
  /** Person by person now, by the closure back end, and kept. */
  | 'person'
  /** The same for everybody: parameters and the day. */
  | 'constant'

/** One leaf of the conditions: what it is, which way it goes, why it goes no faster way. */
export interface RouteEntry {
  readonly text: string
  readonly route: Route
  readonly why?: string
}

/** An expression that takes too many turns for some people: it is unknown for them, so are the services that rest on it alone. */
export interface GivenUp {
  readonly text: string
  readonly services: readonly string[]
}

export interface RouteReport {
  readonly leaves: readonly RouteEntry[]
  /** The slowest route that each service takes. */
  readonly services: readonly { readonly service: string; readonly route: Route }[]
}

/** Two versions over one population on one day. */
export interface CompareOptions {
  readonly population: string
  readonly today: Declarations
  /** Absent: only `today` is evaluated. */
  readonly reform?: Declarations
  readonly asOf: string
  readonly by?: readonly GroupBy[]
  /** Services for which amounts and groups are wanted though nothing differs; those that differ are always in. */
  readonly services?: readonly string[]
  /** `changed`: nothing is said of services whose rules are the same in both versions, so that one changed rule costs one rule. */
  readonly only?: 'changed'
  /** False: counts and differences only, no money and no groups; fastest, and needs no columns for amounts. */
  readonly money?: boolean
  /** The fact that numbers households: they are counted too. People of one must follow one another inside a shard (no `order`). */
  readonly household?: string
  /** Worker threads; 0 or absent works in this one. */
  readonly workers?: number
  readonly onProgress?: (done: number, shards: number) => void
}

export interface Comparison {
  readonly people: number
  readonly asOf: string
  readonly services: readonly ServiceComparison[]
  /** All services with amounts or differences together, person by person: who gets more or less in the end. */
  readonly total: Omit<ServiceComparison, 'service' | 'delta'>
  readonly routes: RouteReport
  readonly givenUp: readonly GivenUp[]
  /** Names what was computed, so that a link can be followed later: hashes of people, rules and parameters. */
  readonly identity: { readonly population: string; readonly today: string; readonly reform: string }
}
