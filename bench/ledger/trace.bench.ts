/** What the page "who saw my data" asks for a person with 10,000 entries: its first page, its totals, what deserves a look, proofs. */
import type { PersonId } from '@dpg/kernel'
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { readPlainTrace } from '../store.ts'
import { median, quantile } from '../statistics.ts'
import { fetched, withLedger } from './database.ts'

const ENTRIES = 10_000
const OTHERS = 40_000
const ROUNDS = 40
const PAGE = 30

await withLedger(async ({ db, access }) => {
  const subject = 'per_bench' as PersonId
  const official = { kind: 'official', name: '이정훈', agency: '3200000' } as const
  for (let from = 0; from < ENTRIES + OTHERS; from += 2_500) {
    const records = Array.from({ length: 2_500 }, (_, i) => {
      const record = fetched((from + i) % 5 === 0 ? 'bench' : `other${(from + i) % 997}`)
      return (from + i) % 200 === 0 ? { ...record, actor: official, use: 'view' as const } : record
    })
    await db.transaction((tx) => access.recordAll(tx, records))
  }
  await access.sequence()
  const page = async () => {
    const [first, , , totals] = await Promise.all([
      access.trace(subject, { limit: PAGE, isCounted: false }),
      access.trace(subject, { limit: 3, order: 'attention' }),
      access.questions.mine(subject),
      access.totals(subject),
    ])
    if (totals.system + totals.official !== ENTRIES) throw new Error(`${totals.system} entries`)
    return first
  }
  const times = await timed(page)
  const plain = await timed(() => readPlainTrace(db, subject, PAGE))
  const seen = { entries: ENTRIES, p99Ms: quantile(times, 0.99), load: load() }
  const peer = { name: 'the same rows by one SELECT, sealed as they are', value: median(plain) }
  report({ work: 'first page of the trace of 10,000 entries', value: median(times), unit: 'ms', target: 50, peer, seen })
  const ids = (await page()).entries.map(({ id }) => id)
  const proofs = await timed(() => access.proveAll(subject, ids))
  report({
    work: 'proofs of all entries of that page',
    value: median(proofs),
    unit: 'ms',
    seen: { proofs: ids.length, load: load() },
  })
})

async function timed(work: () => Promise<unknown>): Promise<number[]> {
  for (let round = 0; round < 5; round++) await work()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return times
}
