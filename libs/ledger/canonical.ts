/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * The one canonical text of a JSON value (RFC 8785): keys sorted by UTF-16 code units, no spaces, numbers as ECMAScript writes
 * them. Throws TypeError for what JSON cannot hold (undefined, NaN, bigint, a lone surrogate), naming the place as JSON Pointer.
 */
export const canonicalJson = (value: Json): string => write(value, '')

function write(value: unknown, at: string): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return writeText(value, at)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item, i) => write(item, `${at}/${i}`)).join(',')}]`
  if (isRecord(value)) {
    const fields = Object.keys(value)
      .sort()
      .map((key) => `${writeText(key, at)}:${write(value[key], `${at}/${key}`)}`)
    return `{${fields.join(',')}}`
  }
  throw new TypeError(`not JSON at "${at}"`)
}

function writeText(text: string, at: string): string {
  if (/[\uD800-\uDFFF]/u.test(text)) throw new TypeError(`a lone surrogate at "${at}"`)
  return JSON.stringify(text)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
