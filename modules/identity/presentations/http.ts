/** Routes of mobile ID: what wallets fetch and send (OpenID4VP 1.0 §5.10, §8.2), and whom an administrator lets in as issuers. */
import { parseId } from '@dpg/kernel'
import { api, bodyTooLarge, malformedBody, readBytes, type Route, wrongMediaType } from '@dpg/kernel/server'
import { z } from 'zod'
import { assuranceTooLow, type Identity, type WalletId, walletIssuersNotFound, walletRefused } from '../contract.ts'
import { issuer } from './schema.ts'

const tag = 'identity'
const ADMINISTRATOR = 'administrator'
const FORM = 'application/x-www-form-urlencoded'
const REQUEST = 'application/oauth-authz-req+jwt'
/** Credentials that were asked for are a few kilobytes; some wallets add certificates. */
const MOST_BYTES = 256 * 1024
const MOST_NONCE_BYTES = 64 * 1024
const FETCHING = { name: 'wallet-requests', burst: 60, perMinute: 60 }
/** Each answer costs signatures. */
const ANSWERING = { name: 'wallet-answers', burst: 30, perMinute: 20 }

const params = z.object({ id: z.string().regex(/^[\w-]{20,60}$/) })
const list = z.object({
  id: z.string(),
  version: z.number().int(),
  issuers: z.array(issuer),
  loadedBy: z.string(),
  loadedAt: z.string(),
  isHeld: z.boolean(),
})

export const presentationRoutes = ({ presentations }: Pick<Identity, 'presentations'>): Route[] => [
  api({
    method: 'GET',
    path: '/api/identity/presentations/{id}/request',
    needs: 'public',
    limit: FETCHING,
    tag,
    summary: 'What a wallet is asked: a signed request object (OpenID4VP 1.0)',
    params,
    responseType: REQUEST,
    problems: [walletRefused],
    handle: async ({ params }) => signed(await presentations.request(params.id)),
  }),
  api({
    method: 'POST',
    path: '/api/identity/presentations/{id}/request',
    needs: 'public',
    limit: FETCHING,
    tag,
    summary: 'The same, for wallets that give a nonce of their own (`wallet_nonce`)',
    params,
    requestType: FORM,
    maxBytes: MOST_NONCE_BYTES,
    responseType: REQUEST,
    problems: [walletRefused, wrongMediaType, malformedBody, bodyTooLarge],
    handle: async ({ params, raw }) => {
      const nonce = (await fieldsOf(raw, MOST_NONCE_BYTES)).get('wallet_nonce') ?? undefined
      if (nonce !== undefined && !/^[\x21-\x7e]{1,500}$/.test(nonce)) throw malformedBody({ reason: 'not-a-form' })
      return signed(await presentations.request(params.id, nonce))
    },
  }),
  api({
    method: 'POST',
    path: '/api/identity/presentations/{id}/response',
    needs: 'public',
    limit: ANSWERING,
    tag,
    summary: 'The wallet’s sealed answer (`response`, a JWE), or its refusal (`error`); once. Says where its browser goes on',
    params,
    requestType: FORM,
    maxBytes: MOST_BYTES,
    response: z.object({ redirect_uri: z.string() }),
    problems: [walletRefused, wrongMediaType, malformedBody, bodyTooLarge],
    handle: async ({ params, raw }) => {
      const fields = await fieldsOf(raw, MOST_BYTES)
      const [response, error] = [fields.get('response'), fields.get('error')]
      const answer = { ...(response === null ? {} : { response }), ...(error === null ? {} : { error: error.slice(0, 100) }) }
      return { body: { redirect_uri: await presentations.receive(params.id, answer) } }
    },
  }),
  api({
    method: 'GET',
    path: '/api/identity/wallets',
    needs: 'signed-in',
    tag,
    summary: 'Your mobile IDs',
    response: z.object({
      wallets: z.array(z.object({ id: z.string(), name: z.string(), assurance: z.string(), addedAt: z.string() }).loose()),
    }),
    handle: async ({ principal }) => ({ body: { wallets: await presentations.list(principal) } }),
  }),
  api({
    method: 'DELETE',
    path: '/api/identity/wallets/{id}',
    needs: 'signed-in',
    tag,
    summary: 'Remove a mobile ID as a way in',
    params: z.object({ id: z.string().max(60) }),
    success: 204,
    problems: [walletRefused, assuranceTooLow],
    handle: async ({ principal, params }) => {
      await presentations.remove(principal, parseId<WalletId>('wlt', params.id))
      return { status: 204 }
    },
  }),
  api({
    method: 'GET',
    path: '/api/identity/wallet-issuers',
    needs: ADMINISTRATOR,
    tag,
    summary: 'Lists of issuers of mobile IDs, the one that holds and those before',
    response: z.object({ lists: z.array(list) }),
    handle: async ({ principal }) => ({ body: { lists: await presentations.issuers.list(principal) } }),
  }),
  api({
    method: 'DELETE',
    path: '/api/identity/wallet-issuers',
    needs: ADMINISTRATOR,
    tag,
    summary: 'Believe no issuer of mobile IDs any more',
    success: 204,
    problems: [walletIssuersNotFound],
    handle: async ({ principal }) => {
      await presentations.issuers.withdraw(principal)
      return { status: 204 }
    },
  }),
]

const signed = (request: string) => ({ bytes: Buffer.from(request), contentType: REQUEST })

/** Wallets send forms, as OAuth has it; a repeated field is none (RFC 6749 §3.1). */
async function fieldsOf(request: Request, maxBytes: number): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? ''))
    throw wrongMediaType({ expected: FORM })
  const fields = new URLSearchParams(Buffer.from(await readBytes(request, maxBytes)).toString('utf8'))
  if (new Set(fields.keys()).size < fields.size) throw malformedBody({ reason: 'not-a-form' })
  return fields
}
