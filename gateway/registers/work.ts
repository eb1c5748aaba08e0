/** A job lost, an income changed: what employment insurance and social security know afterwards. */
import type { PersonId } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { type Facts, refOf, type SyntheticPerson } from '../population/index.ts'
import type { LifeEvent } from './change.ts'
import type { Learned, Patch } from './world.ts'

/** How much more than before each person earns, a month. */
export type Raises = Map<PersonId, number>
type FactsOf = (person: SyntheticPerson, register: string) => Facts

const EMPLOYMENT = 'employment-insurance'
const SOCIAL = 'social-security'

export interface Wages {
  readonly raises: Raises
  readonly factsOf: FactsOf
  readonly patch: Patch
}

export function jobLost(
  wages: Wages,
  person: SyntheticPerson,
  { on, reason }: Extract<LifeEvent, { kind: 'job-lost' }>,
): readonly Learned[] {
  const learned = incomeOf(wages, person, 0)
  const lost: Facts = {
    'person.employmentStatus': 'unemployed',
    'person.registeredJobSeeker': true,
    'person.lastJobEndedOn': on,
    'person.jobLossReason': reason,
    'person.employmentInsured': false,
    'person.weeklyHours': 0,
    'person.jobStartedOn': null,
    'person.employerSize': null,
    'person.worksAtSmallFirm': false,
    'person.onParentalLeave': false,
  }
  wages.patch(person.id, EMPLOYMENT, lost)
  return learned.map((one) => (one.person === person.id ? { ...one, facts: [...Object.keys(lost), ...one.facts] } : one))
}

/** Wages count for the person and, as income of the household, for everybody in it. */
export function incomeOf({ raises, factsOf, patch }: Wages, person: SyntheticPerson, monthly: number): readonly Learned[] {
  const before = amount(factsOf(person, EMPLOYMENT), 'person.monthlyEarnings')
  raises.set(person.id, (raises.get(person.id) ?? 0) + monthly - before)
  patch(person.id, EMPLOYMENT, { 'person.monthlyEarnings': monthly })
  patch(person.id, SOCIAL, { 'person.regularEarnings': monthly })
  if (person.spouse) patch(person.spouse.id, SOCIAL, { 'household.spouseRegularEarnings': monthly })
  for (const member of person.household.members) {
    const household = amount(factsOf(member, SOCIAL), 'household.monthlyEarnings')
    patch(member.id, SOCIAL, { 'household.monthlyEarnings': Math.max(0, household - before + monthly) })
  }
  return person.household.members.map((member) => ({
    person: member.id,
    facts: [
      ...(member === person ? ['person.monthlyEarnings', 'person.regularEarnings'] : []),
      ...(member === person.spouse ? ['household.spouseRegularEarnings'] : []),
      'household.monthlyEarnings',
      'household.members',
    ],
  }))
}

/** The members as household.members lists them, with what they earn now. */
export function withRaises(raises: Raises, { household }: SyntheticPerson, register: string, facts: Facts): Facts {
  const raised = household.members.filter(({ id }) => raises.has(id))
  const members = facts['household.members']
  if (register !== SOCIAL || raised.length === 0 || !Array.isArray(members)) return facts
  const raiseOf = new Map(raised.map((member) => [refOf(member), raises.get(member.id) ?? 0]))
  const adjusted = members.map((member: Json) => {
    const { ref, monthlyIncome } = member as { ref?: Json; monthlyIncome?: Json }
    const raise = raiseOf.get(String(ref))
    return raise === undefined ? member : { ...(member as Facts), monthlyIncome: Math.max(0, Number(monthlyIncome ?? 0) + raise) }
  })
  return { ...facts, 'household.members': adjusted }
}

const amount = (facts: Facts, id: string): number => {
  const value = facts[id]
  return typeof value === 'number' ? value : 0
}
