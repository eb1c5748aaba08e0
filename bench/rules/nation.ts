/**
 * The whole nation, once: `node nation.ts PEOPLE-FOLDER [--log FILE]`. All real services over everybody, from columns on disk to
 * counts and differences, by two processes; then single changed rules, one after another, by a population that stays open. JSON lines.
 */
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg, release, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Declarations } from '@dpg/rules'
import { keepConditions, openPopulation, prepareSweep, shardNames, sweepResult, sweepWith } from '@dpg/rules/population'
import { countryRules, DAY } from './nation-rules.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    log: { type: 'string' },
    rules: { type: 'string' },
    processes: { type: 'string', default: '2' },
    note: { type: 'string' },
    keep: { type: 'boolean' },
    'rule-only': { type: 'boolean' },
  },
})
const [population = ''] = positionals
if (population === '') {
  console.error('node nation.ts PEOPLE-FOLDER [--log FILE] [--rules JSON] [--processes N] [--note TEXT] [--keep] [--rule-only]')
  process.exit(2)
}
const processes = Number(values.processes)
/** The rules that the people were made for, where those of the pack have changed since. */
const today: Declarations = values.rules === undefined ? countryRules() : JSON.parse(readFileSync(values.rules, 'utf8'))

/** 기초연금 for those whose income is up to a tenth higher: a parameter. */
const higherLimit: Declarations = {
  ...today,
  parameters: today.parameters.map((parameter) =>
    parameter.id === 'basicPensionThreshold'
      ? {
          ...parameter,
          values: parameter.values.map((one) => ({ ...one, ...(one.value !== undefined && { value: higher(one.value) }) })),
        }
      : parameter,
  ),
}
function higher(value: unknown) {
  if (typeof value !== 'object' || value === null)
    throw new TypeError('the threshold has a value for singles and one for couples')
  return Object.fromEntries(Object.entries(value).map(([key, won]) => [key, Math.round(Number(won) * 1.1)]))
}
/** 기초연금 from 60: a condition on codes, in place of another. */
const younger: Declarations = {
  ...today,
  services: today.services.map((service) =>
    service.id === 'SSE000000170'
      ? {
          ...service,
          criteria: service.criteria.map((one) => (one.test === 'person.age >= 65' ? { ...one, test: 'person.age >= 60' } : one)),
        }
      : service,
  ),
}

/** 기초연금 in one province only: a condition more. */
const oneProvince: Declarations = {
  ...today,
  services: today.services.map((service) =>
    service.id === 'SSE000000170'
      ? { ...service, criteria: [...service.criteria, { id: 'province', test: 'person.sido = "11"' }] }
      : service,
  ),
}
const CHANGES = [
  { what: '기초연금 from 60', reform: younger },
  { what: '기초연금 for incomes up to a tenth higher', reform: higherLimit },
  { what: '기초연금 in one province only', reform: oneProvince },
] as const

const tell = (line: Readonly<Record<string, unknown>>): void => {
  const text = JSON.stringify(line)
  console.log(text)
  if (values.log !== undefined) appendFileSync(values.log, `${text}\n`)
}
const load = (): number => Math.round(10 * loadavg()[0]!) / 10
const seconds = (since: number): number => Math.round(performance.now() - since) / 1000
const shards = shardNames(population)
const bytes = shards.reduce((sum, name) => sum + statSync(join(population, 'shards', `${name}.shard`)).size, 0)

/** Lets the system forget what it keeps of the shards in memory; false where it cannot be told to. */
function forget(folder: string): boolean {
  return shardNames(folder).every((name) => {
    const file = join(folder, 'shards', `${name}.shard`)
    return spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']).status === 0
  })
}

async function wholeSweep(): Promise<void> {
  const sweep = mkdtempSync(join(tmpdir(), 'dpg-nation-'))
  try {
    const started = performance.now()
    const loadBefore = load()
    await prepareSweep(sweep, { population, today, reform: higherLimit, asOf: DAY, money: false })
    await sweepWith(sweep, processes)
    const swept = seconds(started)
    const { comparison, reports } = await sweepResult(sweep)
    const cpu = reports.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)
    const { services, people } = comparison
    const sum = (pick: (one: (typeof services)[number]) => number): number =>
      services.reduce((total, one) => total + pick(one), 0)
    tell({
      work: 'all real services over everybody, counts and differences of a reform',
      people,
      services: services.length,
      processes,
      wallSeconds: seconds(started),
      sweepSeconds: swept,
      workersCpuSeconds: Math.round(10 * cpu) / 10,
      loadBefore,
      loadAfter: load(),
      maxRssOfAWorkerGiB: Math.round((100 * Math.max(...reports.map(({ maxRss }) => maxRss))) / 2 ** 30) / 100,
      eligible: sum(({ before }) => before.eligible),
      unknown: sum(({ before }) => before.unknown),
      ineligible: sum(({ before }) => before.ineligible),
      differing: services
        .filter(({ delta }) => delta.newlyEntitled + delta.noLongerEntitled + delta.newlyAnswerable + delta.newlyUnknown > 0)
        .map(({ service, before, after, delta }) => ({ service, before: before.eligible, after: after.eligible, ...delta })),
    })
  } finally {
    rmSync(sweep, { recursive: true, force: true })
  }
}

tell({
  at: new Date().toISOString(),
  machine: `${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}`,
  shards: shards.length,
  gigabytes: Math.round(bytes / 1e7) / 100,
  services: today.services.length,
  ...(values.note && { note: values.note }),
})

if (!values['rule-only']) await wholeSweep()
if (values.keep) {
  const started = performance.now()
  const kept = keepConditions(population, today, DAY)
  tell({ work: 'conditions over numbers kept as bits', conditions: kept, wallSeconds: seconds(started), load: load() })
}
const open = openPopulation(population, processes)
try {
  const ask = async (
    { what, reform }: (typeof CHANGES)[number],
    round: number,
    columns: 'page cache' | 'disk',
  ): Promise<void> => {
    const before = process.cpuUsage()
    const loadBefore = load()
    const started = performance.now()
    const { people, services } = await open.compare({ today, reform, asOf: DAY, only: 'changed', money: false })
    const wallSeconds = seconds(started)
    const { user, system } = process.cpuUsage(before)
    const [one] = services
    tell({
      work: `one changed rule over everybody (${what})`,
      round,
      columns,
      people,
      wallSeconds,
      cpuSeconds: (user + system) / 1e6,
      load: loadBefore,
      before: one?.before.eligible,
      after: one?.after.eligible,
    })
  }
  // The first question compiles and reads descriptions; from the second on threads, code and the page cache are warm.
  for (const change of CHANGES) for (const round of [1, 2, 3, 4, 5, 6]) await ask(change, round, 'page cache')
  if (forget(population)) await ask(CHANGES[0], 7, 'disk')
} finally {
  await open.close()
}
