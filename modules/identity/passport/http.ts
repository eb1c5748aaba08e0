/** Routes of passports: an app that reads chips speaks JSON, in base64url; an administrator loads the lists of states. */
import { parseId } from '@dpg/kernel'
import { api, type Route } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  assuranceTooLow,
  type Identity,
  passportAltered,
  passportChallenge,
  passportCopied,
  passportExpired,
  passportForged,
  type PassportId,
  passportListNotFound,
  type PassportListId,
  passportListRefused,
  passportListSamePerson,
  passportLost,
  passportMalformed,
  passportNoKey,
  passportNotAsked,
  passportNotFound,
  passportNotOffered,
  passportOtherFace,
  passportOthers,
  passportRegisterAway,
  passportRevoked,
  passportSignerExpired,
  passportTooOften,
  passportUnknownIssuer,
  passportWrongCountry,
} from '../contract.ts'
import { bytesOf, type PassportBundle, passportBundle, proofOf } from './bundle.ts'

const tag = 'identity'
const ADMINISTRATOR = 'administrator'
/** Whoever may be the second official. */
const ADMITTING = 'admitting'
const MAX_PROOF = 8 * 1024 * 1024
const MAX_LIST = 16 * 1024 * 1024
/** Each challenge is a row; each proof costs signatures. */
const ASKING = { name: 'passport-challenges', burst: 60, perMinute: 30 }
const PROVING = { name: 'passport-proofs', burst: 30, perMinute: 10 }

const REFUSALS = [
  passportNotOffered,
  passportMalformed,
  passportChallenge,
  passportForged,
  passportAltered,
  passportUnknownIssuer,
  passportWrongCountry,
  passportRevoked,
  passportSignerExpired,
  passportLost,
  passportExpired,
  passportCopied,
  passportNotAsked,
  passportNoKey,
  passportOtherFace,
  passportTooOften,
  passportOthers,
  passportRegisterAway,
]

const level = z.enum(['low', 'substantial', 'high'])
const standing = {
  level: level.describe('How sure we are; at low one’s own affairs stay closed'),
  face: z.enum(['same', 'not-given', 'no-service', 'away']).describe('Whether the face was compared, and why not'),
  stay: z.enum(['known', 'unknown', 'own']).describe('Whether a register knows the person by this passport'),
}
const list = z.object({
  id: z.string(),
  kind: z.enum(['master', 'revoked', 'lost']),
  source: z.string(),
  version: z.number().int(),
  entries: z.number().int(),
  states: z.array(z.string()),
  digest: z.string().describe('SHA-256 of the file, hex'),
  loadedBy: z.string(),
  loadedByName: z.string(),
  loadedAt: z.string(),
  withdrawnAt: z.string().nullable(),
  isHeld: z.boolean(),
  isWaiting: z.boolean().describe('A list of states that a second official has not confirmed yet'),
})

