/** SD-JWT VC with its holder's proof (RFC 9901; OpenID4VP 1.0, B.3): signed by the issuer, by the holder, for this very request. */
import { createHash, createPublicKey } from 'node:crypto'
import { decodeProtectedHeader, type JWK } from 'jose'
import { acceptedBy, type Accepted, publicPart } from './accepted.ts'
import { type Claims, disclosed, hashOf, isObject } from './disclosures.ts'
import { doubting, RefusedError } from './doubts.ts'
import { isJws, signerIn, SKEW_S } from './jws.ts'
import type { Asked, Shown } from './shown.ts'
import { statusIn } from './status-list.ts'

/** How long ago a wallet may have signed. */
const FRESH_S = 300
/** Throws RefusedError. */
export async function readSdJwt<A extends Accepted>(text: string, accepted: readonly A[], asked: Asked): Promise<Shown<A>> {
  const parts = text.split('~')
  const [credential = '', proof] = [parts[0], parts.at(-1)]
  if (parts.length < 2) throw new RefusedError('malformed')
  const { header, payload } = await doubting('malformed', () => decoded(credential))
  if (header['typ'] !== 'dc+sd-jwt') throw new RefusedError('malformed')
  const ofType = accepted.filter(({ format, type }) => format === 'dc+sd-jwt' && type === payload['vct'])
  if (ofType.length === 0) throw new RefusedError('wrong-type')
  const { iss } = payload
  const candidates = ofType.filter(({ issuer }) => iss === undefined || issuer === iss)
  const { by, key } = await doubting('malformed', () => acceptedBy(candidates, signerIn(header), asked.now))
  if (!(await isJws(credential, key))) throw new RefusedError('forged')
  const claims = await doubting('malformed', () => disclosed(payload, parts.slice(1, -1)))
  checkTimes(payload, asked.now)
  await checkHolder({ payload, proof, before: text.slice(0, text.length - (proof?.length ?? 0)) }, asked)
  return { by, claims, status: statusIn(payload['status']) }
}

/** Not believed yet. */
function decoded(jws: string) {
  const [, body = ''] = jws.split('.')
  const payload: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
  if (!isObject(payload)) throw new RefusedError('malformed')
  return { header: decodeProtectedHeader(jws) as Claims, payload }
}

function checkTimes({ exp, nbf, iat }: Claims, now: number): void {
  const at = now / 1000
  for (const time of [exp, nbf, iat]) if (time !== undefined && typeof time !== 'number') throw new RefusedError('malformed')
  if (typeof exp === 'number' && exp <= at - SKEW_S) throw new RefusedError('expired')
  if ([nbf, iat].some((time) => typeof time === 'number' && time > at + SKEW_S)) throw new RefusedError('not-yet')
}

interface Bound {
  readonly payload: Claims
  readonly proof: string | undefined
  /** All before the proof, which it has to hash. */
  readonly before: string
}

async function checkHolder({ payload, proof, before }: Bound, { now, nonce, audience }: Asked): Promise<void> {
  const { cnf } = payload
  const jwk = isObject(cnf) ? cnf['jwk'] : undefined
  if (!isObject(jwk) || !proof) throw new RefusedError('no-holder-key')
  const { header, payload: bound } = await doubting('malformed', () => decoded(proof))
  if (header['typ'] !== 'kb+jwt') throw new RefusedError('malformed')
  const key = await doubting('malformed', () => createPublicKey({ key: publicPart(jwk as JWK), format: 'jwk' }))
  if (!(await isJws(proof, key))) throw new RefusedError('other-holder')
  if (bound['aud'] !== audience) throw new RefusedError('other-audience')
  if (bound['nonce'] !== nonce) throw new RefusedError('other-nonce')
  const age = typeof bound['iat'] === 'number' ? now / 1000 - bound['iat'] : Number.NaN
  if (!(age >= -SKEW_S && age <= FRESH_S)) throw new RefusedError('stale')
  if (bound['sd_hash'] !== createHash(hashOf(payload)).update(before).digest('base64url')) throw new RefusedError('altered')
}
