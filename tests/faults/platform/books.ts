/** What the platform says of itself after each death, held against what people were told. */
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EntryProof, TraceEntry, TracePage, Use } from '@dpg/access/contract'
import { checkSignature } from '@dpg/access/check-signature'
import { openDb } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import { fromBase64, type Json, openCheckpoint, parseKey, verifyConsistency, verifyEntry } from '@dpg/ledger'
import type { Transfer } from '@dpg/mydata/contract'
import { type Server, until, type Visitor, visitor } from '../../harness/index.ts'
import type { Errand } from './errands.ts'

/** A platform that has just been started is busy with itself, on a busy machine for long. */
const LONGEST_MS = 120_000

/** One person's record, read on where it was left. */
export class Book {
  readonly entries = new Map<string, TraceEntry>()
  readonly who: Visitor
  readonly person: string
  constructor(who: Visitor, person: string) {
    this.who = who
    this.person = person
  }

  /** What stood there stands there still, once, and what is new has its place in the tree. */
  async readOn(): Promise<void> {
    const look = async () => {
      const read = await this.#news()
      return read.news.every(({ index }) => index !== null) && read
    }
    const { news, total } = await until('every entry to be in the tree', look, { withinMs: LONGEST_MS })
    for (const entry of news) this.entries.set(entry.id, entry)
    assert.equal(this.entries.size, total, 'an entry is gone, or stands twice')
  }

  async #news(): Promise<{ readonly news: readonly TraceEntry[]; readonly total: number }> {
    const news: TraceEntry[] = []
    for (let before = ''; ; ) {
      const { entries, next, total } = await this.who.get<TracePage>(`/api/access/entries?limit=100${before}`)
      news.push(...entries.filter(({ id }) => !this.entries.has(id)))
      if (next === null || entries.some(({ id }) => this.entries.has(id))) return { news, total }
      before = `&before=${next}`
    }
  }

  count(use: Use, where: (entry: TraceEntry) => boolean = () => true): number {
    return [...this.entries.values()].filter((entry) => entry.use === use && where(entry)).length
  }

  /** A consent is whole or not there: the transfer, what was handed over, and an entry of each. How much was handed over. */
  async compare(errands: readonly Errand[]): Promise<number> {
    const { items } = await this.who.get<{ items: Transfer[] }>('/api/mydata/transfers')
    const known = new Map(items.map((one) => [one.id as string, one]))
    const ids = new Set(errands.flatMap(({ id }) => id ?? []))
    const strangers = items.filter(({ id }) => !ids.has(id)).length
    assert.ok(strangers <= errands.length - ids.size, 'a consent that nobody gave')
    assert.equal(this.count('agree'), items.length, 'a consent without its entry, or an entry without its consent')
    assert.equal(this.count('withdraw'), items.filter(({ state }) => state === 'stopped').length, 'half a withdrawal')
    for (const errand of errands) if (errand.id) agrees(errand, known.get(errand.id))
    return items.reduce((sum, { deliveries }) => sum + deliveries.length, 0)
  }
}

function agrees({ id, jwe, tries, stop }: Errand, transfer: Transfer | undefined): void {
  assert.ok(transfer, `${id} was agreed to and is gone`)
  const { state, deliveries } = transfer
  if (stop !== 'sent') assert.equal(state, stop === 'no' ? 'active' : 'stopped')
  assert.ok(deliveries.length <= Math.min(tries, 1), 'handed over twice')
  if (jwe === undefined) return
  assert.equal(deliveries[0]?.digest, hash('sha256', jwe), 'what was handed over is not what is written down')
}

/** The log as a whole: each head continues the one before, whoever died between. */
export class Log {
  readonly #server: Server
  #before: { readonly size: number; readonly root: Uint8Array<ArrayBuffer> } | undefined
  constructor(server: Server) {
    this.#server = server
  }

  async compare(books: readonly Book[]): Promise<void> {
    const anyone = visitor(this.#server)
    const key = await parseKey((await anyone.get<{ key: string }>('/api/access/key')).key)
    const head = await openCheckpoint((await anyone.ask('/api/access/checkpoint')).text, key, checkSignature)
    assert.ok(head, 'the head of the log is not signed')
    const before = this.#before
    if (before) {
      const { proof } = await anyone.get<{ proof: string[] }>(`/api/access/consistency?from=${before.size}&to=${head.size}`)
      const claim = { firstSize: before.size, secondSize: head.size, firstRoot: before.root, secondRoot: head.root }
      assert.ok(await verifyConsistency({ ...claim, proof: proof.map(fromBase64) }), 'the log is not the one it was')
    }
    this.#before = head
    const places = books.flatMap(({ entries }) => [...entries.values()].map(({ index }) => index))
    assert.equal(new Set(places).size, places.length, 'two entries have one place')
    for (const { who, entries } of books) {
      const last = [...entries.values()].at(-1)
      if (last) await proves(who, last, key)
    }
  }
}

async function proves(who: Visitor, { id, law }: TraceEntry, key: Awaited<ReturnType<typeof parseKey>>): Promise<void> {
  const proof = await who.get<EntryProof>(`/api/access/entries/${id}/proof`)
  const head = await openCheckpoint(proof.checkpoint, key, checkSignature)
  assert.ok(head)
  const path = { index: proof.index, size: head.size, proof: proof.proof.map(fromBase64), root: head.root }
  assert.ok(await verifyEntry({ entry: proof.entry as Json, salt: fromBase64(proof.salt), ...path }), law)
}

/** Each receipt of a register's answer has its entry in the person's record, and each entry its receipt. */
export async function compareReceipts({ dataDir }: Server, books: readonly Book[]): Promise<void> {
  const url = await readFile(join(dataDir, 'database-url'), 'utf8')
  const db = openDb({ url, log: silentLog, poolSize: 1 })
  try {
    const rows = await db.query<{ person: string; register: string; count: number }>(
      'select person, register, count(*)::int as count from exchange.receipts group by person, register',
    )
    for (const { person, entries } of books) {
      const own = rows.filter((row) => row.person === person).map(({ register, count }) => [register, count] as const)
      const fetched = [...entries.values()].filter(({ use }) => use === 'fetch')
      const written = [...Map.groupBy(fetched, ({ register }) => register!)].map(([register, all]) => [register, all.length])
      assert.deepEqual(Object.fromEntries(written), Object.fromEntries(own), 'an answer without its entry')
    }
  } finally {
    await db.close()
  }
}
