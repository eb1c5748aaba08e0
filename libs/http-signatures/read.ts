/** Reads one signature of a message back (RFC 9421 §3.2) and checks everything but the mathematics. */
import { type InnerList, isInnerList, type Item, parseDictionary, serializeInnerList } from 'structured-headers'
import type { Component } from './components.ts'
import { type Covered, coveredBy, coveredOf, signatureBase } from './covered.ts'
import { BYTES, LIST, plainMember } from './members.ts'
import { fieldValue, type Message, SignatureError } from './message.ts'
import { parametersOf, readPlain, type SignatureParameters } from './parameters.ts'

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
  /** What is signed, in UTF-8. */
  readonly base: string
  readonly signature: Uint8Array<ArrayBuffer>
  readonly created: number
}

interface Found {
  readonly covered: Covered
  /** The text behind the list. */
  readonly text: string
  readonly parameters: SignatureParameters
  readonly signature: Uint8Array<ArrayBuffer>
}

/** Throws `SignatureError`. */
export function readSignature(message: Message, expected: Expected): ReadSignature {
  const input = fieldOf(message, 'signature-input')
  const value = fieldOf(message, 'signature')
  const { covered, text, parameters, signature } = asWeWrite(input, value, expected) ?? parsed(input, value, expected)
  const created = inTime(parameters, expected)
  if (expected.tag !== undefined && parameters.tag !== expected.tag) throw new SignatureError('uncovered', 'made for another use')
  return { ...parameters, created, base: signatureBase(message, covered, text), signature }
}

function fieldOf(message: Message, name: 'signature-input' | 'signature'): string {
  const text = fieldValue(message.headers, name)
  if (text === undefined) throw new SignatureError('unsigned', `no ${name}`)
  return text
}

/** A signature over just what is expected, written as we write it: no need to parse what can be compared. */
function asWeWrite(input: string, value: string, { label, covers }: Expected): Found | undefined {
  const covered = coveredBy(covers)
  const list = plainMember(input, label, LIST)
  const bytes = plainMember(value, label, BYTES)
  if (!list?.startsWith(covered.list) || bytes === undefined) return undefined
  const text = list.slice(covered.list.length)
  const parameters = readPlain(text)
  return parameters && { covered, text, parameters, signature: Uint8Array.fromBase64(bytes.slice(1, -1)) }
}

function parsed(input: string, value: string, { label, covers }: Expected): Found {
  const list = member('signature-input', input, label)
  const bytes = member('signature', value, label)
  if (!isInnerList(list)) throw new SignatureError('malformed', 'signature-input holds no list')
  if (isInnerList(bytes) || !(bytes[0] instanceof ArrayBuffer)) throw new SignatureError('malformed', 'signature holds no bytes')
  const covered = coveredOf(list[0])
  for (const name of coveredBy(covers).names)
    if (!covered.names.includes(name)) throw new SignatureError('uncovered', `${name} is not covered`)
  const text = serializeInnerList(list).slice(covered.list.length)
  return { covered, text, parameters: parametersOf(list), signature: new Uint8Array(bytes[0]) }
}

function member(name: string, text: string, label: string): Item | InnerList {
  try {
    const found = parseDictionary(text).get(label)
    if (found) return found
  } catch (cause) {
    throw new SignatureError('malformed', `${name}: ${cause instanceof Error ? cause.message : 'unreadable'}`)
  }
  throw new SignatureError('unsigned', `no signature ${label}`)
}

function inTime({ created, expires }: SignatureParameters, { now, maxAgeS }: Expected): number {
  if (created === undefined) throw new SignatureError('stale', 'it does not say when it was made')
  if (Math.abs(now - created) > maxAgeS) throw new SignatureError('stale', 'it was made at another time')
  if (expires !== undefined && now >= expires) throw new SignatureError('stale', 'it has ended')
  return created
}
