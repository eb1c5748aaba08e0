import { type Hash, toHex } from './bytes.ts'

/**
 * A node over a whole subtree: `level` 0 are the leaves; node `index` of a level covers the 2^level leaves from index * 2^level.
 * Only nodes whose every leaf is there are kept. A node, once written, never changes.
 */
export interface Place {
  readonly level: number
  readonly index: number
}

export interface Node extends Place {
  readonly hash: Hash
}

/**
 * Where the hashes are. `read` answers in the order asked, in one round trip, and throws when a place is missing: a missing hash
 * is a damaged log, never a guess.
 */
export interface HashReader {
  read(places: readonly Place[]): Promise<readonly Hash[]>
}

/** Keeps hashes in memory: for tests and for small logs that are rebuilt from their leaves. */
export function createMemoryStore(): HashReader & { write(nodes: readonly Node[]): void; readonly count: number } {
  const hashes = new Map<string, Hash>()
  const key = ({ level, index }: Place) => `${level}/${index}`
  return {
    get count() {
      return hashes.size
    },
    async read(places) {
      return places.map((place) => {
        const hash = hashes.get(key(place))
        if (!hash) throw new RangeError(`no hash at level ${place.level}, index ${place.index}`)
        return hash
      })
    },
    write(nodes) {
      for (const node of nodes) {
        const old = hashes.get(key(node))
        if (old && toHex(old) !== toHex(node.hash)) throw new Error(`the hash at ${key(node)} must not change`)
        hashes.set(key(node), node.hash)
      }
    },
  }
}
