/** The version id of a definition: SHA-256 of its canonical JSON (RFC 8785). Equal definitions have equal ids, everywhere. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** Lower-case hex, 64 characters. Throws TypeError for what JSON cannot say (a function, infinity). */
export const canonicalHash = (definition: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(definition))))

/** The canonical text itself: keys sorted by code unit, no white space, numbers as ECMAScript writes them. */
export function canonicalJson(value: unknown): string {
  // An engine keeps keys in the order in which they were set, but puts whole numbers first: then each key is written by itself.
  const seen = { wholeNumberKey: false }
  const copy = inOrder(value, seen)
  const text = seen.wholeNumberKey ? write(copy) : JSON.stringify(copy)
  if (text === undefined) throw new TypeError('there is no JSON for nothing')
  return text
}

function write(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  const from = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(from).filter((key) => from[key] !== undefined)
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${write(from[key])}`)
    .join(',')}}`
}

function inOrder(value: unknown, seen: { wholeNumberKey: boolean }): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value === undefined) return value
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`there is no JSON for ${value}`)
    return value
  }
  if (typeof value !== 'object') throw new TypeError(`there is no JSON for a ${typeof value}`)
  if (Array.isArray(value)) return value.map((item) => inOrder(item, seen))
  const from = value as Readonly<Record<string, unknown>>
  const copy: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(from).sort()) {
    if (/^\d/.test(key)) seen.wholeNumberKey = true
    copy[key] = inOrder(from[key], seen)
  }
  return copy
}
