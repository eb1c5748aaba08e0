/** Token Status List (draft-ietf-oauth-status-list): whether a credential was taken back, read from a list its own issuer has signed. */
import { inflateSync } from 'node:zlib'
import { compactVerify, decodeProtectedHeader } from 'jose'
import { acceptedBy, type Accepted } from './accepted.ts'
import { type Claims, isObject } from './disclosures.ts'
import { doubting, RefusedError } from './doubts.ts'
import { JWS_ALGORITHMS, signerIn, SKEW_S } from './jws.ts'
import type { StatusRef } from './shown.ts'

/** A hundred million credentials of two bits. */
const MOST_BYTES = 32 * 1024 * 1024
const LONGEST_S = 24 * 3600
const SHORTEST_S = 60

export interface StatusList {
  /** Milliseconds: asked for again from then on. */
  readonly until: number
  /** Throws RefusedError unless the credential holds. */
  check(index: number): void
}

/** Null: it names none. A status in words we do not know is none that could be looked up. */
export function statusIn(status: unknown): StatusRef | null {
  if (status === undefined) return null
  const list = isObject(status) ? status['status_list'] : undefined
  if (!isObject(list)) throw new RefusedError('no-status')
  const { idx, uri } = list
  const isWhole = typeof idx === 'number' && Number.isSafeInteger(idx) && idx >= 0
  if (!isWhole || typeof uri !== 'string' || uri.length > 2000 || !URL.canParse(uri)) throw new RefusedError('malformed')
  return { uri, index: idx }
}

/** `token`: as it was fetched from `uri`. Everything wrong with it is `status-away`: nothing is known then. */
export function readStatusList(token: string, uri: string, by: Accepted, now: number): Promise<StatusList> {
  return doubting('status-away', async () => {
    const header = decodeProtectedHeader(token) as Claims
    if (header['typ'] !== 'statuslist+jwt') throw new Error('no status list')
    const { key } = acceptedBy([by], signerIn(header), now)
    const { payload } = await compactVerify(token, key, { algorithms: JWS_ALGORITHMS })
    const { sub, iat, exp, ttl, status_list: list } = JSON.parse(new TextDecoder().decode(payload)) as Claims
    const at = now / 1000
    if (sub !== uri || typeof iat !== 'number' || iat > at + SKEW_S) throw new Error('another list')
    if (exp !== undefined && !(typeof exp === 'number' && exp > at)) throw new Error('an old list')
    const { bits, lst } = isObject(list) ? list : {}
    if (!(bits === 1 || bits === 2 || bits === 4 || bits === 8) || typeof lst !== 'string') throw new Error('no list')
    const bytes = inflateSync(Buffer.from(lst, 'base64url'), { maxOutputLength: MOST_BYTES })
    const kept = Math.min(Math.max(typeof ttl === 'number' ? ttl : SHORTEST_S, SHORTEST_S), LONGEST_S)
    const until = Math.min(at + kept, typeof exp === 'number' ? exp : Number.POSITIVE_INFINITY) * 1000
    return { until, check: (index: number) => judge(statusAt(bytes, bits, index)) }
  }).catch((cause: unknown) => {
    throw new RefusedError('status-away', { cause })
  })
}

/** From the lowest bits of each byte on (§4.1). */
function statusAt(bytes: Uint8Array, bits: number, index: number): number | undefined {
  const perByte = 8 / bits
  const byte = bytes[Math.floor(index / perByte)]
  return byte === undefined ? undefined : (byte >> ((index % perByte) * bits)) & (2 ** bits - 1)
}

/** 0 holds, 1 is taken back for ever, 2 for now (§7.1); what is not in the list, or means something to its issuer alone, does not hold. */
function judge(status: number | undefined): void {
  if (status === 0) return
  throw new RefusedError(status === 1 ? 'revoked' : status === undefined ? 'status-away' : 'suspended')
}
