/** Search over all services, and one person against all of them with reasons: CPU of the thread, through the doors of the modules. */
import { chmod } from 'node:fs/promises'
import { loadPeople } from '@dpg/gateway/population'
import type { Json } from '@dpg/rules'
import { type Platform, readServerSettings, startPlatform } from '@dpg/server'
import { COUNTRY, inFolder } from '../country.ts'
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { cpuOf, quantile } from '../statistics.ts'
import { ilikeScan, makeSearchTable } from '../store.ts'
import { createScan, createYesOrNo } from './plain.ts'
import { readRelevance } from './relevance.ts'

const ROUNDS = 3
/** There are many queries, and each warms the code for the next. */
const EACH_WARM_MS = 10
const SCREENINGS = 15
const FIRST = 5
const ASK_FEW = 3

await inFolder(async (folder) => {
  await chmod(folder, 0o711)
  const platform = await startPlatform(readServerSettings({ PORT: '0', DATA_DIR: folder, DPG_PEOPLE: '100', DPG_LOG: 'error' }))
  try {
    await search(platform)
    screening(platform)
  } finally {
    await platform.stop()
  }
})

async function search({ catalogue, db }: Platform): Promise<void> {
  const queries = readRelevance()
  const { pack, serviceIds } = catalogue.current()
  const find = (q: string, area?: string) => catalogue.search({ q, limit: FIRST, offset: 0, ...(area ? { area } : {}) }, 'ko')
  const scan = createScan(pack)
  const ours = queries.map(({ q, area }) => cpuOf(() => find(q, area), ROUNDS, EACH_WARM_MS))
  const scanned = queries.map(({ q }) => cpuOf(() => scan(q, FIRST), ROUNDS, EACH_WARM_MS))
  await makeSearchTable(db, pack)
  const asked: number[] = []
  for (const { q } of queries) {
    const started = performance.now()
    await ilikeScan(db, q, FIRST)
    asked.push(performance.now() - started)
  }
  report({
    work: `a search over ${serviceIds.length} services: 95th percentile of ${queries.length} queries`,
    value: quantile(ours, 0.95),
    unit: 'ms CPU',
    target: 20,
    peer: { name: 'every word by includes(), in memory', value: quantile(scanned, 0.95) },
    seen: { medianMs: quantile(ours, 0.5), ilikeInPostgresMs: quantile(asked, 0.95), load: load() },
  })
  const hits = (found: (q: string, area?: string) => readonly { id: string; title: string }[]) =>
    queries.filter(({ q, area, isWanted }) => found(q, area).some(isWanted)).length / queries.length
  report({
    work: 'queries that find what is meant among the first five (hit@5)',
    value: hits((q, area) => find(q, area).items),
    unit: 'share',
    target: 0.95,
    bound: 'least',
    peer: { name: 'every word by includes(), most looked at first', value: hits((q) => scan(q, FIRST)) },
    seen: { queries: queries.length },
  })
}

function screening({ benefits, catalogue }: Platform): void {
  const { pack, serviceIds } = catalogue.current()
  const { personas, factsOf } = loadPeople({ people: 0, seed: 1, pack: COUNTRY })
  const persona = personas[0]!
  const known: Record<string, Json> = { ...persona.says }
  for (const register of pack.registers.keys())
    Object.assign(known, factsOf(persona.id, register as Parameters<typeof factsOf>[1]))
  const few = Object.fromEntries(Object.entries(known).slice(0, ASK_FEW))

  const codes = new Set([...pack.conditionCodes.keys()].filter((_, at) => at % 2 === 0))
  const person = { age: 40, codes, areas: new Set(['11620', '11']) }
  const yesOrNo = createYesOrNo(pack)
  const peer = { name: 'yes or no by a plain loop over ages, marks and areas', value: cpuOf(() => yesOrNo(person), SCREENINGS) }
  for (const [what, facts] of [
    [`all ${Object.keys(known).length} facts of the registers known`, known],
    [`${ASK_FEW} facts known`, few],
    ['nothing known', {}],
  ] as const) {
    const { counts } = benefits.screen({ facts }, 'ko')
    report({
      work: `one person against ${serviceIds.length} services with reasons, ${what}`,
      value: cpuOf(() => benefits.screen({ facts }, 'ko'), SCREENINGS),
      unit: 'ms CPU',
      target: 10,
      peer,
      seen: { ...counts, load: load() },
    })
  }
}
