/** As much of DER (ITU-T X.690) as certificates and their lists need: elements, one inside the other. */
export interface Element {
  readonly tag: number
  readonly content: Buffer
  /** With tag and length, as it is signed. */
  readonly whole: Buffer
}

export const SEQUENCE = 0x30
export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OCTET_STRING = 0x04
export const OID = 0x06
export const BOOLEAN = 0x01
export const UTC_TIME = 0x17
export const GENERALIZED_TIME = 0x18

/** One element at the start; throws when it does not end inside. */
export function readElement(bytes: Buffer): Element {
  const [tag, first] = [bytes[0], bytes[1]]
  if (tag === undefined || first === undefined) throw new Error('DER ends too soon')
  let length = first
  let at = 2
  if (first > 0x80) {
    const count = first & 0x7f
    if (count > 4 || bytes.length < 2 + count) throw new Error('DER length is not readable')
    length = bytes.readUIntBE(2, count)
    at = 2 + count
  } else if (first === 0x80) throw new Error('DER has no open lengths')
  if (at + length > bytes.length) throw new Error('DER ends too soon')
  return { tag, content: bytes.subarray(at, at + length), whole: bytes.subarray(0, at + length) }
}

export function readAll(bytes: Buffer): Element[] {
  const elements: Element[] = []
  for (let rest = bytes; rest.length > 0; rest = rest.subarray(elements.at(-1)!.whole.length)) elements.push(readElement(rest))
  return elements
}

/** The elements of a sequence. */
export function readSequence(bytes: Buffer): Element[] {
  const { tag, content } = readElement(bytes)
  if (tag !== SEQUENCE) throw new Error('a sequence was expected')
  return readAll(content)
}

/** `2.5.29.15` */
export function oidOf({ content }: Element): string {
  const parts: number[] = []
  let value = 0
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    parts.push(value)
    value = 0
  }
  const first = parts[0] ?? 0
  const top = Math.min(2, Math.floor(first / 40))
  return [top, first - top * 40, ...parts.slice(1)].join('.')
}

/** RFC 5280 §4.1.2.5: two digits of a year are 1950 to 2049. */
export function timeOf({ tag, content }: Element): Temporal.Instant {
  const text = content.toString('latin1')
  const year = tag === UTC_TIME ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(year) ?? []
  return Temporal.Instant.from(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`)
}