export const passportRoutes = ({ passports }: Pick<Identity, 'passports'>): Route[] => [
  api({
    method: 'POST',
    path: '/api/identity/passports/challenge',
    needs: 'public',
    limit: ASKING,
    tag,
    summary: 'Eight bytes for the chip of a passport to sign, once, within ten minutes',
    response: z.object({
      id: z.string().describe('To be given back with the proof'),
      challenge: z.string().describe('Eight bytes, base64url: for INTERNAL AUTHENTICATE'),
      expiresAt: z.string(),
      comparesFaces: z.boolean().describe('Whether a picture of the person raises the level here'),
    }),
    problems: [passportNotOffered],
    handle: async ({ principal }) => {
      const { challenge, ...rest } = await passports.start(principal)
      return { body: { ...rest, challenge: challenge.toString('base64url'), comparesFaces: passports.comparesFaces } }
    },
  }),
  api({
    method: 'POST',
    path: '/api/identity/passports/proof',
    needs: 'public',
    limit: PROVING,
    maxBytes: MAX_PROOF,
    tag,
    summary: 'Sign in, open an account or add a passport with what its chip has said',
    body: passportBundle,
    response: z.object({
      ...standing,
      kind: z.enum(['anonymous', 'resident', 'official']),
      name: z.string().nullable(),
      isNew: z.boolean().describe('The account was opened just now'),
      record: z
        .object({ citizen: z.boolean(), abroadDays: z.number().nullable(), visa: z.string().nullable() })
        .nullable()
        .describe('What the immigration register says of the stay'),
    }),
    problems: REFUSALS,
    handle: async ({ principal: before, body, raw }) => {
      const proof = proofOf(body as PassportBundle)
      const proved = await passports.prove(proof, before, raw.headers.get('user-agent') ?? undefined)
      const { signedIn, level: reached, face, stay, isNew, record } = proved
      const { kind, displayName } = signedIn?.principal ?? before
      return {
        body: { kind, name: displayName ?? null, level: reached, face, stay, isNew, record },
        ...(signedIn ? { cookies: [signedIn.cookie] } : {}),
      }
    },
  }),
  api({
    method: 'GET',
    path: '/api/identity/passports',
    needs: 'signed-in',
    tag,
    summary: 'Your passports, and what the last proof came to',
    response: z.object({
      passports: z.array(z.object({ id: z.string(), name: z.string(), assurance: level, addedAt: z.string() }).loose()),
      standing: z.object(standing).nullable(),
    }),
    handle: async ({ principal }) => {
      const [own, last] = await Promise.all([passports.list(principal), passports.standing(principal)])
      return { body: { passports: own, standing: last ?? null } }
    },
  }),
  api({
    method: 'DELETE',
    path: '/api/identity/passports/{id}',
    needs: 'signed-in',
    tag,
    summary: 'Remove a passport as a way in',
    params: z.object({ id: z.string().max(60) }),
    success: 204,
    problems: [passportNotFound, assuranceTooLow],
    handle: async ({ principal, params }) => {
      await passports.remove(principal, parseId<PassportId>('psp', params.id))
      return { status: 204 }
    },
  }),
  api({
    method: 'GET',
    path: '/api/identity/passport-lists',
    needs: ADMITTING,
    tag,
    summary: 'Lists of states, of what they took back and of lost passports that hold',
    query: z.object({ all: z.enum(['true', 'false']).default('false').describe('Those that were replaced or withdrawn too') }),
    response: z.object({ lists: z.array(list) }),
    handle: async ({ principal, query }) => ({
      body: { lists: await passports.lists.list(principal, { all: query.all === 'true' }) },
    }),
  }),
  api({
    method: 'POST',
    path: '/api/identity/passport-lists',
    needs: ADMINISTRATOR,
    maxBytes: MAX_LIST,
    tag,
    summary: 'Load a list; it takes the place of the one of the same source, a list of states once it is confirmed',
    body: z.strictObject({
      kind: z
        .enum(['master', 'revoked', 'lost'])
        .describe('A CSCA master list (CMS) · a revocation list (DER) · text with a line for each lost passport: KOR,M12345678'),
      source: z.string().trim().min(1).max(60).describe('Whose list: ICAO, DE, KR …'),
      file: bytesOf(MAX_LIST).describe('base64url'),
    }),
    response: list,
    problems: [passportListRefused],
    handle: async ({ principal, body }) => ({ status: 201, body: await passports.lists.load(principal, body) }),
  }),
  api({
    method: 'POST',
    path: '/api/identity/passport-lists/{id}/confirm',
    needs: ADMITTING,
    tag,
    summary: 'Confirm a list of states that somebody else has loaded: from now on its passports are believed',
    params: z.object({ id: z.string().max(60) }),
    response: list,
    problems: [passportListNotFound, passportListSamePerson],
    handle: async ({ principal, params }) => ({
      body: await passports.lists.confirm(principal, parseId<PassportListId>('psl', params.id)),
    }),
  }),
  api({
    method: 'DELETE',
    path: '/api/identity/passport-lists/{id}',
    needs: ADMINISTRATOR,
    tag,
    summary: 'Withdraw a list: what it vouched for does so no more',
    params: z.object({ id: z.string().max(60) }),
    success: 204,
    problems: [passportListNotFound],
    handle: async ({ principal, params }) => {
      await passports.lists.withdraw(principal, parseId<PassportListId>('psl', params.id))
      return { status: 204 }
    },
  }),
  api({
    method: 'GET',
    path: '/api/identity/passport-attempts',
    needs: ADMINISTRATOR,
    tag,
    summary: 'The last hundred tries with passports: when, with what outcome, of which state; never whose',
    response: z.object({
      attempts: z.array(z.object({ id: z.string(), at: z.string(), outcome: z.string(), state: z.string().nullable() })),
    }),
    handle: async ({ principal }) => ({ body: { attempts: await passports.lists.attempts(principal) } }),
  }),
]
