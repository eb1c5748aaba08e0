/** Children born after the people were made: nobody of their own yet, a member of the family in every register that lists it. */
import type { PersonId } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import {
  type Facts,
  type PopulationPack,
  type Relation,
  relationOf,
  type Residence,
  type SyntheticPerson,
} from '../population/index.ts'
import type { LifeEvent } from './change.ts'
import type { Learned } from './world.ts'

export interface Born {
  readonly parent: SyntheticPerson
  readonly name: string
  readonly sex: 'male' | 'female'
  readonly on: string
}

/** Every fact of a parent that a birth may alter, in whichever register: who hears of the event asks for these and no others. */
const LEARNED = [
  'household.members',
  'household.singleParent',
  'household.birthOrAdoptionDate',
  'person.childbirthDate',
  'person.pregnant',
  'person.expectedBirthDate',
  'household.registeredWith',
]

/** Both parents learn of it; the others of the household see it when they look. */
export function birth(
  born: Born[],
  parent: SyntheticPerson,
  { name, sex, on }: Extract<LifeEvent, { kind: 'birth' }>,
): readonly Learned[] {
  born.push({ parent, name, sex, on })
  const parents = parent.spouse ? [parent, parent.spouse] : [parent]
  return parents.map(({ id }): { person: PersonId; facts: readonly string[] } => ({ person: id, facts: LEARNED }))
}

const ofHousehold = (born: readonly Born[], { household }: SyntheticPerson): readonly Born[] =>
  born.filter(({ parent }) => parent.household === household)

const refAt = (person: SyntheticPerson, index: number): string => String(person.household.members.length + index + 1)

/** What household.members calls the children born since: they move with their parents. */
export const newbornRefs = (born: readonly Born[], person: SyntheticPerson): readonly string[] =>
  ofHousehold(born, person).map((_, index) => refAt(person, index))

/** The facts of one register with the children born since. */
export function familyWith(
  born: readonly Born[],
  person: SyntheticPerson,
  register: string,
  facts: Facts,
  residence: Residence,
  pack: PopulationPack,
): Facts {
  const children = ofHousehold(born, person)
  if (children.length === 0) return facts
  if (register === 'social-security') return { ...facts, ...withMembers(children, person, facts) }
  if (register === 'family-register') return { ...facts, ...withBirthDays(children, person) }
  if (register === 'health-insurance' && children.some((child) => isOwn(child, person)))
    return { ...facts, 'person.pregnant': false, 'person.expectedBirthDate': null }
  if (register === 'resident-register') return { ...facts, ...registered(children, facts, residence, pack) }
  return facts
}

const isOwn = ({ parent }: Born, person: SyntheticPerson): boolean => parent === person || parent.spouse === person

function withMembers(children: readonly Born[], person: SyntheticPerson, facts: Facts): Facts {
  const added = children.map((child, index) => newborn(child, relationTo(person, child), refAt(person, index)))
  const isSingle = children.some((child) => child.parent === person && person.spouse === null)
  return {
    'household.members': [...listOf(facts['household.members']), ...added],
    ...(isSingle ? { 'household.singleParent': true } : {}),
  }
}

const withBirthDays = (children: readonly Born[], person: SyntheticPerson): Facts => {
  const own = children.filter((child) => isOwn(child, person)).at(-1)
  if (!own) return {}
  return { 'household.birthOrAdoptionDate': own.on, ...(person.sex === 'female' ? { 'person.childbirthDate': own.on } : {}) }
}

function registered(children: readonly Born[], facts: Facts, { members }: Residence, pack: PopulationPack): Facts {
  const [head] = members
  const here = children.filter(({ parent }) => members.includes(parent))
  if (!head || here.length === 0) return {}
  const added = here.map((child) => ({
    relation: pack.relationWord(relationTo(head, child)),
    name: child.name,
    birthDate: child.on,
    movedInOn: child.on,
  }))
  return { 'household.registeredWith': [...listOf(facts['household.registeredWith']), ...added] }
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

const BY_PARENT: Readonly<Partial<Record<Relation, Relation>>> = {
  self: 'child',
  spouse: 'child',
  child: 'grandchild',
  childInLaw: 'grandchild',
  parent: 'sibling',
}
const relationTo = (person: SyntheticPerson, { parent }: Born): Relation => BY_PARENT[relationOf(person, parent)] ?? 'other'

const newborn = ({ name, sex, on }: Born, relation: Relation, ref: string): Facts => ({
  ref,
  relation,
  name,
  birthDate: on,
  sex,
  livesTogether: true,
  student: false,
  schoolLevel: 'none',
  militaryMonths: 0,
  disabled: false,
  severelyDisabled: false,
  pregnant: false,
  monthlyIncome: 0,
  annualEarnings: 0,
  attendsDaycare: false,
  abroadDays: 0,
  citizen: true,
  military: false,
  refugee: false,
  homeCareService: false,
  homeCareSupport: 0,
})
