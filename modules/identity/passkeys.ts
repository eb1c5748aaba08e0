/** Passkeys (Web Authentication Level 3): discoverable, user verified; the challenge is ours, used once, for five minutes. */
import { hash } from 'node:crypto'
import type { AuthenticationResponseJSON, AuthenticatorTransport, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Id, Principal } from '@dpg/kernel'
import { type Passkey, type PasskeyId, passkeyRefused, type SignedIn } from './contract.ts'
import type { IdentityDeps } from './index.ts'
import { type Expected, keyOnP256, readAnswer, type Shown } from './passkey-answer.ts'
import { ask, questionIn } from './passkey-question.ts'
import { accountOf, newSession, signedIn, signOut, worthOfAdding } from './sessions.ts'
import { raiseSession } from './store-sessions.ts'
import {
  type Account,
  answerQuestion,
  findAccount,
  insertChallenge,
  insertPasskey,
  listPasskeys,
  type StoredPasskey,
  takeChallenge,
  usePasskey,
} from './store.ts'
import { together } from './together.ts'

const CHALLENGE_MIN = 5
type ChallengeId = Id<'ChallengeId'>

/** Read when somebody first comes with a passkey: with its certificates it takes longer than the rest of the module. */
const webAuthn = () => import('@simplewebauthn/server')

const site = ({ baseUrl }: IdentityDeps) => {
  const url = new URL(baseUrl())
  return { rpID: url.hostname, origin: url.origin }
}

async function keepChallenge(deps: IdentityDeps, challenge: string, account: string): Promise<ChallengeId> {
  const id = deps.newId<ChallengeId>('chl')
  const now = deps.clock.now()
  await insertChallenge(deps.db, id, challenge, account, now.add({ minutes: CHALLENGE_MIN }).toString())
  return id
}

export async function startRegistration(deps: IdentityDeps, principal: Principal) {
  const account = await findAccount(deps.db, accountOf(principal))
  const known = await listPasskeys(deps.db, accountOf(principal))
  const { generateRegistrationOptions } = await webAuthn()
  const options = await generateRegistrationOptions({
    rpName: 'dpg',
    rpID: site(deps).rpID,
    userName: principal.displayName ?? 'dpg',
    userID: new Uint8Array(account!.handle),
    excludeCredentials: known.map(({ credential }) => ({ id: credential })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { id: await keepChallenge(deps, options.challenge, accountOf(principal)), options }
}

export async function finishRegistration(
  deps: IdentityDeps,
  principal: Principal,
  id: string,
  response: object,
  name: string,
): Promise<Passkey> {
  const account = accountOf(principal)
  const asked = await takeChallenge(deps.db, id, deps.clock.now().toString())
  if (asked?.account !== account) throw passkeyRefused({ why: 'challenge' })
  const { rpID, origin } = site(deps)
  const { verifyRegistrationResponse } = await webAuthn()
  const result = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: asked.challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
  }).catch((cause: unknown) => {
    throw passkeyRefused({ why: 'registration' }, { cause })
  })
  if (!result.verified) throw passkeyRefused({ why: 'registration' })
  const { credential } = result.registrationInfo
  const at = deps.clock.now().toString()
  const passkey = {
    account,
    id: deps.newId<PasskeyId>('pky'),
    credential: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    assurance: await worthOfAdding(deps, principal),
  }
  const isNew = await insertPasskey(deps.db, {
    ...passkey,
    counter: BigInt(credential.counter),
    transports: credential.transports ?? [],
    name,
    at,
  })
  if (!isNew) throw passkeyRefused({ why: 'known' })
  return { id: passkey.id, name, addedAt: at, lastUsedAt: null, assurance: passkey.assurance }
}

/** Nobody is named: the authenticator offers the accounts it holds. What is asked is kept nowhere: strangers may ask as they like. */
export function startAuthentication(deps: IdentityDeps) {
  const challenge = ask(deps, CHALLENGE_MIN)
  return { id: challenge, options: { rpId: site(deps).rpID, challenge, timeout: 60_000, userVerification: 'required' as const } }
}

/** A new session; or, for whoever is signed in already as the same person, their session raised. */
export async function finishAuthentication(
  deps: IdentityDeps,
  id: string,
  response: object,
  by: { readonly principal?: Principal; readonly userAgent?: string | undefined } = {},
): Promise<SignedIn | undefined> {
  const { passkey, counter, deviceBound, expiresAt } = await verifyAuthentication(deps, id, response)
  const question = hash('sha256', id, 'buffer')
  const { principal } = by
  const account: Account = { ...passkey, id: passkey.account }
  const worth = passkey.assurance
  if (principal?.session !== undefined && accountOf(principal) === account.id) {
    const { session } = principal
    await deps.db.transaction(async (tx) => {
      const now = deps.clock.now().toString()
      if (!(await answerQuestion(tx, question, expiresAt))) throw passkeyRefused({ why: 'challenge' })
      if (!(await usePasskey(tx, account.id, passkey.id, counter, now))) throw passkeyRefused({ why: 'copied' })
      await raiseSession(tx, account.id, session, 'passkey', worth, now, deviceBound)
    })
    return undefined
  }
  if (principal?.session) await signOut(deps, principal.session)
  const { begun, token } = newSession(deps, account, { way: 'passkey', worth, deviceBound, userAgent: by.userAgent })
  const { isNew, isOriginal } = await together(deps.db).enter({ begun, question, expiresAt, passkey: passkey.id, counter })
  if (!isNew) throw passkeyRefused({ why: 'challenge' })
  if (!isOriginal) throw passkeyRefused({ why: 'copied' })
  return signedIn(deps, deps.db, account, begun, token)
}

async function verifyAuthentication(deps: IdentityDeps, id: string, response: object) {
  const { id: credential } = response as { readonly id?: unknown }
  const question = questionIn(deps, id)
  if (!question) throw passkeyRefused({ why: 'challenge' })
  const passkey = await together(deps.db).credential(String(credential))
  if (!passkey) throw passkeyRefused({ why: 'unknown' })
  const expected = { challenge: id, ...site(deps) }
  const key = keyOnP256(passkey.publicKey)
  const shown = key ? readAnswer(key, response, expected) : await readOther(passkey, response, expected)
  if (!shown) throw passkeyRefused({ why: 'signature' })
  return { passkey, ...shown, expiresAt: question.expiresAt }
}

/** Of a key of another kind: by the library. */
async function readOther(passkey: StoredPasskey, response: object, expected: Expected): Promise<Shown | undefined> {
  const { verifyAuthenticationResponse } = await webAuthn()
  const result = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge: expected.challenge,
    expectedOrigin: expected.origin,
    expectedRPID: expected.rpID,
    credential: {
      id: passkey.credential,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: Number(passkey.counter),
      transports: passkey.transports as AuthenticatorTransport[],
    },
  }).catch((cause: unknown) => {
    throw passkeyRefused({ why: 'signature' }, { cause })
  })
  if (!result.verified) return undefined
  const { newCounter, credentialDeviceType } = result.authenticationInfo
  return { counter: newCounter, deviceBound: credentialDeviceType === 'singleDevice' }
}
