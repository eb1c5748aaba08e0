/** The list of issuers as officials propose it. */
import { z } from 'zod'

const level = z.enum(['low', 'substantial', 'high'])
const path = z.array(z.string().min(1).max(100)).min(1).max(5)
const coordinate = z.string().regex(/^[\w-]{40,100}$/)

const credential = z.strictObject({
  format: z.enum(['dc+sd-jwt', 'mso_mdoc']),
  type: z.string().min(1).max(300).describe('`vct` of an SD-JWT VC, document type of an mdoc'),
  number: path.describe('Path of the claim that names a person alone; of an mdoc: namespace and element'),
  name: path.describe('Path of the full name, as registers have it'),
  birthDate: path.describe('Path of the day of birth, ISO'),
  identity: level.describe('How well the issuer knew whom it was given to'),
  authentication: level.describe('How well the wallet keeps its key to the holder; a sign-in is worth the lower of the two'),
  needsStatus: z.boolean().default(true).describe('Refused without a status list to look it up in'),
})

const key = z.strictObject({
  kty: z.literal('EC'),
  crv: z.enum(['P-256', 'P-384', 'P-521']),
  x: coordinate,
  y: coordinate,
  kid: z.string().min(1).max(200),
})

export const issuer = z.strictObject({
  id: z.string().min(1).max(300).describe('`iss` of its credentials'),
  name: z.strictObject({ ko: z.string().min(1).max(80), en: z.string().min(1).max(80) }),
  keys: z.array(key).max(20).default([]).describe('Public keys (JWK)'),
  anchors: z
    .array(z.base64().max(8000))
    .max(20)
    .default([])
    .describe('Certificates (DER in base64) directly above those of its signers, or the signers’ own'),
  credentials: z.array(credential).min(1).max(20),
})

export const issuersBody = z.strictObject({ issuers: z.array(issuer).min(1).max(200) })
