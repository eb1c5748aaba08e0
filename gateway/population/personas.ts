/** The thirteen named personas: personas.yaml made into people, with ids that never change. */
import { readFileSync } from 'node:fs'
import type { Id, PersonId, Text } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { parse } from 'yaml'
import { CITIZEN } from './draw/origin.ts'
import { accountOf, phoneOf } from './identity.ts'
import type { PopulationPack } from './pack.ts'
import type { Draft, Household, Schooling, SyntheticPerson } from './person.ts'
import { type PersonaEntry, type PersonaMember, personaFile } from './persona-file.ts'

export interface Persona {
  readonly id: PersonId
  readonly name: string
  readonly title: Text
  readonly story: Text
  readonly person: SyntheticPerson
  /** Another of the household who signs in, to answer for themselves. */
  readonly partner: { readonly person: SyntheticPerson; readonly title: Text; readonly story: Text } | null
  /** Facts that no register holds and only the person can tell, by fact id. */
  readonly says: Readonly<Record<string, Json>>
  /** On 2026-11-25, by worked-out service: won, `yes` (nothing is paid or the sum is not known), `unknown`; not named: no. */
  readonly expects: Readonly<Record<string, number | 'yes' | 'unknown'>>
}

const numbered = <T extends Id<string>>(prefix: string, persona: number, member: number): T =>
  `${prefix}_01980000-0000-7000-8000-${String(persona * 100 + member).padStart(12, '0')}` as T

/** The id of a persona, or of another member of the household. */
export const personaId = (persona: number, member: number) => numbered<PersonId>('per', persona, member)

const schoolingOf = ({ schooling, highest }: PersonaMember): Schooling => {
  const none = { grade: null, school: null, graduatedOn: null, daycare: false }
  if (schooling === null) return { ...none, level: 'none', enrolment: 'graduated', highest }
  return { ...none, ...schooling, enrolment: schooling.level === 'none' ? 'none' : 'enrolled' }
}

const makePerson = (member: PersonaMember, id: PersonId, household: Household, pack: PopulationPack): Draft<SyntheticPerson> => ({
  id,
  name: member.name,
  birthDate: member.birthDate,
  sex: member.sex,
  area: pack.places.districtOf(household.eupmyeondong).area,
  eupmyeondong: household.eupmyeondong,
  householdId: household.id,
  household,
  marital: member.marital,
  marriedOn: member.marriedOn,
  spouse: null,
  parents: [],
  grandparents: [],
  origin: { ...CITIZEN, ...member.origin },
  work: member.work,
  pensions: { ...member.pensions, occupational: 'none', occupationalAmount: 0 },
  schooling: schoolingOf(member),
  health: {
    ...member.health,
    due: null,
    dementia: false,
    careGrade: 'none',
    hospitalised: false,
    inCareFacility: false,
    veteran: null,
  },
  assets: member.assets,
  receives: member.receives,
  originFamily: member.originFamily,
  phone: phoneOf(id),
  bank: { bank: pack.words('bank')[0] ?? '', number: accountOf(id) },
})

const makeFamily = (entry: PersonaEntry, number: number, pack: PopulationPack): Household => {
  const { members, ...rest } = entry.household
  const id = numbered<Id<'HouseholdId'>>('hh', number, 0)
  const household: Draft<Household> = { ...rest, id, members: [], adopted: false, fosters: false, emergencySince: null }
  const people = members.map((member, i) => makePerson(member, numbered<PersonId>('per', number, i + 1), household, pack))
  const nth = (n: number): SyntheticPerson => {
    const person = people[n - 1]
    if (person === undefined) throw new Error(`personas.yaml: no member ${n} in household ${number}`)
    return person
  }
  for (const [i, member] of members.entries()) {
    const person = people[i]
    if (person === undefined) continue
    person.spouse = member.spouse === null ? null : nth(member.spouse)
    person.parents = member.parents.map(nth)
  }
  household.members = people
  return household
}

/** Every persona with the household; the first member of a household is its head. */
export const readPersonas = (pack: PopulationPack): readonly Persona[] =>
  personaFile.parse(parse(readFileSync(new URL('personas.yaml', import.meta.url), 'utf8'))).map((entry, i) => {
    const { members } = makeFamily(entry, i + 1, pack)
    const nth = (n: number): SyntheticPerson => {
      const found = members[n - 1]
      if (found === undefined) throw new Error(`personas.yaml: no member ${n} in household ${i + 1}`)
      return found
    }
    const person = nth(entry.person)
    const partner = entry.partner && { ...entry.partner, person: nth(entry.partner.person) }
    const account = { bank: person.bank.bank, number: person.bank.number, holder: person.name }
    const says = { 'person.phone': person.phone, 'person.bankAccount': account, ...entry.says }
    return {
      id: person.id,
      name: person.name,
      title: entry.title,
      story: entry.story,
      person,
      partner,
      says,
      expects: entry.expects,
    }
  })
