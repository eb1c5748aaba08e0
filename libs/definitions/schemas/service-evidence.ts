/** Service, parts 5 and 6: which facts are fetched and why, and what is still asked. */
import { z } from 'zod'
import { code, factId, feel, law, listOf, maybe, period, slug, text } from './words.ts'

export const SOURCES = ['register', 'own', 'wallet', 'person', 'upload', 'paper', 'sworn'] as const
export const SCREEN_KINDS = ['guide', 'question', 'group', 'repeat', 'evidence', 'pay', 'check', 'declare'] as const

/**
 * Whose own consent a need can take besides the applicant's, and the fact that says who they are: rows with `subject`, `name`, `birthDate`,
 * and `guardian` (a subject) of those under age.
 */
export const CONSENTERS = { spouse: 'person.spouse', members: 'household.otherMembers', parents: 'person.parents' } as const
export type Consenters = keyof typeof CONSENTERS

export const uploadSchema = z.strictObject({
  mime: z.array(z.string()).default(['application/pdf', 'image/jpeg', 'image/png']),
  maxBytes: z.int().positive().default(20_000_000),
  maxFiles: z.int().positive().default(10),
  perPage: maybe(text),
  virusScan: z.boolean().default(true),
  ocr: z.boolean().default(false),
})

/** Evidence: which facts, from where, by which law. One need is one request with one purpose. */
export const needSchema = z.strictObject({
  id: slug.optional(),
  facts: z.array(factId).default([]),
  /** A document, when the proof is no fact (an estimate, a contract). */
  document: maybe(text),
  /** Null: each fact's register, by the vocabulary. */
  source: z.enum(SOURCES).nullable().default(null),
  register: maybe(code),
  law: maybe(law),
  why: maybe(text),
  /** Needed only when this FEEL is true. */
  when: maybe(feel),
  /** cpsv:Requirement it proves (`requirements[].id` or a criterion's id). */
  fulfils: listOf(slug),
  /** Needs with the same group are alternatives: one of them is enough. */
  anyOf: maybe(slug),
  consent: z
    .strictObject({
      required: z.boolean().default(true),
      /** Each of these people agrees in person before anything of the need is asked for; absent: the applicant alone. */
      of: z.enum(['spouse', 'members', 'parents']).optional(),
      /** false: the application goes on without them at once, and what they allow later is looked at then. */
      waits: z.boolean().default(true),
      purpose: maybe(text),
      preview: z.boolean().default(true),
      refusal: z.enum(['upload', 'officer', 'stop']).default('upload'),
    })
    .prefault({}),
  onFailure: z.enum(['wait', 'upload', 'officer', 'substitute']).default('wait'),
  /** How long a fetched value may be used again; null: the fact's `validFor`. */
  ttl: maybe(period),
  /** How old a document may be. */
  validFor: maybe(period),
  retention: maybe(period),
  copies: z.int().positive().default(1),
  original: z.boolean().default(false),
  /** Why there is no other way than an upload, when `source: upload`. */
  uploadReason: maybe(text),
  upload: maybe(uploadSchema),
})
export type Need = z.output<typeof needSchema>

export const requirementSchema = z.strictObject({
  id: slug,
  title: text,
  when: maybe(feel),
  law: maybe(law),
  fulfils: listOf(slug),
})

const declarationSchema = z.strictObject({
  id: slug,
  says: text,
  law: maybe(law),
  required: z.boolean().default(true),
  /** Only for those for whom this is not false; null: for everybody. */
  when: maybe(feel),
})

export const screenSchema = z.strictObject({
  id: slug,
  kind: z.enum(SCREEN_KINDS).default('question'),
  title: text,
  text: maybe(text),
  fields: listOf(z.string()),
  showWhen: maybe(feel),
  /** The next screen by FEEL; null: the next in the list. */
  branch: listOf(z.strictObject({ when: feel, to: slug })),
  /** Ends the form here with this text when the FEEL is true. */
  exit: maybe(z.strictObject({ when: feel, says: text })),
  declarations: listOf(declarationSchema),
  /** The list fact a `repeat` screen goes through. */
  each: maybe(z.string()),
})
export type Screen = z.output<typeof screenSchema>

const hintSchema = z.strictObject({
  label: maybe(text),
  hint: maybe(text),
  error: maybe(text),
  autocomplete: maybe(z.string()),
  inputmode: maybe(z.string()),
  width: maybe(z.string()),
  sensitive: z.boolean().default(false),
  readAloud: maybe(text),
  easyText: maybe(text),
})

export const evidence = {
  requirements: listOf(requirementSchema),
  needs: listOf(needSchema),
}

export const form = {
  form: z
    .strictObject({
      screens: listOf(screenSchema),
      /** JSON Schema 2020-12 of what is asked; made from the facts unless written. */
      dataSchema: maybe(z.record(z.string(), z.json())),
      hints: z.record(z.string(), hintSchema).default({}),
      prefill: listOf(
        z.strictObject({
          path: z.string(),
          from: z.string(),
          editable: z.boolean().default(false),
          provenance: z.boolean().default(true),
        }),
      ),
      validation: listOf(z.strictObject({ id: slug, test: feel, says: text, fields: listOf(z.string()) })),
      /** What an official should look at when it is false: answers that do not go with what registers say. Nobody is held up by it. */
      flags: listOf(z.strictObject({ id: slug, test: feel, says: text, law: maybe(law) })),
      declarations: listOf(declarationSchema),
      signature: maybe(z.enum(['simple', 'advanced', 'qualified'])),
      draft: z
        .strictObject({ allowed: z.boolean().default(true), ttl: period.default('P30D'), encrypt: z.boolean().default(true) })
        .prefault({}),
      migrations: listOf(
        z.strictObject({
          from: z.string(),
          to: z.string(),
          steps: z.array(
            z.strictObject({
              op: z.enum(['move', 'remove', 'add']),
              path: z.string(),
              from: z.string().optional(),
              value: z.json().optional(),
            }),
          ),
        }),
      ),
      /** Registers the form leans on, and what to say when one is down. */
      dependencies: listOf(z.strictObject({ register: code, says: maybe(text) })),
    })
    .prefault({}),
}
