/**
 * Reads the committed tree. The upper heights, a 256th of all hashes that every proof goes through, are kept by strips, as many as
 * LIMIT says and no more; the lower ones are read each time. Hashes never change, so what is kept is never wrong.
 */
import type { Query } from '@dpg/kernel/server'
import type { Hash, HashReader, Place } from '@dpg/ledger'
import { readHashes, readStrips, STRIP } from './store-tree.ts'

/** Kept from this height on. */
const UPPER = 8
/** 4,096 strips of 8 KB: 32 MB, enough for all upper hashes of 130 million leaves. */
const LIMIT = 4_096

interface Turn {
  readonly places: Place[]
  readonly answer: Promise<readonly Hash[]>
}

/** Reads asked for in the same turn go to the database as one: the proofs of a page cost one round trip. */
export function createTreeReader(on: Query): HashReader {
  const kept = new Map<string, Uint8Array>()
  let turn: Turn | undefined

  const keep = (key: string, hashes: Uint8Array) => {
    kept.delete(key)
    kept.set(key, hashes)
    if (kept.size > LIMIT) kept.delete(kept.keys().next().value!)
  }
  const known = (place: Place): Hash | undefined => {
    const key = keyOf(place)
    const strip = kept.get(key)
    const at = (place.index % STRIP) * 32
    if (!strip || strip.length < at + 32) return undefined
    keep(key, strip)
    return strip.slice(at, at + 32) as Hash
  }
  const load = async (places: readonly Place[]): Promise<void> => {
    const missing = new Map(places.map((place) => [keyOf(place), { level: place.level, index: Math.floor(place.index / STRIP) }]))
    if (missing.size === 0) return
    for (const { height, index, hashes } of await readStrips(on, [...missing.values()])) keep(`${height}/${index}`, hashes)
  }
  const answer = async (places: readonly Place[]): Promise<readonly Hash[]> => {
    const low = places.filter(({ level }) => level < UPPER)
    const high = places.filter((place) => place.level >= UPPER)
    const [lower] = await Promise.all([readHashes(on, low), load(high.filter((place) => !known(place)))])
    let next = 0
    return places.map((place) => {
      const hash = place.level < UPPER ? lower[next++] : known(place)
      if (!hash) throw new Error(`the access log is damaged: no hash at level ${place.level}, index ${place.index}`)
      return hash
    })
  }
  const open = (): Turn => {
    const places: Place[] = []
    const later = Promise.resolve().then(() => {
      turn = undefined
      return answer(places)
    })
    return { places, answer: later }
  }
  return {
    async read(places) {
      turn ??= open()
      const { places: all, answer: theirs } = turn
      const from = all.push(...places) - places.length
      return (await theirs).slice(from, from + places.length)
    },
  }
}

const keyOf = ({ level, index }: Place): string => `${level}/${Math.floor(index / STRIP)}`
