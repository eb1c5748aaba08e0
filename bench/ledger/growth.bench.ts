/**
 * The tree as it grows: leaves in durable batches to a million and ten (`DPG_BENCH_LEAVES` for another end, as 100000000: a quarter of an
 * hour and 9 GB), what it takes on disk and in memory, and what a proof costs at each size.
 */
import { hash } from 'node:crypto'
import { consistencyProof, type Hash, inclusionProof } from '@dpg/ledger'
import { appendLeaves, createTreeReader, openTree, readHead } from '@dpg/access/tree'
import { load, memoryOf, processTree } from '../processes.ts'
import { report } from '../row.ts'
import { bytesOf } from '../store.ts'
import { median, quantile } from '../statistics.ts'
import { openChain } from './chain.ts'
import { type Opened, withLedger } from './database.ts'

const BATCH = 4_000
const MILLION = 1_000_000
const PEER_LEAVES = 200_000
const END = Number(process.env['DPG_BENCH_LEAVES'] ?? 10 * MILLION)
const STOPS = [100_000, MILLION, 10 * MILLION, END].filter((stop, i, all) => stop <= END && all.indexOf(stop) === i)
const PROOFS = 400

await withLedger(async (opened) => {
  const chain = await chainRate(opened)
  let from = 0
  for (const stop of STOPS) {
    const { perSecond, cpu } = await grow(opened, from, stop)
    const peer = { name: 'hash chain in the same PostgreSQL', value: chain }
    const seen = { batch: BATCH, cpuMsEach: cpu, load: load() }
    report({
      work: `leaves appended, durable, from ${from} to ${stop}`,
      value: perSecond,
      unit: '1/s',
      target: 20_000,
      bound: 'least',
      peer,
      seen,
    })
    await told(opened, stop)
    from = stop
  }
})

async function chainRate({ db }: Opened): Promise<number> {
  const add = await openChain(db)
  const started = performance.now()
  for (let from = 0; from < PEER_LEAVES; from += BATCH) await db.transaction((tx) => add(tx, leavesFrom(from, BATCH)))
  return PEER_LEAVES / ((performance.now() - started) / 1000)
}

async function grow({ db, signer }: Opened, from: number, to: number) {
  const started = performance.now()
  const before = process.cpuUsage()
  for (let at = from; at < to; at += BATCH) {
    const leaves = leavesFrom(at, Math.min(BATCH, to - at))
    await db.transaction(async (tx) => {
      const { size } = await openTree(tx)
      await appendLeaves(tx, { signer, at: new Date().toISOString() }, size, leaves)
    })
  }
  const { user, system } = process.cpuUsage(before)
  return { perSecond: (to - from) / ((performance.now() - started) / 1000), cpu: (user + system) / 1000 / (to - from) }
}

/** What is known of a log of that size: memory, disk, proofs. */
async function told({ db, pid }: Opened, size: number): Promise<void> {
  const seen = { leaves: size, load: load() }
  const megabytes = memoryOf([process.pid, ...processTree(pid)])
  report({ work: `memory of log and database at ${size}`, value: megabytes, unit: 'MB', target: 1024, seen })
  report({ work: `bytes on disk for each leaf at ${size}`, value: (await bytesOf(db, 'access.%')) / size, unit: 'B', seen })
  const reader = createTreeReader(db)
  const places = Array.from({ length: PROOFS }, (_, i) => Math.floor(((i * 0.618_034) % 1) * size))
  // Asked for one by one, each a round trip to the database, and as a page asks for its thirty at once.
  const single = await timed(places, (index) => inclusionProof(reader, index, size))
  const pages = await timed(places.slice(0, PROOFS / 10), (index) =>
    Promise.all(Array.from({ length: 30 }, (_, i) => inclusionProof(reader, (index + i * 7919) % size, size))),
  )
  const grown = await timed(places.slice(0, 100), (old) => consistencyProof(reader, old, size))
  const cost = { ...seen, byClockMs: single.median, p99Ms: single.p99 }
  report({
    work: `inclusion proof at ${size}, thirty asked for together, each`,
    value: pages.median / 30,
    unit: 'ms',
    target: 0.2,
    seen,
  })
  report({ work: `inclusion proof at ${size}, alone, with its round trip`, value: single.cpu, unit: 'ms CPU', seen: cost })
  report({ work: `consistency proof at ${size}, alone`, value: grown.median, unit: 'ms', seen })
  if ((await readHead(db))?.size !== size) throw new Error('the tree has another size')
}

async function timed(places: readonly number[], work: (index: number) => Promise<unknown>) {
  for (const index of places.slice(0, 20)) await work(index)
  const times: number[] = []
  const before = process.threadCpuUsage()
  for (const index of places) {
    const started = performance.now()
    await work(index)
    times.push(performance.now() - started)
  }
  const { user, system } = process.threadCpuUsage(before)
  return { median: median(times), p99: quantile(times, 0.99), cpu: (user + system) / 1000 / places.length }
}

function leavesFrom(from: number, count: number): Hash[] {
  return Array.from({ length: count }, (_, i) => Uint8Array.from(hash('sha256', `leaf ${from + i}`, 'buffer')))
}
