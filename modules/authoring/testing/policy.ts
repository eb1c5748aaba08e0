/** For tests only: a what-if over some people of every age, counted one by one. */
import type { Comparison, Estimate, Policy, RunResult } from '@dpg/policy/contract'
import { createEngine, type Declarations, type Json } from '@dpg/rules'

const PEOPLE = 200
const NATION = 51_700_000

/** Of every age from 0 to 99; one in ten has no known income. */
const people: readonly Readonly<Record<string, Json>>[] = Array.from({ length: PEOPLE }, (_, i) => ({
  'person.birthDate': `${2026 - (i % 100)}-01-01`,
  'person.nationality': 'KR',
  'person.maritalStatus': 'single',
  'person.occupationalPensionType': 'none',
  'person.receivesNationalPension': false,
  ...(i % 10 === 0 ? {} : { 'household.basicPensionRecognisedIncome': 1_000_000 }),
}))

export function createPolicy(): Pick<Policy, 'compare' | 'people' | 'prepare'> {
  return {
    compare: async (comparison) => compare(comparison),
    people: async () => ({ version: 'sha256:few', people: PEOPLE, nation: NATION, seed: 1, isReady: true }),
    prepare: async () => {},
  }
}

function compare({ service, asOf, before, after }: Comparison): RunResult {
  const stands = (rules: Declarations) => {
    const engine = createEngine(rules)
    return people.map((facts) => engine.screen({ facts, asOf, services: [service] }).results[0]!)
  }
  const [old, now] = [stands(before), stands(after)]
  const weight = NATION / PEOPLE
  const estimate = (count: number): Estimate => ({ value: count * weight, margin: 0 })
  const side = (all: typeof old) => ({
    eligible: estimate(all.filter(({ outcome }) => outcome === 'eligible').length),
    unknown: estimate(all.filter(({ outcome }) => outcome === 'unknown').length),
    won: estimate(all.reduce((sum, { outcome, amount }) => sum + (outcome === 'eligible' ? 12 * (amount?.value ?? 0) : 0), 0)),
  })
  const moved = (from: typeof old, to: typeof old) =>
    from.filter(({ outcome }, i) => outcome === 'ineligible' && to[i]!.outcome === 'eligible').length
  const [gained, lost] = [moved(old, now), moved(now, old)]
  const [was, is] = [side(old), side(now)]
  return {
    unit: 'person',
    pays: true,
    sample: { people: PEOPLE, households: PEOPLE },
    weight,
    before: was,
    after: is,
    difference: { eligible: estimate(gained - lost), won: { value: is.won.value - was.won.value, margin: 0 } },
    people: { before: was.eligible.value, after: is.eligible.value },
    winners: { units: estimate(gained), won: null, newly: gained * weight },
    losers: { units: estimate(lost), won: null, newly: lost * weight },
    amountUnknown: { before: 0, after: 0 },
    by: { sido: [], age: [], sex: [], size: [], decile: [] },
    districts: {},
    missing: [],
  }
}
