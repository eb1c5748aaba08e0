/** Routes: parse, call, present. The pages of signing in are the portal's; passkeys need a script and speak JSON. */
import { parseId, type SessionId } from '@dpg/kernel'
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import { assuranceTooLow, type Identity, type PasskeyId, passkeyRefused, SESSION_COOKIE, sessionNotFound } from './contract.ts'
import type { IdentityDeps } from './index.ts'
import { finishAuthentication, finishRegistration, startAuthentication, startRegistration } from './passkeys.ts'

const answer = z.strictObject({
  id: z.string().max(60).describe('Id of the challenge, as given with the options'),
  response: z.record(z.string(), z.unknown()).describe('What the browser gave (WebAuthn JSON)'),
})
const registration = answer.extend({ name: z.string().trim().min(1).max(60).describe('What the person calls this passkey') })
const challenge = z.object({
  id: z.string().describe('Id of the challenge, to be given back with the answer'),
  options: z.looseObject({ challenge: z.string() }).describe('For navigator.credentials (WebAuthn Level 3 JSON)'),
})
const tag = 'identity'
/** An office of many people signs in, nobody tries for ever. */
const SIGNING_IN = { name: 'signing-in', burst: 60, perMinute: 60 }

export const routes = (deps: IdentityDeps, identity: Identity): Route[] => [
  api({
    method: 'GET',
    path: '/api/identity/session',
    needs: 'public',
    tag,
    summary: 'Who is signed in',
    response: z.object({
      kind: z.enum(['anonymous', 'resident', 'official']),
      name: z.string().nullable(),
      assurance: z.string(),
      permissions: z.array(z.string()),
    }),
    handle: ({ principal }) => ({
      body: {
        kind: principal.kind,
        name: principal.displayName ?? null,
        assurance: principal.assurance,
        permissions: [...principal.permissions],
      },
    }),
  }),
  api({
    method: 'POST',
    path: '/api/identity/passkeys/registration-options',
    needs: 'signed-in',
    tag,
    summary: 'Options for adding a passkey',
    response: challenge,
    handle: async ({ principal }) => ({ body: await startRegistration(deps, principal) }),
  }),
  api({
    method: 'POST',
    path: '/api/identity/passkeys',
    needs: 'signed-in',
    tag,
    summary: 'Add a passkey',
    body: registration,
    response: z.object({ id: z.string(), name: z.string() }).loose(),
    problems: [passkeyRefused],
    handle: async ({ principal, body }) => ({
      status: 201,
      body: await finishRegistration(deps, principal, body.id, body.response, body.name),
    }),
  }),
  api({
    method: 'DELETE',
    path: '/api/identity/passkeys/{id}',
    needs: 'signed-in',
    tag,
    summary: 'Remove a passkey, in a session that is worth as much',
    params: z.object({ id: z.string().max(60) }),
    success: 204,
    problems: [assuranceTooLow],
    handle: async ({ principal, params }) => {
      await identity.removePasskey(principal, parseId<PasskeyId>('pky', params.id))
      return { status: 204 }
    },
  }),
  api({
    method: 'POST',
    path: '/api/identity/passkeys/authentication-options',
    needs: 'public',
    limit: SIGNING_IN,
    tag,
    summary: 'Options for signing in with a passkey',
    response: challenge,
    handle: () => ({ body: startAuthentication(deps) }),
  }),
  api({
    method: 'POST',
    path: '/api/identity/passkeys/authentication',
    needs: 'public',
    limit: SIGNING_IN,
    tag,
    summary: 'Sign in with a passkey',
    body: answer,
    response: z.object({ kind: z.enum(['resident', 'official', 'anonymous']), name: z.string().nullable() }),
    problems: [passkeyRefused],
    handle: async ({ body, principal: before, raw }) => {
      const userAgent = raw.headers.get('user-agent') ?? undefined
      const entered = await finishAuthentication(deps, body.id, body.response, { principal: before, userAgent })
      const principal = entered?.principal ?? before
      const answer = { kind: principal.kind, name: principal.displayName ?? null }
      return { body: answer, ...(entered ? { cookies: [entered.cookie] } : {}) }
    },
  }),
  api({
    method: 'DELETE',
    path: '/api/identity/sessions/{id}',
    needs: 'signed-in',
    tag,
    summary: 'End one of your sessions',
    params: z.object({ id: z.string().max(60) }),
    problems: [sessionNotFound],
    success: 204,
    handle: async ({ principal, params }) => {
      const id = parseId<SessionId>('ses', params.id)
      await identity.endSession(principal, id)
      return { status: 204, ...(id === principal.session ? { cookies: [{ name: SESSION_COOKIE, value: '', maxAgeS: 0 }] } : {}) }
    },
  }),
]
