/** Signatures as RFC 9421 writes them: what to sign, how it stands in the fields, how it is read back. Knows no cryptography. */
import {
  isInnerList,
  parseDictionary,
  serializeDictionary,
  serializeInnerList,
  serializeItem,
  type BareItem,
  type InnerList,
  type Item,
} from 'structured-headers'
import { componentValue, toItem, type Component } from './components.ts'
import { fieldValue, SignatureError, type Fields, type Message } from './message.ts'

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

/** Fields to be sent with the message; join them to those already there with `withSignature`. */
export type SignatureFields = {
  readonly 'signature-input': string
  readonly signature: string
}

/** The text that is signed (§2.5). */
export function signatureBase(message: Message, input: InnerList): string {
  const lines = new Map<string, string>()
  for (const item of input[0]) {
    const name = serializeItem(item)
    if (lines.has(name)) throw new SignatureError('malformed', `${name} is covered twice`)
    const value = componentValue(message, item)
    if (/[\r\n]/.test(value)) throw new SignatureError('malformed', `${name} is more than a line`)
    lines.set(name, value)
  }
  return [...lines].map(([name, value]) => `${name}: ${value}\n`).join('') + `"@signature-params": ${serializeInnerList(input)}`
}

/** What must be signed, and the fields once it is. */
export function prepareSignature(
  message: Message,
  label: string,
  components: readonly Component[],
  parameters: SignatureParameters,
): { readonly base: Uint8Array<ArrayBuffer>; finish(signature: Uint8Array): SignatureFields } {
  const given = Object.entries(parameters).filter((entry): entry is [string, BareItem] => entry[1] !== undefined)
  const input: InnerList = [components.map(toItem), new Map(given)]
  return {
    base: new TextEncoder().encode(signatureBase(message, input)),
    finish: (signature) => ({
      'signature-input': `${label}=${serializeInnerList(input)}`,
      signature: `${label}=${serializeItem(new Uint8Array(signature))}`,
    }),
  }
}

/** The fields of a message with one more signature (§4.3). */
export function withSignature<F extends Fields>(headers: F, added: SignatureFields): F & SignatureFields {
  const join = (name: keyof SignatureFields) => {
    const before = fieldValue(headers, name)
    return before ? `${before}, ${added[name]}` : added[name]
  }
  return { ...headers, 'signature-input': join('signature-input'), signature: join('signature') }
}

export interface Expected {
  readonly label: string
  /** It must cover at least these. */
  readonly covers: readonly Component[]
  readonly tag?: string
  /** Seconds since 1970, now. */
  readonly now: number
  /** How old a signature may be; clocks may differ by as much in the other direction. */
  readonly maxAgeS: number
}

export interface ReadSignature extends SignatureParameters {
  readonly base: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
  readonly created: number
}

/** Reads one signature of a message and checks everything but the mathematics; throws `SignatureError`. */
export function readSignature(message: Message, expected: Expected): ReadSignature {
  const input = member(message, 'signature-input', expected.label)
  const value = member(message, 'signature', expected.label)
  if (!isInnerList(input)) throw new SignatureError('malformed', 'signature-input holds no list')
  if (isInnerList(value) || !(value[0] instanceof ArrayBuffer)) throw new SignatureError('malformed', 'signature holds no bytes')
  const covered = new Set(input[0].map((item) => serializeItem(item)))
  for (const component of expected.covers) {
    const name = serializeItem(toItem(component))
    if (!covered.has(name)) throw new SignatureError('uncovered', `${name} is not covered`)
  }
  const parameters = parametersOf(input)
  const created = inTime(parameters, expected)
  if (expected.tag !== undefined && parameters.tag !== expected.tag) throw new SignatureError('uncovered', 'made for another use')
  const base = new TextEncoder().encode(signatureBase(message, input))
  return { ...parameters, created, base, signature: new Uint8Array(value[0]) }
}

function member(message: Message, name: keyof SignatureFields, label: string): Item | InnerList {
  const text = fieldValue(message.headers, name)
  if (text === undefined) throw new SignatureError('unsigned', `no ${name}`)
  try {
    const found = parseDictionary(text).get(label)
    if (found) return found
  } catch (cause) {
    throw new SignatureError('malformed', `${name}: ${cause instanceof Error ? cause.message : 'unreadable'}`)
  }
  throw new SignatureError('unsigned', `no signature ${label}`)
}

const TEXTS = ['nonce', 'alg', 'keyid', 'tag'] as const
const TIMES = ['created', 'expires'] as const

function parametersOf([, given]: InnerList): SignatureParameters {
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

function inTime({ created, expires }: SignatureParameters, { now, maxAgeS }: Expected): number {
  if (created === undefined) throw new SignatureError('stale', 'it does not say when it was made')
  if (Math.abs(now - created) > maxAgeS) throw new SignatureError('stale', 'it was made at another time')
  if (expires !== undefined && now >= expires) throw new SignatureError('stale', 'it has ended')
  return created
}

/** `content-digest` (RFC 9530 §2) of digests already computed. */
export const digestField = (digests: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): string =>
  serializeDictionary({ ...digests })

/** The digests a field states, by algorithm; throws `malformed`. */
export function readDigests(field: string): ReadonlyMap<string, Uint8Array> {
  try {
    const stated = [...parseDictionary(field)].flatMap(([algorithm, member]) =>
      !isInnerList(member) && member[0] instanceof ArrayBuffer ? [[algorithm, new Uint8Array(member[0])] as const] : [],
    )
    return new Map(stated)
  } catch {
    throw new SignatureError('malformed', 'content-digest is unreadable')
  }
}
