/** Columns of the population file: one for each single value that a register holds, by fact id, and what follows from the list of members. */
import { readdirSync, readFileSync } from 'node:fs'
import { dayFromIso } from '@dpg/period'
import type { Json } from '@dpg/rules'
import type { SchemaElement } from 'hyparquet-writer'
import { parse } from 'yaml'
import { ageOn } from './ages.ts'
import { childrenOf, type SyntheticPerson } from './person.ts'
import { type Facts, type RegisterId, REGISTERS } from './registers/facts.ts'

type Cell = null | boolean | number | string

export interface Column {
  readonly name: string
  readonly element: SchemaElement
  /** Whose facts it is read from; null when the person is enough. */
  readonly register: RegisterId | null
  readonly read: (person: SyntheticPerson, facts: Facts) => Cell
}

interface FactEntry {
  readonly id: string
  readonly type: string
  readonly register?: string
  readonly derive?: string
}

type Kind = 'boolean' | 'number' | 'string' | 'date'

/** Whole won of any size are exact in a DOUBLE; a day is a DATE. */
const ELEMENTS: Readonly<Record<Kind, Omit<SchemaElement, 'name'>>> = {
  boolean: { type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
  number: { type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  date: { type: 'INT32', converted_type: 'DATE', repetition_type: 'OPTIONAL' },
}

const column = (name: string, kind: Kind, read: Column['read'], register: RegisterId | null = null): Column => ({
  name,
  element: { name, ...ELEMENTS[kind] },
  register,
  read,
})

const single = (value: Json | undefined): Cell => {
  if (value === undefined || value === null) return null
  if (typeof value === 'object') throw new Error('a list has no column')
  return value
}

const registerOf = (name: string | undefined): RegisterId => {
  const register = REGISTERS.find((id) => id === name)
  if (register === undefined) throw new Error(`nobody answers for the register ${name}`)
  return register
}

const factColumn = ({ id, type, register }: FactEntry): Column =>
  type === 'date'
    ? column(id, 'date', (_, facts) => (typeof facts[id] === 'string' ? dayFromIso(facts[id]) : null), registerOf(register))
    : column(id, type as Kind, (_, facts) => single(facts[id]), registerOf(register))

const youngest = (person: SyntheticPerson): number | null => {
  const days = childrenOf(person).map(({ birthDate }) => dayFromIso(birthDate))
  return days.length === 0 ? null : Math.max(...days)
}
const childrenBelow = (age: number) => (person: SyntheticPerson) =>
  childrenOf(person).filter((child) => ageOn(child) < age).length

/** Derived facts that read household.members, given directly because a column holds no list. */
const FROM_MEMBERS: readonly Column[] = [
  column('household.size', 'number', ({ household }) => household.members.length),
  column('household.hasSpouse', 'boolean', ({ spouse }) => spouse !== null),
  column('household.childCount', 'number', (person) => childrenOf(person).length),
  column('household.minorChildCount', 'number', childrenBelow(19)),
  column('household.childrenUnder18', 'number', childrenBelow(18)),
  column('household.preschoolChildCount', 'number', childrenBelow(6)),
  column('household.youngestChildBirthDate', 'date', youngest),
  column('household.elderlyCount', 'number', ({ household }) => household.members.filter((member) => ageOn(member) >= 65).length),
  column(
    'household.disabledCount',
    'number',
    ({ household }) => household.members.filter(({ health }) => health.disability !== null).length,
  ),
]

/** All columns of a pack folder, in the order of its vocabulary. */
export const columnsOf = (folder: string): readonly Column[] => {
  const entries = readdirSync(`${folder}/facts`)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .flatMap((name): readonly FactEntry[] => parse(readFileSync(`${folder}/facts/${name}`, 'utf8')))
  const held = entries.filter(({ register, derive, type }) => register !== undefined && derive === undefined && type in ELEMENTS)
  return [
    column('id', 'string', ({ id }) => id),
    column('household', 'string', ({ householdId }) => householdId),
    ...held.map(factColumn),
    ...FROM_MEMBERS,
  ]
}
