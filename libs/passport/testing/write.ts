/** Writing DER, for passports of our own making. */
import { BIT_STRING, INTEGER, OCTET_STRING, OID, SEQUENCE, SET } from '../der.ts'

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const name = tag > 0xff ? Buffer.of(tag >> 8, tag & 0xff) : Buffer.of(tag)
  return Buffer.concat([name, lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length)
  const bytes = Buffer.from(length.toString(16).padStart(length > 0xffff ? 6 : length > 0xff ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes])
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(SEQUENCE, ...parts)
export const set = (...parts: readonly Uint8Array[]): Buffer => tlv(SET, ...parts)
export const octets = (bytes: Uint8Array): Buffer => tlv(OCTET_STRING, bytes)
export const bits = (bytes: Uint8Array): Buffer => tlv(BIT_STRING, Buffer.of(0), bytes)
export const explicit = (number: number, part: Uint8Array): Buffer => tlv(0xa0 | number, part)

export function integer(value: number | bigint): Buffer {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
  return tlv(INTEGER, bytes[0]! & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes)
}

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return tlv(OID, Buffer.concat([first * 40 + second, ...rest].map(base128)))
}

function base128(number: number): Buffer {
  const bytes = [number & 0x7f]
  for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128)) bytes.unshift((left & 0x7f) | 0x80)
  return Buffer.from(bytes)
}

export const printable = (text: string): Buffer => tlv(0x13, Buffer.from(text))
export const time = (at: number): Buffer =>
  tlv(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`))
