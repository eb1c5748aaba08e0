/** What the API answers about consents of others. */
import { z } from 'zod'

const instant = z.string().describe('ISO 8601 instant')

const standing = z.object({
  id: z.string(),
  of: z.enum(['spouse', 'members', 'parents']),
  state: z
    .enum(['asked', 'given', 'refused', 'withdrawn', 'expired', 'not-needed'])
    .describe('expired: never answered; not-needed: not counted with the applicant any more'),
  askedAt: instant,
  until: instant.describe('Until when an answer is waited for'),
  decidedAt: instant.nullable(),
  validUntil: instant.nullable().describe('Of one that was given: the last moment at which it holds'),
  isPaper: z.boolean().describe('Answered on paper'),
})
const refusal = z.enum(['upload', 'officer', 'stop']).describe('What the law makes of a no')
export const asked = standing.extend({
  service: z.object({ id: z.string(), title: z.string() }),
  applicant: z.string().describe('Name of who applied'),
  office: z.object({ name: z.string(), phone: z.string().nullable() }),
  child: z.string().nullable().describe('The child for whom I am asked as its guardian'),
  children: z.array(z.string()).describe('Children in the household for whom my own answer counts too'),
  purposes: z.array(z.object({ why: z.string(), law: z.string(), facts: z.array(z.string()), registers: z.array(z.string()) })),
  refusal,
  can: z.array(z.enum(['agree', 'refuse', 'withdraw'])).describe('What may be answered now'),
})
export const ofCase = standing.extend({
  name: z.string(),
  isByGuardian: z.boolean().describe('Under age: a guardian answers for them'),
  isAskedHere: z.boolean().describe('Has an account and was asked there'),
  refusal,
  law: z.string(),
  paper: z
    .object({ document: z.string(), signedOn: z.string(), by: z.string() })
    .nullable()
    .describe('For the office: what was handed in'),
  canRecord: z.boolean(),
})
