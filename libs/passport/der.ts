/** Reading DER (X.690): what passports, certificates and signatures are written in. Bounded, never beyond its bytes. */

export class MalformedError extends Error {}

export interface Tlv {
  /** The tag as written, class and form included: 0x30, 0xa0, 0x5f1f. */
  readonly tag: number
  readonly content: Buffer
  /** Tag, length and content. */
  readonly whole: Buffer
}

const MOST_DEPTH_BYTES = 4

/** The element that begins at `at`. Throws MalformedError. */
export function readTlv(bytes: Buffer, at = 0): Tlv {
  const start = at
  let tag = byteAt(bytes, at++)
  // Tags beyond 30 go on in the next bytes (5F1F); passports have no longer ones.
  if ((tag & 0x1f) === 0x1f) {
    const next = byteAt(bytes, at++)
    if (next & 0x80) throw new MalformedError('a tag that is too long')
    tag = (tag << 8) | next
  }
  let length = byteAt(bytes, at++)
  if (length === 0x80) throw new MalformedError('an indefinite length')
  if (length > 0x80) {
    const count = length & 0x7f
    if (count > MOST_DEPTH_BYTES) throw new MalformedError('a length that is too long')
    length = 0
    for (let i = 0; i < count; i++) length = length * 256 + byteAt(bytes, at++)
  }
  if (at + length > bytes.length) throw new MalformedError('an element that ends after its bytes')
  return { tag, content: bytes.subarray(at, at + length), whole: bytes.subarray(start, at + length) }
}

/** All elements of a constructed one. */
export function children({ content }: Tlv): Tlv[] {
  const found: Tlv[] = []
  for (let at = 0; at < content.length; ) {
    const one = readTlv(content, at)
    found.push(one)
    at += one.whole.length
  }
  return found
}

/** The element, if it has this tag; throws MalformedError otherwise. */
export function expect(one: Tlv | undefined, tag: number, what: string): Tlv {
  if (one?.tag !== tag) throw new MalformedError(`${what} is missing`)
  return one
}

/** `1.2.840.113549.1.7.2` */
export function readOid(one: Tlv | undefined): string {
  const { content } = expect(one, OID, 'an object identifier')
  const numbers: number[] = []
  let number = 0
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f)
    if (!Number.isSafeInteger(number)) throw new MalformedError('an object identifier that is too long')
    if (byte & 0x80) continue
    numbers.push(number)
    number = 0
  }
  const [first = 0, ...rest] = numbers
  return [Math.min(2, Math.floor(first / 40)), first < 80 ? first % 40 : first - 80, ...rest].join('.')
}

export const readInteger = (one: Tlv | undefined): bigint => {
  const { content } = expect(one, INTEGER, 'a number')
  return content.length === 0 ? 0n : BigInt.asIntN(content.length * 8, BigInt(`0x${content.toString('hex')}`))
}

/** UTCTime or GeneralizedTime, in milliseconds since 1970. */
export function readTime(one: Tlv | undefined): number {
  if (!one || (one.tag !== UTC_TIME && one.tag !== GENERALIZED_TIME)) throw new MalformedError('a time is missing')
  const text = one.content.toString('latin1')
  const digits = one.tag === UTC_TIME ? (Number(text.slice(0, 2)) < 50 ? '20' : '19') + text : text
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/.exec(digits) ?? []
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second ?? '00'}Z`)
  if (Number.isNaN(time)) throw new MalformedError('a time that is none')
  return time
}

export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const OID = 0x06
export const SEQUENCE = 0x30
export const SET = 0x31
export const UTC_TIME = 0x17
export const GENERALIZED_TIME = 0x18
/** Context-specific, constructed. */
export const context = (number: number): number => 0xa0 | number

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new MalformedError('it ends in the middle')
  return byte
}
