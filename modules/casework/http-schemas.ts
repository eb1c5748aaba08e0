/** What the API answers, for its OpenAPI text. */
import { z } from 'zod'
import { ofCase } from './http-consent-schemas.ts'

const instant = z.string().describe('ISO 8601 instant')

export const summary = z.object({
  id: z.string(),
  receiptNumber: z.string().describe('`2026-1125-000123`'),
  service: z.object({ id: z.string(), title: z.string() }),
  state: z.string(),
  stateTitle: z.string(),
  says: z.string().describe('What that means for the applicant'),
  isEnded: z.boolean(),
  needsApplicant: z.boolean().describe('The applicant must do something'),
  clock: z.object({
    state: z.enum(['running', 'paused', 'stopped', 'none']),
    dueAt: instant.nullable(),
    pausedBecause: z.object({ ko: z.string(), en: z.string().optional() }).nullable(),
    isOverdue: z.boolean(),
    extensions: z.int(),
    law: z.string().nullable(),
  }),
  office: z.object({ code: z.string(), name: z.string(), phone: z.string().nullable() }),
  submittedAt: instant,
  decidedAt: instant.nullable(),
})

const shownFact = z.object({
  fact: z.string(),
  label: z.string(),
  value: z.string().nullable(),
  state: z.enum(['known', 'none', 'silent', 'waiting', 'untrusted', 'asked', 'not-needed']),
  register: z.string().nullable(),
  registerName: z.string().nullable(),
  at: instant.nullable(),
  law: z.string().nullable(),
  isDerived: z.boolean(),
})

const decision = z.object({
  code: z.string(),
  outcome: z.enum(['grant', 'partial', 'refuse', 'close', 'return']),
  title: z.string(),
  reasons: z.array(
    z.object({ code: z.string(), says: z.string(), law: z.string().nullable(), whatYouCanDo: z.string().nullable() }),
  ),
  law: z.string().nullable(),
  amount: z.object({ won: z.int(), per: z.string() }).nullable(),
  note: z.string().nullable(),
  appeal: z.array(
    z.object({
      kind: z.string(),
      body: z.string(),
      until: z.string().nullable(),
      law: z.string().nullable(),
      how: z.string().nullable(),
    }),
  ),
  decidedBy: z.string().describe('Names of the responsible officials; empty: decided automatically'),
  decidedAt: instant,
  documents: z.array(z.string()),
})

export const caseView = summary.extend({
  events: z.array(z.object({ seq: z.int(), at: instant, what: z.string(), detail: z.string().nullable(), by: z.string() })),
  next: z.string().describe('What comes next, in words'),
  needs: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      law: z.string().nullable(),
      registers: z.array(z.string()),
      state: z.enum(['fetched', 'waiting', 'consent', 'upload', 'uploaded', 'officer', 'answered', 'not-needed']),
      failure: z.enum(['unreachable', 'slow', 'untrusted', 'refused']).nullable(),
      nextTryAt: instant.nullable(),
      facts: z.array(z.string()),
    }),
  ),
  representative: z
    .object({ name: z.string(), kind: z.enum(['parent', 'guardian', 'delegate', 'helper']) })
    .nullable()
    .describe('Who applied for the applicant by mandate; null: they did themselves'),
  consents: z.array(ofCase).describe('Of others whom the application is about'),
  uploads: z
    .array(
      z.object({
        need: z.string(),
        title: z.string(),
        why: z.string().nullable(),
        accepts: z.array(z.string()),
        maxBytes: z.int(),
        maxFiles: z.int(),
        files: z.array(z.object({ id: z.string(), name: z.string(), bytes: z.int() })),
      }),
    )
    .describe('Files that may be handed in now'),
  supplement: z.object({ items: z.string(), until: z.string().nullable() }).nullable(),
  decision: decision.nullable(),
  answers: z.array(shownFact),
  actions: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      needsReason: z.boolean(),
      form: z.array(z.string()),
      decision: z.string().nullable(),
      reasonCodes: z.array(z.object({ value: z.string(), label: z.string() })),
      law: z.string().nullable(),
      proposes: z.boolean().describe('A second official must agree'),
    }),
  ),
  version: z.int(),
  pins: z.object({ service: z.string(), release: z.string() }).describe('Versions of the definitions it is decided by'),
})

export const officerCaseView = caseView.extend({
  applicant: z.object({ id: z.string(), name: z.string() }),
  facts: z.array(shownFact),
  contradictions: z
    .array(
      z.object({
        id: z.string(),
        says: z.string(),
        law: z.string().nullable(),
        answered: z.string().nullable(),
        registered: z.string().nullable(),
        registers: z.array(z.string()),
      }),
    )
    .describe('Where what the applicant said is not what a register says'),
  assessment: z
    .object({
      asOf: z.string(),
      outcome: z.enum(['eligible', 'ineligible', 'unknown']),
      criteria: z.array(
        z.object({
          id: z.string(),
          says: z.string(),
          outcome: z.enum(['met', 'notMet', 'unknown']),
          law: z.string().nullable(),
          facts: z.array(z.string()),
        }),
      ),
      missing: z.array(z.string()),
      remedy: z
        .object({
          changes: z.array(z.looseObject({ kind: z.string(), fact: z.string() })),
          on: z.string().describe('The day on which it would be so'),
          outcome: z.enum(['eligible', 'unknown']).describe('unknown: as long as other facts are missing'),
        })
        .nullable()
        .describe('The fewest changes that together would turn a no'),
      relations: z
        .array(
          z.object({
            kind: z.enum(['excludes', 'requires']),
            service: z.string(),
            law: z.string().optional(),
            isReceived: z.boolean().optional(),
            couldGet: z.enum(['eligible', 'ineligible', 'unknown']),
          }),
        )
        .describe('Services it may not be held with, or not without, by the facts of this case'),
      amount: z
        .object({
          won: z.number().nullable(),
          per: z.string(),
          steps: z.array(z.object({ says: z.string(), value: z.string().nullable(), law: z.string().nullable() })),
        })
        .nullable(),
    })
    .nullable(),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  proposal: z.object({ decision: z.string(), by: z.string(), reason: z.string().nullable() }).nullable(),
})

export const workPage = z.object({
  total: z.int(),
  counts: z.object({ open: z.int(), mine: z.int(), approval: z.int(), paused: z.int(), ended: z.int() }),
  items: z.array(
    summary.extend({
      applicantName: z.string(),
      assignee: z.string().nullable(),
      outcome: z.enum(['eligible', 'ineligible', 'unknown']).nullable(),
      waitingFor: z.array(z.string()),
      consents: z
        .object({ awaited: z.int(), missing: z.int() })
        .describe('Of how many others a consent is awaited or missing, while the case is open; who they are stands in the case'),
    }),
  ),
})

export const lookedUp = z.object({
  facts: z.array(z.object({ fact: z.string(), value: z.unknown(), register: z.string(), at: z.string() })),
  silent: z.array(z.string()).describe('The register holds no such fact of this person'),
  failures: z.array(
    z.object({
      facts: z.array(z.string()),
      kind: z.string().describe('refused: by the access policies (`rules`) or the register'),
      rules: z.array(z.string()),
    }),
  ),
})
