/** Service, parts 9 and 10: channels and languages; privacy, events, measures, capacity. */
import { z } from 'zod'
import { CHANNELS } from './service-result.ts'
import { feel, language, law, listOf, maybe, period, text } from './words.ts'

export const channelSchema = z.strictObject({
  id: z.string().optional(),
  kind: z.enum(CHANNELS),
  title: maybe(text),
  /** Whole won or FEEL; null only for entries known by the catalogue alone. */
  fee: z
    .union([z.int().min(0), feel])
    .nullable()
    .default(null),
  /** 처리기간 on this channel. */
  time: maybe(period),
  hours: maybe(z.string()),
  limits: maybe(text),
  url: maybe(z.url()),
})

export const access = {
  channels: listOf(channelSchema),
  kiosk: maybe(
    z.strictObject({
      printable: z.boolean().default(true),
      identity: z.enum(['fingerprint', 'idCard', 'mobileId', 'none']).default('mobileId'),
      idleReset: period.default('PT1M'),
      maxCopies: z.int().positive().default(10),
      hideSensitive: z.boolean().default(true),
      script: maybe(text),
    }),
  ),
  languages: z.array(language).min(1).default(['ko', 'en']),
  easyKorean: z.boolean().nullable().default(null),
  signLanguageVideo: maybe(z.url()),
  tts: z.boolean().default(true),
  highContrastTested: maybe(z.iso.date()),
  largeTextTested: maybe(z.iso.date()),
  assistance: maybe(
    z.strictObject({
      says: maybe(text),
      phone: maybe(z.string()),
      callback: z.boolean().default(false),
      visit: z.boolean().default(false),
    }),
  ),
}

export const keeping = {
  privacy: z
    .strictObject({
      purpose: maybe(text),
      law: maybe(law),
      /** Fact ids; left out (or "derived from needs"): exactly what `needs` and `form` take. */
      items: z
        .union([z.array(z.string()), z.string().transform(() => null)])
        .nullable()
        .default(null),
      recipients: listOf(text),
      retention: maybe(period),
      automatedDecision: z.boolean().default(false),
      automatedDecisionNotice: maybe(text),
      dpia: maybe(z.string()),
      /** While `when` is not known to be false, what is seen of others in the household stands in their traces `days` later. */
      discreet: maybe(z.strictObject({ when: feel, law, days: z.int().min(1).max(1095) })),
    })
    .prefault({}),
  classification: z.enum(['open', 'internal', 'personal', 'sensitive']).default('personal'),
  /** Facts kept under the subject's own key beyond the rest; null: every sensitive and unique fact. */
  fieldEncryption: z.array(z.string()).nullable().default(null),
  accessPolicy: listOf(
    z.strictObject({ role: z.string(), states: z.array(z.string()).default(['*']), fields: z.array(z.string()).default(['*']) }),
  ),
  events: z.array(z.string()).default(['casework.submitted', 'casework.decided']),
  api: z.strictObject({ apply: z.boolean().default(true), status: z.boolean().default(true) }).prefault({}),
  idempotency: z.strictObject({ key: z.string().default('Idempotency-Key'), ttl: period.default('P1D') }).prefault({}),
  metrics: z
    .array(z.enum(['completion', 'timeToDecision', 'refusalReasons', 'cost', 'satisfaction']))
    .default(['completion', 'timeToDecision', 'refusalReasons', 'satisfaction']),
  slo: z
    .strictObject({ pageP95Ms: z.int().positive().default(300), intakePerSecond: z.number().positive().default(10) })
    .prefault({}),
  capacity: z
    .strictObject({
      perDay: maybe(z.int().positive()),
      peakFactor: z.number().positive().default(5),
      waitingRoom: z.boolean().default(true),
    })
    .prefault({}),
  fixtures: listOf(z.string()),
  goldenDocuments: listOf(z.string()),
  accessibilityChecks: z
    .array(z.enum(['axe', 'keyboard', 'contrast', 'largeText', 'noScript']))
    .default(['axe', 'keyboard', 'contrast', 'largeText', 'noScript']),
  coverage: z
    .strictObject({
      branches: z.boolean().default(true),
      states: z.boolean().default(true),
      notices: z.boolean().default(true),
      languages: z.boolean().default(true),
    })
    .prefault({}),
}
