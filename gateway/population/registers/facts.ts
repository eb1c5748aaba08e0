/** What a register answers: values by fact id. Absent means that it knows nothing; null that it knows there is none. */
import type { Json } from '@dpg/rules'
import type { SyntheticPerson } from '../person.ts'

export type Facts = Readonly<Record<string, Json>>

/** Somebody else, in an answer about a person: the register puts its own name in the place of the id. */
export const asRelative = ({ id, name, birthDate }: SyntheticPerson): Facts => ({ subject: id, name, birthDate })

export const REGISTERS = [
  'resident-register',
  'family-register',
  'national-tax',
  'health-insurance',
  'employment-insurance',
  'social-security',
  'disability',
  'property',
  'school',
  'immigration',
] as const
export type RegisterId = (typeof REGISTERS)[number]
