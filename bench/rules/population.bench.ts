/** The shared workload over a million people: bitmaps against closures and DuckDB; then one changed rule. */
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { createEngine } from '@dpg/rules'
import { openPopulation, writeColumns } from '@dpg/rules/population'
import { openWorkload, workloadColumns } from '@dpg/rules/population/testing'
import { inFolder } from '../country.ts'
import { report } from '../row.ts'
import { closures, duckdb, workloadRules } from './population-peers.ts'

const PEOPLE = 1_000_000
const RULES = 1_000
const EXPECTED = { yes: 38_016_823, unknown: 52_138_251 }
const NATION = 51_700_000
const SHARDS = 4
const ROUNDS = 15
const OPENFISCA = 'OpenFisca-core 44.6, two-valued, quoted: 0.47 G decisions a CPU-second (best 0.51)'
const asOf = '2026-01-01'
const REPEATS = 20
const repeat = (work: () => void): void => {
  for (let i = 0; i < REPEATS; i++) work()
}
const load = () => loadavg()[0]!

/** CPU of this thread in seconds: the least of so many. */
function leastCpu(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.threadCpuUsage()
    work()
    const { user, system } = process.threadCpuUsage(before)
    least = Math.min(least, (user + system) / 1e6)
  }
  return least
}

await inFolder(async (folder) => {
  const columns = workloadColumns(PEOPLE)
  const one = join(folder, 'one')
  writeColumns(one, 'a', asOf, PEOPLE, columns)
  const workload = openWorkload(one, 'a', RULES)
  const counts = workload.run()
  if (counts.yes !== EXPECTED.yes || counts.unknown !== EXPECTED.unknown)
    throw new Error(`wrong counts ${JSON.stringify(counts)}`)
  const decisions = PEOPLE * RULES
  const withBuilding = leastCpu(workload.run)
  // The clock counts in steps of some milliseconds, so short work is done many times over.
  const building = leastCpu(() => repeat(workload.keepPlanes)) / REPEATS
  const flags = Object.values(columns).flatMap((column) => (column.k === 'boolean' ? [column.cells] : []))
  const bits = leastCpu(() => repeat(() => flags.forEach(workload.bitsFromBytes))) / REPEATS
  const ready = leastCpu(workload.run)

  const plain = closures(2_000)
  const database = await duckdb(100_000, 100)
  const seen = { people: PEOPLE, rules: RULES, yes: counts.yes, unknown: counts.unknown, load: load(), quoted: OPENFISCA }
  report({
    work: 'population, three-valued, bitmaps ready',
    value: decisions / ready / 1e9,
    unit: 'G decisions/CPU s',
    target: 15,
    bound: 'least',
    peer: {
      name: `DuckDB, one thread, count(*) where (${database.people} people, ${database.rules} rules)`,
      value: database.perSecond / 1e9,
    },
    seen,
  })
  report({
    work: 'population, three-valued, planes of codes built on the way',
    value: decisions / withBuilding / 1e9,
    unit: 'G decisions/CPU s',
    peer: { name: `plain closures (${plain.people} people)`, value: plain.perSecond / 1e9 },
    seen,
  })
  report({
    work: 'building all bitmaps of a million people, from bytes',
    value: building + bits,
    unit: 's CPU',
    target: 0.15,
    seen: { codes: building, flags: bits, load: load(), quoted: 'prototype of the brief, plain JS: 0.56-0.72' },
  })
  await changedRule(folder, columns)
})

/** Shards on disk, a population that stays open, a rule that nobody has asked about before each time. */
async function changedRule(folder: string, columns: ReturnType<typeof workloadColumns>): Promise<void> {
  const many = join(folder, 'many')
  const size = PEOPLE / SHARDS
  for (let shard = 0; shard < SHARDS; shard++) {
    const part = Object.entries(columns).map(([id, column]) => {
      const [from, to] = [shard * size, (shard + 1) * size]
      if (column.k === 'text') throw new TypeError('no texts in this workload')
      return [
        id,
        column.k === 'boolean'
          ? { ...column, cells: column.cells.subarray(from, to) }
          : { ...column, cells: column.cells.subarray(from, to) },
      ]
    })
    writeColumns(many, `s${shard}`, asOf, size, Object.fromEntries(part))
  }
  const today = workloadRules(RULES)
  const open = openPopulation(many)
  try {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const services = today.services.map((service, i) =>
        i === 1
          ? { ...service, criteria: [{ id: 'age', test: `p.age >= ${30 + round}` }, ...service.criteria.slice(1)] }
          : service,
      )
      const before = process.threadCpuUsage()
      const result = await open.compare({ today, reform: { ...today, services }, asOf, only: 'changed', money: false })
      const { user, system } = process.threadCpuUsage(before)
      if (result.services.length !== 1) throw new Error('one rule has changed')
      times.push((user + system) / 1e6)
    }
    const least = Math.min(...times)
    const engine = createEngine(today)
    if (engine.factsOf('r1').length === 0) throw new Error('the rule reads something')
    report({
      work: 'one changed rule over a million people, columns on disk',
      value: least * 1000,
      unit: 'ms CPU',
      seen: { people: PEOPLE, load: load() },
    })
    report({
      work: `one changed rule over the nation (extrapolated from ${PEOPLE} to ${NATION} people, two cores; for real in nation.log)`,
      value: (least * (NATION / PEOPLE)) / 2,
      unit: 's',
      target: 0.5,
      seen: { load: load() },
    })
  } finally {
    await open.close()
  }
}
