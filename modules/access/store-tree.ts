/** The tree in the database: hashes in strips of 256, and its signed heads. Nothing of it is kept in memory. */
import type { Query } from '@dpg/kernel/server'
import type { Hash, HashReader, Node, Place } from '@dpg/ledger'

export interface Head {
  readonly size: number
  readonly root: Hash
  readonly note: string
  /** `name+hash+key` it was signed with. */
  readonly key: string
}

const HEAD = 'select size, root, note, key from access.heads'

export async function readHead(on: Query): Promise<Head | undefined> {
  const [row] = await on.query<StoredHead>(`${HEAD} order by size desc limit 1`)
  return row && toHead(row)
}

/** The first head that holds the leaf: what was signed when it was new. */
export async function firstHeadWith(on: Query, index: number): Promise<Head | undefined> {
  const [row] = await on.query<StoredHead>(`${HEAD} where size > $1 order by size limit 1`, [index])
  return row && toHead(row)
}

export async function headOfSize(on: Query, size: number): Promise<Head | undefined> {
  const [row] = await on.query<StoredHead>(`${HEAD} where size = $1`, [size])
  return row && toHead(row)
}

interface StoredHead {
  readonly size: bigint
  readonly root: Buffer
  readonly note: string
  readonly key: string
}

const toHead = (row: StoredHead): Head => ({ ...row, size: Number(row.size), root: toHash(row.root) })

export const insertHead = (on: Query, { size, root, note, key }: Head, at: string) =>
  on.query('insert into access.heads (size, root, note, key, signed_at) values ($1, $2, $3, $4, $5)', [
    size,
    Buffer.from(root),
    note,
    key,
    at,
  ])

export const STRIP = 256
/** Where the commitments are: one step below the leaves. */
const COMMITMENTS = -1

/** Adds hashes to the ends of their strips. Throws when a strip does not end where they begin: the tree would fork. */
export async function insertNodes(on: Query, nodes: readonly Node[]): Promise<void> {
  const runs = runsOf(nodes)
  const written = await on.query(
    `with run as (select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bytea[]) as r (height, index, start, hashes)),
     longer as (
       update access.strips s set hashes = s.hashes || r.hashes from run r
       where r.start > 0 and s.height = r.height and s.index = r.index and octet_length(s.hashes) = r.start returning 1),
     made as (insert into access.strips (height, index, hashes) select height, index, hashes from run where start = 0 returning 1)
     select 1 from longer union all select 1 from made`,
    [
      runs.map(({ height }) => height),
      runs.map(({ index }) => index),
      runs.map(({ start }) => start),
      runs.map(({ hashes }) => hashes),
    ],
  )
  if (written.length !== runs.length) throw new Error('the access log is damaged: a strip does not end where the tree does')
}

/** What the leaves from `first` are made of. A strip that lacks earlier ones (of before they were kept) is left as it is. */
export async function insertCommitments(on: Query, commitments: readonly Buffer[], first: number): Promise<void> {
  const runs = runsOf(commitments.map((hash, i) => ({ level: COMMITMENTS, index: first + i, hash: Uint8Array.from(hash) })))
  await on.query(
    `insert into access.strips as s (height, index, hashes)
     select r.height, r.index, r.hashes from unnest($1::int[], $2::bigint[], $3::int[], $4::bytea[]) as r (height, index, start, hashes)
     where r.start = 0 or exists (select 1 from access.strips e where e.height = r.height and e.index = r.index and octet_length(e.hashes) = r.start)
     on conflict (height, index) do update set hashes = s.hashes || excluded.hashes`,
    [
      runs.map(({ height }) => height),
      runs.map(({ index }) => index),
      runs.map(({ start }) => start),
      runs.map(({ hashes }) => hashes),
    ],
  )
}

interface Run {
  readonly height: number
  readonly index: number
  /** Bytes of the strip before it. */
  readonly start: number
  readonly hashes: Buffer
}

/** Hashes of one strip one after another; they come in the order of their places. */
function runsOf(nodes: readonly Node[]): Run[] {
  const strips = Map.groupBy(nodes, ({ level, index }) => `${level}/${Math.floor(index / STRIP)}`)
  return [...strips.values()].map((some) => ({
    height: some[0]!.level,
    index: Math.floor(some[0]!.index / STRIP),
    start: (some[0]!.index % STRIP) * 32,
    hashes: Buffer.concat(some.map(({ hash }) => hash)),
  }))
}

/** The first `width` hashes of a strip; undefined when it does not hold as many. */
export async function readStrip(on: Query, height: number, index: number, width: number): Promise<Uint8Array | undefined> {
  const [row] = await on.query<{ hashes: Buffer }>(
    'select substring(hashes from 1 for $3) as hashes from access.strips where height = $1 and index = $2',
    [height, index, width * 32],
  )
  return row && row.hashes.length === width * 32 ? row.hashes : undefined
}

export const readCommitments = (on: Query, index: number, width: number) => readStrip(on, COMMITMENTS, index, width)

/** Until the transaction ends, nobody else appends: two that start from the same size would fork the tree. */
export const lockTree = (on: Query) => on.query(`select pg_advisory_xact_lock(${SEQUENCER_LOCK})`)

const SEQUENCER_LOCK = 7_231_043

/** Reads within a transaction, what it has written itself included. */
export const hashReader = (on: Query): HashReader => ({ read: (places) => readHashes(on, places) })

/** Whole strips; one that is not there is left out. */
export const readStrips = (on: Query, strips: readonly Place[]) =>
  on.query<{ height: number; index: bigint; hashes: Buffer }>(
    `select s.height, s.index, s.hashes from unnest($1::int[], $2::bigint[]) as p (height, index)
     join lateral (select * from access.strips s where s.height = p.height and s.index = p.index) s on true`,
    [strips.map(({ level }) => level), strips.map(({ index }) => index)],
  )

/** One answer for all: the hashes side by side. Each is looked up by its strip, whatever the planner thinks of their number. */
export async function readHashes(on: Query, places: readonly Place[]): Promise<Hash[]> {
  if (places.length === 0) return []
  const [row] = await on.query<{ hashes: Buffer | null }>(
    `select string_agg(
       (select substring(s.hashes from p.start for 32) from access.strips s where s.height = p.height and s.index = p.index),
       ''::bytea order by p.place) as hashes
     from unnest($1::int[], $2::bigint[], $3::int[]) with ordinality as p (height, index, start, place)`,
    [
      places.map(({ level }) => level),
      places.map(({ index }) => Math.floor(index / STRIP)),
      places.map(({ index }) => (index % STRIP) * 32 + 1),
    ],
  )
  const hashes = row?.hashes
  if (hashes?.length !== places.length * 32) throw new Error('the access log is damaged: a hash of the tree is missing')
  return places.map((_, i) => toHash(hashes.subarray(i * 32, i * 32 + 32)))
}

const toHash = (bytes: Buffer): Hash => Uint8Array.from(bytes)
