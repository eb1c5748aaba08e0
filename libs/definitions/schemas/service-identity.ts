/** Service, parts 1-3: what it is, the law it stands on, whom it is for. */
import { z } from 'zod'
import { code, day, feel, law, listOf, maybe, parameterId, relation, slug, text, words } from './words.ts'

export const STATUSES = ['draft', 'active', 'paused', 'seasonal', 'closed', 'archived'] as const
export const KINDS = ['benefit', 'certificate', 'registration', 'permit', 'report', 'complaint', 'inquiry'] as const
export const LIFE_EVENTS = [
  'birth',
  'childcare',
  'schooling',
  'youth',
  'work',
  'job-loss',
  'moving',
  'marriage',
  'illness',
  'disability',
  'ageing',
  'crisis',
  'death',
] as const
export const BUSINESS_EVENTS = [
  'starting',
  'hiring',
  'financing',
  'growing',
  'exporting',
  'relocating',
  'crisis',
  'closing',
] as const
export const AUDIENCES = ['person', 'household', 'company', 'foreigner', 'institution'] as const

/** When one may apply (신청기한). `unstated`: the source does not say; `note` keeps what it does say. */
export const windowSchema = z
  .strictObject({
    kind: z.enum(['always', 'dates', 'yearly', 'budget', 'unstated']).optional(),
    from: maybe(day),
    to: maybe(day),
    note: maybe(text),
  })
  .transform((w) => ({ ...w, kind: w.kind ?? (w.from !== null || w.to !== null ? ('dates' as const) : ('always' as const)) }))

/** An office: a text when only its name is known. */
const office = z.union([
  text,
  z
    .string()
    .min(1)
    .transform((ko) => text.parse({ ko })),
])
export const PROCESSING = ['sigungu', 'sido', 'eupmyeondong', 'agency'] as const

export const lawSchema = z.strictObject({
  ref: law,
  relation: z
    .enum(['establishes', 'limits', 'amount', 'fee', 'evidence', 'appeal', 'procedure', 'privacy', 'sanction'])
    .default('establishes'),
  /** ELI or law id, and the hash of the words relied upon, where they are kept. */
  eli: maybe(z.string()),
  quoteHash: maybe(z.string()),
  note: maybe(text),
})

export const identity = {
  /** The official 서비스ID; a slug where the catalogue has none. */
  id: code,
  urn: maybe(z.string()),
  gov24ServiceId: maybe(code),
  minwonCode: maybe(code),
  version: z.string().regex(/^\d+\.\d+\.\d+(-[\w.]+)?$/),
  previousVersion: maybe(z.string()),
  effectiveFrom: day,
  effectiveTo: maybe(day),
  status: z.enum(STATUSES).default('active'),
  statusReason: maybe(text),
  windows: z.array(windowSchema).prefault([{ kind: 'always' }]),
  title: text,
  shortTitle: maybe(text),
  description: text,
  /** 쉬운 글 */
  easyText: maybe(text),
  keywords: words.prefault({}),
  synonyms: words.prefault({}),
  /** Code of the competent authority (소관기관). */
  agency: code,
  /** Institution that keeps this definition; null: the competent authority. */
  owner: maybe(code),
  offices: z
    .strictObject({
      receiving: maybe(office),
      processing: z.enum(PROCESSING).default('sigungu'),
      /** FEEL that chooses among processing offices; null: by residence. */
      rule: maybe(feel),
      consulted: listOf(office),
    })
    .prefault({}),
  contact: maybe(
    z.strictObject({
      name: maybe(text),
      phone: maybe(code),
      url: maybe(z.url()),
      email: maybe(z.email()),
      hours: maybe(z.string()),
    }),
  ),
  /** 서비스분야 of the catalogue. */
  field: maybe(z.string()),
  /** One of the 22 areas of local administration; theme, sector (NACE), COFOG where known. */
  workArea: maybe(z.string()),
  theme: maybe(z.string()),
  sector: maybe(z.string()),
  cofog: maybe(code),
  lifeEvents: listOf(z.enum(LIFE_EVENTS)),
  businessEvents: listOf(z.enum(BUSINESS_EVENTS)),
  relatedServices: listOf(code),
  /** Services that must be received for this one to be given. */
  requiresServices: listOf(relation),
  bundles: listOf(slug),
  kind: z.enum(KINDS),
  /** 신고수리, 인가, 급여결정 … */
  legalEffect: maybe(z.string()),
  maintainers: listOf(z.string()),
  changeLog: listOf(z.strictObject({ version: z.string(), on: day, says: text })),
  reviewDueAt: maybe(day),
  licence: z.string().default('Apache-2.0'),
}

export const legal = {
  law: listOf(lawSchema),
  /** cpsv:Rule. Left out: one for the criteria and one for the amount, each with its articles. */
  rules: listOf(z.strictObject({ id: slug, title: text, description: text, implements: z.array(law) })),
  localVariants: listOf(
    z.strictObject({
      id: slug,
      /** Area codes that have this ordinance. */
      areas: z.array(code).min(1),
      ordinance: law,
      title: maybe(text),
      /** JSON Patch (RFC 6902), only on paths that are not protected. */
      overrides: z.array(
        z.strictObject({
          op: z.enum(['add', 'replace', 'remove']),
          path: z.string().startsWith('/'),
          value: z.json().optional(),
        }),
      ),
    }),
  ),
}

const mandate = z
  .union([z.boolean(), z.strictObject({ allowed: z.boolean().default(true), mandate: maybe(text), law: maybe(law) })])
  .transform((m) => (typeof m === 'boolean' ? { allowed: m, mandate: null, law: null } : m))

export const audience = {
  audience: z.array(z.enum(AUDIENCES)).min(1).default(['person']),
  applicantTypes: z
    .array(z.enum(['person', 'household', 'company', 'foreigner', 'agent', 'institution']))
    .nullable()
    .default(null),
  representation: z
    .strictObject({
      self: z.boolean().default(true),
      guardian: mandate.prefault(true),
      agent: mandate.prefault(false),
      clerk: z.boolean().default(true),
      intermediary: z.boolean().default(false),
    })
    .prefault({}),
  assurance: z
    .strictObject({
      identity: z.enum(['none', 'low', 'substantial', 'high']).default('substantial'),
      signature: z.enum(['none', 'simple', 'advanced', 'qualified']).default('none'),
      /** Ask for the authenticator again when submitting. */
      reauthenticate: z.boolean().default(false),
    })
    .prefault({}),
  /** Area code when only its residents may apply; null: the whole country. */
  area: maybe(code),
  anyOffice: z
    .union([z.boolean(), z.strictObject({ allowed: z.boolean(), rule: maybe(feel) })])
    .transform((a) => (typeof a === 'boolean' ? { allowed: a, rule: null } : a))
    .prefault(true),
}

export const parametersUsed = z.array(parameterId)
