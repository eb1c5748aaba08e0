/** Service, part 8: decisions, fees, outputs, payments, notices, appeal. */
import { z } from 'zod'
import { code, feel, law, listOf, maybe, period, slug, text } from './words.ts'

export const OUTCOMES = ['grant', 'partial', 'refuse', 'close', 'return'] as const
export const CHANNELS = [
  'web',
  'app',
  'counter',
  'anyOffice',
  'phone',
  'post',
  'fax',
  'kiosk',
  'api',
  'intermediary',
  'email',
  'visit',
  'other',
] as const

const reasonSchema = z.strictObject({
  code: slug,
  says: text,
  law: maybe(law),
  whatYouCanDo: maybe(text),
  alternatives: listOf(code),
})

export const decisionSchema = z
  .strictObject({
    code: slug,
    /** Left out: the code itself where it is one of the five. */
    outcome: z.enum(OUTCOMES).optional(),
    title: text,
    /** Reason codes (이유제시, 행정절차법 제23조). A refusal that lists none gets one for each criterion. */
    reasons: listOf(reasonSchema),
    notice: maybe(slug),
    template: maybe(slug),
    law: maybe(law),
    /** `appeal[].id`; null: every appeal the service has. */
    appeal: z
      .union([slug.transform((id) => [id]), z.array(slug)])
      .nullable()
      .default(null),
    signedBy: maybe(z.string()),
  })
  .transform((d, context) => {
    const own = OUTCOMES.find((outcome) => outcome === d.code)
    if (d.outcome === undefined && own === undefined) context.addIssue({ code: 'custom', message: 'outcome', path: ['outcome'] })
    return { ...d, outcome: d.outcome ?? own ?? ('close' as const) }
  })
export type Decision = z.output<typeof decisionSchema>

export const feeSchema = z.strictObject({
  id: slug.default('fee'),
  /** Whole won, or FEEL. */
  amount: z.union([z.int().min(0), feel]),
  currency: z.string().default('KRW'),
  channel: z.union([z.enum(['all', ...CHANNELS]), z.array(z.enum(CHANNELS))]).default('all'),
  exemption: maybe(feel),
  when: z.enum(['pre', 'mid', 'post']).default('pre'),
  refund: maybe(text),
  revenueCode: maybe(code),
  law: maybe(law),
  says: maybe(text),
})

export const outputSchema = z.strictObject({
  id: slug,
  type: z.enum(['document', 'credential', 'registration', 'notice', 'payment', 'appointment', 'none']),
  title: maybe(text),
  description: maybe(text),
  template: maybe(slug),
  validFor: maybe(period),
  copies: z.int().positive().default(1),
  delivery: z.array(z.enum(['inbox', 'wallet', 'post', 'counter', 'kiosk', 'account'])).default(['inbox']),
  /** A number and a page where anyone may check it; credentials always are. */
  verification: z.boolean().default(false),
  revocation: z.boolean().default(false),
  /** Facts that the document states. */
  facts: listOf(z.string()),
  /** Facts that a register is told to change; no other is changed for this service. */
  changes: listOf(z.string()),
  /** Given only on these decisions; empty: on every grant. */
  on: listOf(slug),
})

export const paymentSchema = z.strictObject({
  id: slug.default('payment'),
  payee: z.enum(['applicant', 'child', 'household', 'provider', 'landlord']).default('applicant'),
  /** The fact that names the account. */
  account: z.string().default('person.bankAccount'),
  schedule: z.strictObject({
    every: z.enum(['month', 'quarter', 'semester', 'year', 'once']),
    day: maybe(z.int().min(1).max(31)),
    law: maybe(law),
    from: maybe(text),
  }),
  accountCheck: z.boolean().default(true),
  offset: maybe(text),
  law: maybe(law),
})

export const noticeSchema = z.strictObject({
  /** submitted | supplement | decided | delayed | paid | changed | reminder … or `decided.refuse` */
  event: slug,
  template: slug,
  /** 송달: has a legal effect, so it must reach the person somehow. */
  legal: z.boolean().default(false),
  law: maybe(law),
  channels: z.array(z.enum(['inbox', 'app', 'sms', 'email', 'post', 'messenger'])).default(['inbox']),
  requireRead: z.boolean().default(false),
  readWithin: maybe(period),
  fallback: maybe(z.literal('post')),
  retry: maybe(z.strictObject({ every: period, times: z.int().positive() })),
  reminders: z.array(period).default([]),
  quietHours: maybe(z.strictObject({ from: z.iso.time(), to: z.iso.time() })),
})

export const appealSchema = z.strictObject({
  id: slug,
  kind: z.string().min(1),
  body: text,
  /** From which event the time runs. */
  from: z.enum(['known', 'delivered', 'decided']).default('known'),
  within: maybe(period),
  law: maybe(law),
  how: maybe(text),
  service: maybe(code),
  url: maybe(z.url()),
})

export const result = {
  decisions: listOf(decisionSchema),
  fees: listOf(feeSchema),
  outputs: listOf(outputSchema),
  payments: listOf(paymentSchema),
  notices: listOf(noticeSchema),
  appeal: listOf(appealSchema),
}
