/** Questions to authenticators that need not be kept: each says itself until when it counts, and that it is ours. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IdentityDeps } from './index.ts'

type Deps = Pick<IdentityDeps, 'clock' | 'secret'>

const RANDOM = 16
const TIME = 6
const MAC = 16
const QUESTION = /^[\w-]{51}$/

export interface Question {
  readonly expiresAt: string
}

/** 16 random bytes, the millisecond it expires, and our mark on both; in base64url. */
export function ask({ clock, secret }: Deps, minutes: number): string {
  const body = Buffer.concat([randomBytes(RANDOM), Buffer.alloc(TIME)])
  body.writeUIntBE(clock.now().epochMilliseconds + minutes * 60_000, RANDOM, TIME)
  return Buffer.concat([body, markOf(secret, body)]).toString('base64url')
}

/** Undefined: not ours, or too old. Whether it was answered before is not known here. */
export function questionIn({ clock, secret }: Deps, text: string): Question | undefined {
  if (!QUESTION.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64url')
  const body = bytes.subarray(0, RANDOM + TIME)
  if (!timingSafeEqual(bytes.subarray(RANDOM + TIME), markOf(secret, body))) return undefined
  const until = body.readUIntBE(RANDOM, TIME)
  return until > clock.now().epochMilliseconds ? { expiresAt: new Date(until).toISOString() } : undefined
}

const markOf = (secret: Deps['secret'], body: Uint8Array): Buffer =>
  createHmac('sha256', secret('passkey-questions')).update(body).digest().subarray(0, MAC)
