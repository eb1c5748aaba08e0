/** Households one after another with all that registers know of each member: for whoever counts over a whole population. */
import type { Json } from '@dpg/rules'
import { factsFrom } from './facts-of.ts'
import { generate, type Wanted } from './generate.ts'
import type { PopulationPack } from './pack.ts'
import { type Facts, REGISTERS } from './registers/facts.ts'

/** The head first. `income` of the household in won a month. */
export interface PopulationHousehold {
  readonly sigungu: string
  readonly income: number
  readonly members: readonly { readonly facts: Facts; readonly birthDate: string; readonly sex: string }[]
}

/** Who somebody is, and lists that no rule reads: nobody counts by them. */
const LEFT_OUT = [
  'person.name',
  'person.residentNumber',
  'person.passportNumber',
  'person.address',
  'person.phone',
  'person.bankAccount',
  'household.registeredWith',
  'business.registrationNumber',
  'person.companies',
  'business.name',
]

/** The same wish gives the same rows. */
export function* populationRows(wanted: Wanted, pack: PopulationPack): Generator<PopulationHousehold> {
  for (const { members } of generate(wanted, pack)) {
    const rows = members.map((person) => {
      const facts: Record<string, Json> = Object.assign({}, ...REGISTERS.map((register) => factsFrom(person, register, pack)))
      for (const id of LEFT_OUT) delete facts[id]
      const list = facts['household.members']
      if (Array.isArray(list)) facts['household.members'] = list.map(nameless)
      return { facts, birthDate: person.birthDate, sex: person.sex, area: person.area }
    })
    yield { sigungu: rows[0]?.area ?? '', income: incomeOf(rows[0]?.facts ?? {}), members: rows }
  }
}

/** Before deductions: earnings, business, property, transfers. */
const incomeOf = (facts: Facts): number =>
  ['Earnings', 'BusinessIncome', 'PropertyIncome', 'TransferIncome']
    .map((kind) => facts[`household.monthly${kind}`])
    .reduce<number>((total, won) => total + (typeof won === 'number' ? won : 0), 0)

function nameless(member: Json): Json {
  if (member === null || typeof member !== 'object' || Array.isArray(member)) return member
  const { name: _name, ref: _ref, ...rest } = member as Record<string, Json>
  return rest
}

/** How many people the pack's population table counts. */
export const nationOf = ({ residents }: PopulationPack): number =>
  residents.reduce((total, { counts }) => total + counts.reduce((sum, n) => sum + n, 0), 0)
