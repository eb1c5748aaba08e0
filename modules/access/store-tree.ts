/** The tree in the database: hashes by level and index, and its signed heads. */
import type { Query } from '@dpg/kernel/server'
import type { Hash, HashReader, Node, Place } from '@dpg/ledger'

export interface Head {
  readonly size: number
  readonly root: Hash
  readonly note: string
  /** `name+hash+key` it was signed with. */
  readonly key: string
}

export async function readHead(on: Query): Promise<Head | undefined> {
  const [row] = await on.query<{ size: bigint; root: Buffer; note: string; key: string }>(
    'select size, root, note, key from access.heads order by size desc limit 1',
  )
  return row && { ...row, size: Number(row.size), root: toHash(row.root) }
}

export const insertHead = (on: Query, { size, root, note, key }: Head, at: string) =>
  on.query('insert into access.heads (size, root, note, key, signed_at) values ($1, $2, $3, $4, $5)', [
    size,
    Buffer.from(root),
    note,
    key,
    at,
  ])

export const insertNodes = (on: Query, nodes: readonly Node[]) =>
  on.query('insert into access.nodes (level, index, hash) select * from unnest($1::int[], $2::bigint[], $3::bytea[])', [
    nodes.map((node) => node.level),
    nodes.map((node) => node.index),
    nodes.map((node) => Buffer.from(node.hash)),
  ])

/** Until the transaction ends, nobody else appends: two that start from the same size would fork the tree. */
export const lockTree = (on: Query) => on.query(`select pg_advisory_xact_lock(${SEQUENCER_LOCK})`)

const SEQUENCER_LOCK = 7_231_043

/** Reads asked for in the same turn go to the database as one: the proofs of a page cost one round trip. */
export function hashReader(on: Query): HashReader {
  let turn: { places: Place[]; answer: Promise<readonly Hash[]> } | undefined
  const open = () => {
    const places: Place[] = []
    const answer = Promise.resolve().then(() => {
      turn = undefined
      return readHashes(on, places)
    })
    return { places, answer }
  }
  return {
    async read(places) {
      turn ??= open()
      const { places: all, answer } = turn
      const from = all.push(...places) - places.length
      return (await answer).slice(from, from + places.length)
    },
  }
}

async function readHashes(on: Query, places: readonly Place[]): Promise<Hash[]> {
  if (places.length === 0) return []
  const rows = await on.query<{ hash: Buffer | null; level: number; index: bigint }>(
    `select n.hash, p.level, p.index from unnest($1::int[], $2::bigint[]) with ordinality as p (level, index, place)
     left join access.nodes n on n.level = p.level and n.index = p.index order by p.place`,
    [places.map((place) => place.level), places.map((place) => place.index)],
  )
  return rows.map(({ hash, level, index }) => {
    if (!hash) throw new Error(`the access log is damaged: no hash at level ${level}, index ${index}`)
    return toHash(hash)
  })
}

const toHash = (bytes: Buffer): Hash => Uint8Array.from(bytes)
