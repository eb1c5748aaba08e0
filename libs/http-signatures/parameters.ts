/** The parameters of a signature (RFC 9421 §2.3), to and from the text behind its list. */
import type { InnerList } from 'structured-headers'
import { SignatureError } from './message.ts'

export interface SignatureParameters {
  /** Seconds since 1970. */
  readonly created?: number
  readonly expires?: number
  readonly nonce?: string
  readonly alg?: string
  readonly keyid?: string
  /** What the signature is for; whoever reads it may insist on one. */
  readonly tag?: string
}

const TEXTS = ['nonce', 'alg', 'keyid', 'tag'] as const
const TIMES = ['created', 'expires'] as const
const PLAIN = /^[\x20-\x7e]*$/

/** `;created=1618884473;keyid="a"`, in the order given. Throws RangeError for what a structured field cannot hold (RFC 9651). */
export function writeParameters(given: SignatureParameters): string {
  let text = ''
  for (const [name, value] of Object.entries(given) as [string, string | number | undefined][]) {
    if (value === undefined) continue
    if (typeof value === 'string' ? !PLAIN.test(value) : !Number.isSafeInteger(value) || Math.abs(value) > 999_999_999_999_999)
      throw new RangeError(`${name} cannot be written: ${value}`)
    text += `;${name}=${typeof value === 'string' ? `"${value.replace(/[\\"]/g, '\\$&')}"` : value}`
  }
  return text
}

const ONE = /;(?:(created|expires)=(0|[1-9]\d{0,14})|(nonce|alg|keyid|tag)="([\x20\x21\x23-\x5b\x5d-\x7e]*)")/y

/** Reads what `writeParameters` writes without escapes. Undefined: it may be right all the same, and is to be parsed as a whole. */
export function readPlain(text: string): SignatureParameters | undefined {
  const read: Record<string, string | number> = {}
  ONE.lastIndex = 0
  while (ONE.lastIndex < text.length) {
    const found = ONE.exec(text)
    if (!found) return undefined
    const [, time, seconds, name, value] = found
    const key = (time ?? name)!
    if (key in read) return undefined
    read[key] = time ? Number(seconds) : value!
  }
  return read
}

/** Those of a parsed list; throws `malformed` when one is of the wrong kind. */
export function parametersOf([, given]: InnerList): SignatureParameters {
  const read: Record<string, string | number> = {}
  for (const name of TEXTS) {
    const value = given.get(name)
    if (value !== undefined && typeof value !== 'string') throw new SignatureError('malformed', `${name} is a string`)
    if (value !== undefined) read[name] = value
  }
  for (const name of TIMES) {
    const value = given.get(name)
    if (value !== undefined && !Number.isInteger(value)) throw new SignatureError('malformed', `${name} is a whole number`)
    if (value !== undefined) read[name] = value as number
  }
  return read
}
