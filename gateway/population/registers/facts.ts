/** What a register answers: values by fact id. Absent means that it knows nothing; null that it knows there is none. */
import type { Json } from '@dpg/rules'

export type Facts = Readonly<Record<string, Json>>

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
