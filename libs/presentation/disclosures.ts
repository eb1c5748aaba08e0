/** Selective disclosure (RFC 9901 §7.1): what was disclosed is put where the issuer's digests stand; all else is refused. */
import { hash } from 'node:crypto'
import { RefusedError } from './doubts.ts'

export type Claims = Readonly<Record<string, unknown>>

const HASHES: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512' }
/** What says whether and how long a credential holds is never the holder's to leave out (SD-JWT VC §3.2.2.2). */
const ALWAYS_SHOWN = ['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'status']
const MOST = 100

interface Open {
  readonly found: ReadonlyMap<string, readonly unknown[]>
  readonly used: Set<string>
}

/** The name of the issuer's hash, as node:crypto has it. */
export function hashOf(payload: Claims): string {
  const name = payload['_sd_alg'] ?? 'sha-256'
  const known = typeof name === 'string' ? HASHES[name] : undefined
  if (!known) throw new RefusedError('malformed')
  return known
}

/** Throws RefusedError `altered` when a disclosure has no digest of the issuer's, or stands twice. */
export function disclosed(payload: Claims, disclosures: readonly string[]): Claims {
  if (disclosures.length > MOST) throw new RefusedError('malformed')
  const algorithm = hashOf(payload)
  const found = new Map(disclosures.map((one) => [hash(algorithm, one, 'base64url'), parsed(one)] as const))
  const open: Open = { found, used: new Set() }
  const { _sd_alg: _, ...rest } = payload
  const claims = inObject(rest, open)
  const all = disclosures.length === found.size && [...found.keys()].every((digest) => open.used.has(digest))
  if (!all || ALWAYS_SHOWN.some((name) => Object.hasOwn(claims, name) && !Object.hasOwn(payload, name)))
    throw new RefusedError('altered')
  return claims
}

function parsed(disclosure: string): readonly unknown[] {
  const value: unknown = JSON.parse(Buffer.from(disclosure, 'base64url').toString('utf8'))
  if (!Array.isArray(value) || typeof value[0] !== 'string') throw new RefusedError('malformed')
  return value
}

function inValue(value: unknown, open: Open): unknown {
  if (Array.isArray(value)) return value.flatMap((one) => inElement(one, open))
  return isObject(value) ? inObject(value, open) : value
}

/** Only three elements belong into an object: salt, name, value. */
function inObject(object: Claims, open: Open): Claims {
  const { _sd: digests = [], ...rest } = object
  if (!Array.isArray(digests)) throw new RefusedError('malformed')
  const shown = digests.flatMap((digest) => {
    const [, name, value] = take(digest, 3, open) ?? []
    if (name === undefined) return []
    if (typeof name !== 'string' || name === '_sd' || name === '...' || Object.hasOwn(rest, name))
      throw new RefusedError('altered')
    return [[name, inValue(value, open)] as const]
  })
  if (new Set(shown.map(([name]) => name)).size < shown.length) throw new RefusedError('altered')
  const plain = Object.entries(rest).map(([name, value]) => [name, inValue(value, open)] as const)
  return Object.fromEntries([...plain, ...shown])
}

/** Only two into a list: salt, value. */
function inElement(element: unknown, open: Open): readonly unknown[] {
  if (!isObject(element) || !Object.hasOwn(element, '...')) return [inValue(element, open)]
  if (Object.keys(element).length !== 1) throw new RefusedError('malformed')
  const disclosure = take(element['...'], 2, open)
  return disclosure ? [inValue(disclosure[1], open)] : []
}

/** Each digest stands once in the whole credential; those that nothing was disclosed for are decoys or kept back. */
function take(digest: unknown, length: 2 | 3, { found, used }: Open): readonly unknown[] | undefined {
  if (typeof digest !== 'string') throw new RefusedError('malformed')
  if (used.has(digest)) throw new RefusedError('altered')
  used.add(digest)
  const disclosure = found.get(digest)
  if (disclosure && disclosure.length !== length) throw new RefusedError('altered')
  return disclosure
}

export const isObject = (value: unknown): value is Claims => typeof value === 'object' && value !== null && !Array.isArray(value)
