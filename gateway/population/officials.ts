/** The named officials of the demo country: officials.yaml, read and checked. */
import { readFileSync } from 'node:fs'
import type { OfficialId, Text } from '@dpg/kernel'
import { parse } from 'yaml'
import { z } from 'zod'

const ROLES = [
  'caseworker',
  'approver',
  'privacy-officer',
  'administrator',
  'rule-author',
  'rule-approver',
  'policy-analyst',
  'investigator',
] as const

export interface Official {
  readonly id: OfficialId
  readonly name: string
  /** Office code: a municipality (`11620`) or an agency (`1051000`). */
  readonly office: string
  readonly agency: string
  readonly roles: readonly (typeof ROLES)[number][]
  readonly title: Text
}

const schema = z.array(
  z.strictObject({
    id: z
      .string()
      .regex(/^off_[0-9a-f-]{36}$/)
      .transform((id) => id as OfficialId),
    name: z.string(),
    office: z.string(),
    agency: z.string(),
    roles: z.array(z.enum(ROLES)),
    title: z.strictObject({ ko: z.string(), en: z.string() }),
  }),
)

export const readOfficials = (): readonly Official[] =>
  schema.parse(parse(readFileSync(new URL('officials.yaml', import.meta.url), 'utf8')))
