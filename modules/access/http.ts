/** Routes: a person's own trace with its proofs; head, key and tiles of the log for everyone. */
import { ownerOf, type PersonId, type Principal } from '@dpg/kernel'
import { api, notFound, type Route, signInNeeded } from '@dpg/kernel/server'
import type { Tile } from '@dpg/ledger'
import { z } from 'zod'
import { type Access, type EntryId, entryNotFound } from './contract.ts'
import { parseBundlePath, parseTilePath } from './tile-path.ts'

const EntryKey = z.string().regex(/^acc_[0-9a-f-]{36}$/)
const ActorKind = z.enum(['resident', 'official', 'system'])

const TraceEntry = z.object({
  id: z.string(),
  at: z.string().describe('When it happened, ISO 8601 in UTC'),
  index: z.number().int().nullable().describe('Place in the log; null for about a second after it happened'),
  subject: z.string(),
  actor: z
    .object({
      kind: ActorKind,
      person: z.string().optional(),
      official: z.string().optional(),
      name: z.string(),
      agency: z.string().nullable(),
      acting: z
        .object({
          mandate: z.string(),
          kind: z.enum(['parent', 'guardian', 'delegate', 'helper']),
          for: z.string(),
          forName: z.string(),
        })
        .loose()
        .optional()
        .describe('On whose behalf, by which mandate; absent: their own'),
    })
    .describe('Who used the facts'),
  use: z
    .enum(['fetch', 'view', 'use', 'decide', 'change', 'issue', 'refuse', 'agree', 'withdraw'])
    .describe('refuse: asked for, and refused by the platform or a register; agree, withdraw: my own consent'),
  facts: z.array(z.string()).describe('Ids of the vocabulary (GET /api/facts); never values'),
  purpose: z.object({ ko: z.string(), en: z.string().optional() }),
  law: z.string(),
  register: z.string().nullable(),
  service: z.string().nullable(),
  case: z.string().nullable(),
  rule: z
    .string()
    .optional()
    .describe('With refuse: ids of the access policies that said no (GET /api/guard/policies); none: none said yes'),
  delay: z
    .object({ why: z.enum(['investigation', 'relative']), until: z.string(), law: z.string().optional() })
    .optional()
    .describe('The law kept the entry from me until then'),
})

const Proof = z.object({
  entry: z.record(z.string(), z.unknown()).describe('The exact entry that was committed to'),
  salt: z.string().describe('base64; leaf = SHA-256(0x00 || SHA-256(salt || RFC 8785 text of the entry))'),
  index: z.number().int(),
  checkpoint: z.string().describe('Signed note (C2SP tlog-checkpoint)'),
  size: z.number().int(),
  proof: z.array(z.string()).describe('base64 hashes from leaf to root (RFC 9162)'),
  root: z.string().describe('base64'),
  key: z.string().describe('name+hash+key of the log'),
})

const Size = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const TAG = 'access'
const LONG = { 'cache-control': 'public, max-age=31536000, immutable' }

export interface Published {
  readonly tile: (tile: Tile) => Promise<Uint8Array | undefined>
  readonly bundle: (tile: Tile) => Promise<Uint8Array | undefined>
}

