/** App keys: 32 random bytes under a name that secret scanners can look for. */
import { createHash, randomBytes } from 'node:crypto'
import type { KeyKind } from './contract.ts'

const KEY = /^dpg_(test|live)_[A-Za-z0-9_-]{43}$/

export interface MadeKey {
  readonly secret: string
  readonly hash: Buffer
  readonly hint: string
}

export function makeKey(kind: KeyKind): MadeKey {
  const secret = `dpg_${kind}_${randomBytes(32).toString('base64url')}`
  return { secret, hash: hashOf(secret), hint: `${secret.slice(0, 13)}…${secret.slice(-4)}` }
}

export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** The token of an Authorization header, when it is meant as one of our keys; `false`: it looks like one and cannot be. */
export function keyIn(authorization: string | null): string | false | undefined {
  const token = /^Bearer\s+(dpg_\S{0,200})\s*$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) return undefined
  return KEY.test(token) && token
}
