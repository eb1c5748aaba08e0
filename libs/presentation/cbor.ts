/**
 * Reading CBOR (RFC 8949) as wallets write it: lengths longer than they need be, maps without an end told before. Bounded, never
 * beyond its bytes, nothing twice in a map. What is tagged keeps the bytes it came in, for digests and signatures are over those.
 */
import { RefusedError } from './doubts.ts'

export interface Tagged {
  readonly tag: number
  readonly value: Cbor
  /** Tag and all. */
  readonly whole: Uint8Array
}
export type Cbor =
  | number
  | bigint
  | string
  | Uint8Array
  | boolean
  | null
  | undefined
  | Cbor[]
  | Map<string | number, Cbor>
  | Tagged
export type CborMap = Map<string | number, Cbor>

const DEEPEST = 32
const WITHOUT_END = 31
const BREAK = 0xff

/** One item and nothing after it. Throws RefusedError. */
export function decode(bytes: Uint8Array): Cbor {
  const reader = new Reader(bytes)
  const value = reader.item(0)
  if (reader.at !== bytes.length) throw new RefusedError('malformed')
  return value
}

class Reader {
  at = 0
  readonly #bytes: Uint8Array
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  item(depth: number): Cbor {
    if (depth > DEEPEST) throw new RefusedError('malformed')
    const start = this.at
    const [head = 0] = this.#take(1)
    const [major, info] = [head >> 5, head & 0x1f]
    switch (major) {
      case 0:
        return this.#number(info)
      case 1:
        return negative(this.#number(info))
      case 2:
        return new Uint8Array(this.#take(this.#length(info)))
      case 3:
        return textOf(this.#take(this.#length(info)))
      case 4:
        return this.#several(info, () => this.item(depth + 1))
      case 5:
        return this.#map(info, depth)
      case 6: {
        const tag = this.#length(info)
        const value = this.item(depth + 1)
        return { tag, value, whole: this.#bytes.slice(start, this.at) }
      }
      default:
        return this.#simple(info)
    }
  }

  #take(length: number): Uint8Array {
    const end = this.at + length
    if (end > this.#bytes.length) throw new RefusedError('malformed')
    const taken = this.#bytes.subarray(this.at, end)
    this.at = end
    return taken
  }

  #number(info: number): number | bigint {
    if (info < 24) return info
    const bytes = 2 ** (info - 24)
    if (info > 27) throw new RefusedError('malformed')
    const { at } = this
    this.#take(bytes)
    if (bytes === 1) return this.#view.getUint8(at)
    if (bytes === 2) return this.#view.getUint16(at)
    if (bytes === 4) return this.#view.getUint32(at)
    const long = this.#view.getBigUint64(at)
    return long <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(long) : long
  }

  #length(info: number): number {
    const length = this.#number(info)
    if (typeof length !== 'number') throw new RefusedError('malformed')
    return length
  }

  /** Each has a byte at least: a length that says more is a lie. */
  #several<T>(info: number, read: () => T): T[] {
    const list: T[] = []
    if (info === WITHOUT_END) {
      while (this.#bytes[this.at] !== BREAK) list.push(read())
      this.at++
      return list
    }
    const length = this.#length(info)
    if (length > this.#bytes.length - this.at) throw new RefusedError('malformed')
    while (list.length < length) list.push(read())
    return list
  }

  #map(info: number, depth: number): CborMap {
    const entries = this.#several(info, () => [this.item(depth + 1), this.item(depth + 1)] as const)
    const map: CborMap = new Map()
    for (const [key, value] of entries) {
      if ((typeof key !== 'string' && typeof key !== 'number') || map.has(key)) throw new RefusedError('malformed')
      map.set(key, value)
    }
    return map
  }

  #simple(info: number): Cbor {
    if (info === 20 || info === 21) return info === 21
    if (info === 22) return null
    if (info === 23) return undefined
    const { at } = this
    if (info === 25) return this.#take(2) && this.#view.getFloat16(at)
    if (info === 26) return this.#take(4) && this.#view.getFloat32(at)
    if (info === 27) return this.#take(8) && this.#view.getFloat64(at)
    throw new RefusedError('malformed')
  }
}

const negative = (value: number | bigint): number | bigint => (typeof value === 'number' ? -1 - value : -1n - value)

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new RefusedError('malformed', { cause })
  }
}
