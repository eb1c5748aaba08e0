/** Routes: a person's own documents; and for everyone, whether a document is genuine. */
import type { DocumentId } from '@dpg/kernel'
import { api, bodyTooLarge, readBytes, type Route, wrongMediaType } from '@dpg/kernel/server'
import { z } from 'zod'
import { beyondMandate, documentNotFound, documentNotIssued, notPrintable, tooManyTries, type Wallet } from './contract.ts'

const Summary = z.object({
  id: z.string(),
  kind: z.enum(['decision', 'certificate']),
  title: z.string(),
  number: z.string().describe('What a verifier types'),
  issuer: z.string(),
  issuedAt: z.string().describe('ISO 8601 in UTC'),
  validUntil: z.string().nullable().describe('Last day on which it proves anything; null: no end'),
  service: z.string(),
  case: z.string().nullable(),
  revokedAt: z.string().nullable(),
})

const Verified = z.object({
  state: z.enum(['valid', 'expired', 'revoked']),
  title: z.string(),
  issuer: z.string(),
  issuedAt: z.string(),
  validUntil: z.string().nullable(),
  holder: z.string().describe('Name of the holder, most of it hidden'),
  digests: z.record(z.string(), z.string()).describe('Hex SHA-256 of each PDF, by language'),
})

const TAG = 'documents'
const MAX_FILE = 5 * 1024 * 1024

export const routes = (wallet: Wallet): Route[] => [
  api({
    method: 'GET',
    path: '/api/documents',
    needs: 'resident',
    summary: 'My documents, newest first',
    tag: TAG,
    response: z.object({ items: z.array(Summary) }),
    handle: async ({ principal, lang }) => ({ body: { items: await wallet.of(principal).list(lang) } }),
  }),
  api({
    method: 'GET',
    path: '/api/documents/{id}/{form}',
    needs: 'resident',
    summary: 'One of my documents as PDF, JSON or an HTML fragment',
    tag: TAG,
    params: z.object({ id: z.string().regex(/^doc_[0-9a-f-]{36}$/), form: z.enum(['html', 'json', 'pdf']) }),
    responseType: ['application/pdf', 'application/json', 'text/html'],
    response: z.looseObject({}).describe('The document as it was issued: its parts depend on its kind'),
    problems: [documentNotFound, beyondMandate, notPrintable],
    handle: async ({ principal, params, lang }) => {
      const { bytes, contentType } = await wallet.of(principal).read(params.id as DocumentId, params.form, lang)
      const name = `${params.id}.${params.form}`
      return { bytes, contentType, headers: { 'content-disposition': `inline; filename="${name}"` } }
    },
  }),
  api({
    method: 'GET',
    path: '/api/verify/{number}',
    needs: 'public',
    summary: 'Is a document with this number genuine? Enough to compare with the paper, nothing more',
    tag: TAG,
    params: z.object({ number: z.string().max(40).describe('16 digits, with or without hyphens') }),
    response: Verified,
    problems: [documentNotIssued, tooManyTries],
    handle: async ({ params, client }) => found(await wallet.verify(params.number, client ?? 'unknown')),
  }),
  api({
    method: 'POST',
    path: '/api/verify',
    needs: 'public',
    summary: 'Is this PDF (the request body, up to 5 MB) byte for byte a document that was issued here? It is not kept',
    tag: TAG,
    requestType: 'application/pdf',
    response: Verified,
    problems: [documentNotIssued, bodyTooLarge, wrongMediaType],
    handle: async ({ raw }) => found(await wallet.verifyFile(await readFile(raw))),
  }),
]

function found(verification: Awaited<ReturnType<Wallet['verify']>>) {
  if (!verification) throw documentNotIssued({})
  return { body: verification }
}

async function readFile(request: Request): Promise<Uint8Array> {
  if (!/^application\/(pdf|octet-stream)\b/i.test(request.headers.get('content-type') ?? ''))
    throw wrongMediaType({ expected: 'application/pdf' })
  return readBytes(request, MAX_FILE)
}
