/** Answers put in the order in which they help: certain by law, probably, one answer away. */
import type { Screened } from '@dpg/benefits/contract'
import type { Answers } from './answers.ts'
import { DISTRICT } from './questions.ts'
import type { CheckWorld } from './world.ts'

export const GROUPS = ['certain', 'probably', 'oneAway'] as const
export type Group = (typeof GROUPS)[number]
export type Grouped = Readonly<Record<Group, readonly Screened[]>>

/** Within a group: worked out from the law first, then the reader's own district, then what people look for. */
export function grouped(
  results: readonly Screened[],
  answers: Answers,
  { views, ofDistrict }: Pick<CheckWorld, 'views' | 'ofDistrict'>,
): Grouped {
  const groups: Record<Group, Screened[]> = { certain: [], probably: [], oneAway: [] }
  for (const one of results) {
    const group = groupOf(one)
    if (group) groups[group].push(one)
  }
  const district = answers[DISTRICT]
  const local: ReadonlySet<string> = typeof district === 'string' ? ofDistrict(district) : new Set()
  const worth = ({ service, basis }: Screened) =>
    (basis === 'law' ? 1e9 : 0) + (local.has(service) ? 1e8 : 0) + Math.min(views(service), 9e7)
  for (const group of GROUPS) groups[group].sort((a, b) => worth(b) - worth(a) || (a.service < b.service ? -1 : 1))
  return groups
}

export function groupOf({ outcome, basis, missing }: Screened): Group | undefined {
  if (outcome === 'eligible') return basis === 'law' ? 'certain' : 'probably'
  return outcome === 'unknown' && missing.length === 1 ? 'oneAway' : undefined
}

/** Facts that alone stand between the reader and the answer of a service worked out from its law. */
export const decidingIn = (results: readonly Screened[]): ReadonlySet<string> =>
  new Set(results.filter((one) => one.basis === 'law' && groupOf(one) === 'oneAway').flatMap(({ missing }) => missing))
