/** Entries as modules write them: sealed, committed to, in a durable transaction, then placed in the tree under a signed head. */
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { fetched, type Opened, withLedger } from './database.ts'

const BATCH = 2_000
const BATCHES = 25
const PEOPLE = 500

await withLedger(async (opened) => {
  await written(opened, 3)
  const { seconds, cpu, record } = await written(opened, BATCHES)
  const count = BATCH * BATCHES
  const seen = { batch: BATCH, recordedPerSecond: count / record, load: load() }
  report({ work: 'entries sealed, durable and in the signed tree', value: count / seconds, unit: '1/s', seen })
  report({ work: 'CPU of the server for each of them', value: (cpu / count) * 1000, unit: 'ms CPU' })
})

async function written({ db, access }: Opened, batches: number) {
  const started = performance.now()
  const before = process.cpuUsage()
  let record = 0
  for (let batch = 0; batch < batches; batch++) {
    const from = performance.now()
    const records = Array.from({ length: BATCH }, (_, i) => fetched(`bench${(batch * BATCH + i) % PEOPLE}`))
    await db.transaction((tx) => access.recordAll(tx, records))
    record += performance.now() - from
    await access.sequence()
  }
  const { user, system } = process.cpuUsage(before)
  return { seconds: (performance.now() - started) / 1000, record: record / 1000, cpu: (user + system) / 1e6 }
}
