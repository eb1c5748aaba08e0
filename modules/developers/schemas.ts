/** What is asked and answered over HTTP. */
import { z } from 'zod'
import { HOOK_EVENTS, KEY_KINDS } from './contract.ts'

const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`))
export const appId = id('app')
export const keyId = id('key')
export const hookId = id('hook')
export const deliveryId = id('msg')
export const failureId = z.uuid()

export const Details = z.strictObject({
  name: z.string().trim().min(1).max(80).describe('As people read it'),
  about: z.string().trim().max(1000).default('').describe('What it does, for whom; read when it is reviewed'),
  homepage: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .nullable()
    .default(null),
})

const Key = z.object({
  id: keyId,
  kind: z.enum(KEY_KINDS).describe('test: synthetic people only; live: after review'),
  hint: z.string().describe('How it begins and ends'),
  madeAt: z.string(),
  endsAt: z.string().nullable().describe('Rotated: it opens until then'),
})
export const AppBody = z.object({
  id: appId,
  name: z.string(),
  about: z.string(),
  homepage: z.string().nullable(),
  state: z.enum(['sandbox', 'waiting', 'allowed', 'refused']),
  reason: z.string().nullable(),
  madeAt: z.string(),
  keys: z.array(Key),
})
export const NewKeyBody = z.object({ key: Key, secret: z.string().describe('Shown this once; only its hash is kept') })
export const WaitingBody = AppBody.omit({ keys: true }).extend({ askedAt: z.string() })

export const UsageBody = z.object({
  day: z.string(),
  kind: z.enum(KEY_KINDS),
  operation: z.string(),
  status: z.int(),
  calls: z.int(),
  meanMs: z.int(),
})
export const QuotaBody = z.object({
  kind: z.enum(KEY_KINDS),
  policy: z.enum(['minute', 'day']),
  most: z.int(),
  left: z.int(),
  resetsInS: z.int(),
})

const Shown = z.object({
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
})
export const FailureBody = z.object({
  id: failureId.describe('`x-request-id` of the answer'),
  at: z.string(),
  kind: z.enum(KEY_KINDS),
  operation: z.string(),
  status: z.int(),
  type: z.string().nullable(),
  again: failureId.nullable().describe('Run again from this one'),
})
export const FailureShownBody = FailureBody.extend({ request: Shown, curl: z.string() })
export const RunBody = z.object({
  request: Shown,
  curl: z.string(),
  requestId: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  ms: z.int(),
})
export const PersonBody = z.object({ id: z.string(), name: z.string(), story: z.string() })

export const HookBody = z.object({
  id: hookId,
  url: z.string(),
  events: z.array(z.enum(HOOK_EVENTS)),
  madeAt: z.string(),
  oldSecretUntil: z.string().nullable(),
})
export const DeliveryBody = z.object({
  id: deliveryId,
  hook: hookId,
  event: z.enum([...HOOK_EVENTS, 'ping']),
  madeAt: z.string(),
  state: z.enum(['waiting', 'delivered', 'given-up']),
  attempts: z.int(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  nextAt: z.string().nullable(),
  body: z.string(),
})
