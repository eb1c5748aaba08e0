/** What passes over the border, described for the OpenAPI text. */
import { z } from 'zod'

const line = (most: number) => z.string().trim().min(1).max(most)
const jwk = z.record(z.string(), z.json()).describe('Public key as JWK (RFC 7517)')
const link = z.url({ protocol: /^https?$/ }).max(500)

export const receiverId = z.string().regex(/^rcv_[0-9a-f-]{36}$/)
export const transferId = z.string().regex(/^trf_[0-9a-f-]{36}$/)
export const bundleId = z.string().regex(/^[a-z0-9-]{1,60}$/)
const every = z.enum(['P1D', 'P7D', 'P1M']).nullable().describe('How often it is sent again (ISO 8601); null: once')

export const Details = z.strictObject({
  name: line(100),
  kind: line(40).describe('One of the kinds that the bundles name: bank, insurer, agency, …'),
  agency: z.string().max(20).nullable().describe('Code of a public agency'),
  entitlement: line(500).describe('Licence, or the law it acts by'),
  homepage: link,
  returnUri: link.nullable().describe('Where a person is led back to, with `transfer` in the query'),
  bundles: z.array(bundleId).min(1).max(200),
  signingKey: jwk.describe('P-256; signs the requests of the receiver (RFC 9421)'),
  encryptionKey: jwk.describe('P-256 or X25519; what is sent is encrypted to it (JWE)'),
})

export const ReceiverBody = Details.extend({
  id: z.string(),
  state: z.enum(['waiting', 'allowed', 'refused', 'stopped']),
  registeredAt: z.string(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
})

export const BundleBody = z.object({
  id: z.string(),
  title: z.object({ ko: z.string(), en: z.string() }),
  audience: z.enum(['person', 'business']),
  receivers: z.array(z.string()),
  papers: z.array(z.string()),
  facts: z.array(z.string()).describe('Ids of the vocabulary (GET /api/facts)'),
  purpose: z.object({ ko: z.string(), en: z.string() }).describe('The errand it is for, and no other'),
  law: z.string().describe('By which it is sent'),
})

export const GiveBody = z.strictObject({ receiver: receiverId, bundle: bundleId, every, until: z.iso.date() })

export const TransferBody = z.object({
  id: z.string(),
  receiver: z.object({ id: z.string(), name: z.string(), kind: z.string() }),
  bundle: z.object({ id: z.string(), title: z.string() }),
  facts: z.array(z.string()),
  every,
  givenAt: z.string(),
  until: z.string(),
  state: z.enum(['active', 'stopped', 'ended']),
  endedAt: z.string().nullable(),
  deliveries: z.array(
    z.object({
      at: z.string(),
      facts: z.number().int(),
      missing: z.number().int(),
      digest: z.string().describe('SHA-256 of the JWE, hex: the receiver can compute the same'),
    }),
  ),
})

export const PreviewBody = z.object({
  papers: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      facts: z.array(
        z.object({
          fact: z.string(),
          title: z.string(),
          value: z.json().optional().describe('Absent: nothing is known'),
          register: z.string(),
          isFailed: z.boolean().describe('Its register did not answer'),
        }),
      ),
    }),
  ),
})

export const UsageBody = z.object({
  month: z.string(),
  days: z.array(z.object({ day: z.string(), deliveries: z.number().int(), facts: z.number().int(), bytes: z.number().int() })),
  deliveries: z.number().int(),
  facts: z.number().int(),
  feeWon: z.number().int().describe('전자정부법 제43조의2제6항: what is machine-readable is free of charge'),
  statement: z.string().describe('JWS by us (`GET /api/mydata/keys`) of all of this, with `sub` (you) and `iat`'),
})

export const UsedBody = z.object({
  items: z.array(
    z.object({
      transfer: z.string(),
      seq: z.number().int().describe('Which delivery of that transfer'),
      at: z.string(),
      facts: z.number().int(),
      digest: z.string().describe('SHA-256 of the JWE, hex'),
    }),
  ),
  next: z.string().nullable().describe('`after` of the next page; null: no more'),
})
