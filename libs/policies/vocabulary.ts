/** The closed lists that policies speak with: who may ask, what for, on whose behalf. Everything else a policy names is refused. */
import { z } from 'zod'

const code = z.string().regex(/^[a-z][a-z0-9-]*$/)
const text = z.strictObject({ ko: z.string().min(1), en: z.string().min(1) })
const words = z.record(code, text)
/** Looks for such a purpose are told to the person later, as the law says. */
const delay = z.strictObject({
  why: z.enum(['investigation', 'relative']),
  law: z.string().min(1).max(200),
  days: z.int().min(1).max(1095).describe('At the latest after so many days'),
})
const purposes = z.record(code, text.extend({ delay: delay.optional() }))

/** `vocabulary.yaml` beside the policies. */
export const vocabularySchema = z.strictObject({
  roles: words.describe('Roles of officials, as the directory gives them'),
  permissions: words.describe('What routes name as their need; each is an action on a Route'),
  purposes: purposes.describe('What facts may be asked for'),
  mandates: words.describe('Kinds of mandate by which one acts for another'),
  sensitivities: words.describe('How sensitive a fact is'),
})

export type Vocabulary = z.infer<typeof vocabularySchema>
export type TextPair = z.infer<typeof text>

export const PRINCIPALS = ['Visitor', 'Person', 'Official', 'Program'] as const
export type PrincipalType = (typeof PRINCIPALS)[number]
export type ResourceType = 'Route' | 'Fact' | 'Case'

/** Whose it is, seen from who asks: policies cannot name a person, only a relation. */
export const OWNERS = ['asker', 'represented', 'other', 'nobody'] as const
export type Owner = (typeof OWNERS)[number]
export const CONSENTS = ['none', 'given', 'by-law'] as const
export type Consent = (typeof CONSENTS)[number]
/** Nobody is acted for. */
export const SELF = 'nobody'

/** What can be done with things other than routes. */
export const DEEDS = {
  'read-fact': 'Fact',
  'change-fact': 'Fact',
  'view-case': 'Case',
  'work-on-case': 'Case',
} as const satisfies Record<string, ResourceType>

export const actionsOf = ({ permissions }: Vocabulary): ReadonlyMap<string, ResourceType> =>
  new Map([...Object.keys(permissions).map((id): [string, ResourceType] => [id, 'Route']), ...Object.entries(DEEDS)])