export const routes = (access: Access, published: Published): Route[] => [
  api({
    method: 'GET',
    path: '/api/access/checkpoint',
    needs: 'public',
    summary: 'The newest signed head of the access log (C2SP tlog-checkpoint)',
    tag: TAG,
    responseType: 'text/plain',
    handle: async () => ({ bytes: Buffer.from((await access.checkpoint()).note), contentType: 'text/plain; charset=utf-8' }),
  }),
  api({
    method: 'GET',
    path: '/api/access/key',
    needs: 'public',
    summary: 'The key that signs the heads of the access log',
    tag: TAG,
    response: z.object({ key: z.string().describe('C2SP signed-note verifier key: name+hash+key') }),
    handle: async () => ({ body: { key: (await access.checkpoint()).key } }),
  }),
  api({
    method: 'GET',
    path: '/api/access/tile/*',
    needs: 'public',
    summary: 'Tiles and entry bundles of the log for auditors and mirrors (C2SP tlog-tiles), such as tile/0/x001/234.p/17',
    tag: TAG,
    responseType: 'application/octet-stream',
    problems: [notFound],
    handle: async ({ url }) => {
      const path = url.pathname.replace('/api/access/', '')
      const [tile, bundle] = [parseTilePath(path), parseBundlePath(path)]
      const bytes = tile ? await published.tile(tile) : bundle && (await published.bundle(bundle))
      if (!bytes) throw notFound({ path: url.pathname.slice(0, 200) })
      return { bytes, contentType: 'application/octet-stream', headers: LONG }
    },
  }),
  api({
    method: 'GET',
    path: '/api/access/consistency',
    needs: 'public',
    summary: 'Proves that the log of one size continues the log of an earlier one (RFC 9162)',
    tag: TAG,
    query: z.strictObject({ from: Size.describe('The earlier size'), to: Size.describe('The later size') }),
    response: z.object({ proof: z.array(z.string()).describe('base64 hashes') }),
    problems: [notFound],
    handle: async ({ query: { from, to } }) => {
      const proof = await access.consistency(from, to)
      if (!proof) throw notFound({ path: `/api/access/consistency?from=${from}&to=${to}` })
      return { body: { proof: [...proof] } }
    },
  }),
  api({
    method: 'GET',
    path: '/api/access/entries',
    needs: 'resident',
    summary: 'Who used facts about me, for what and under which law; newest first',
    tag: TAG,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).optional(),
      before: EntryKey.optional().describe('`next` of the page before'),
      actor: ActorKind.optional().describe('Only uses by people themselves, by officials, or by the system'),
    }),
    response: z.object({ entries: z.array(TraceEntry), total: z.number().int(), next: z.string().nullable() }),
    handle: async ({ principal, query: { limit, before, actor } }) => ({
      body: await access.trace(me(principal), {
        ...(limit === undefined ? {} : { limit }),
        ...(before === undefined ? {} : { before }),
        ...(actor === undefined ? {} : { actor }),
      }),
    }),
  }),
  api({
    method: 'GET',
    path: '/api/access/entries/{id}/proof',
    needs: 'resident',
    summary: 'Everything needed to check one of my entries without trusting the platform',
    tag: TAG,
    params: z.object({ id: EntryKey }),
    response: Proof,
    problems: [entryNotFound],
    handle: async ({ principal, params }) => {
      const proof = await access.prove(me(principal), params.id as EntryId)
      if (!proof) throw entryNotFound({ id: params.id })
      return { body: proof }
    },
  }),
  api({
    method: 'GET',
    path: '/api/access/entries/{id}/receipt',
    needs: 'resident',
    summary: 'A receipt of one of my entries that verifies offline (C2SP tlog-proof)',
    tag: TAG,
    params: z.object({ id: EntryKey }),
    query: z.strictObject({
      head: z.enum(['newest', 'first']).optional().describe('first: under the head of the time of the entry; default newest'),
    }),
    responseType: 'text/plain',
    problems: [entryNotFound],
    handle: async ({ principal, params, query: { head } }) => {
      const text = await access.receipt(me(principal), params.id as EntryId, head)
      if (text === undefined) throw entryNotFound({ id: params.id })
      return {
        bytes: Buffer.from(text),
        contentType: 'text/plain; charset=utf-8',
        headers: {
          'content-disposition': `attachment; filename="${params.id}.tlog-proof"`,
          'cache-control': 'private, no-store',
        },
      }
    },
  }),
]

function me(principal: Principal): PersonId {
  const owner = ownerOf(principal)
  if (!owner) throw signInNeeded({})
  return owner
}
