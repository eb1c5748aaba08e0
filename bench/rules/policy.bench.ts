/** What-ifs over synthetic people: the Basic Pension with another threshold, by bitmaps and, for a part of them, by closures. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { populationRows, readPopulationPack } from '@dpg/gateway/population'
import { type MeasureRequest, measure, writePeople } from '@dpg/policy/people'
import { measureByClosures } from '@dpg/policy/testing'
import { COUNTRY, inFolder } from '../country.ts'
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { median } from '../statistics.ts'
import { countryRules, DAY } from './nation-rules.ts'

const { values } = parseArgs({ options: { people: { type: 'string', default: '200000' } } })
const PEOPLE = Number(values.people)
/** The closures are asked about fewer: a minute is long enough. */
const FEW = 20_000
const NATION = 51_700_000
const SERVICE = 'SSE000000170'
const ROUNDS = 5

await inFolder(async (root) => {
  const rules = countryRules()
  const today = { ...rules, services: rules.services.filter(({ id }) => id === SERVICE) }
  const pack = readPopulationPack(COUNTRY)
  const make = (folder: string, people: number) =>
    writePeople(folder, { version: 'bench', seed: 1, nation: NATION }, populationRows({ people, seed: 1 }, pack))
  /** No two rounds ask the same. */
  const ask = (name: string, round: number): MeasureRequest => {
    const value = { single: 2_600_000 + 1000 * round, couple: 4_160_000 }
    const parameters = today.parameters.map((one) =>
      one.id === 'basicPensionThreshold' ? { ...one, values: [...one.values, { from: DAY, value }] } : one,
    )
    const folder = join(root, name)
    return { folder, engine: `${folder}.engine`, service: SERVICE, today, reform: { ...today, parameters }, asOf: DAY }
  }
  const made = cpu(() => make(join(root, 'many'), PEOPLE))
  report({ work: `${PEOPLE} synthetic people made for what-ifs`, value: made, unit: 's CPU', seen: { load: load() } })
  const first = cpu(() => measure(ask('many', 0)))
  report({
    work: `the first what-if over them, which writes them for the engine`,
    value: first,
    unit: 's CPU',
    seen: { load: load() },
  })
  const rounds = Array.from({ length: ROUNDS }, (_, round) => cpu(() => measure(ask('many', round + 1))))
  make(join(root, 'few'), FEW)
  const closures = cpu(() => measureByClosures(ask('few', 0)))
  report({
    work: `one what-if over ${PEOPLE} people, amounts, households and groups`,
    value: median(rounds),
    unit: 's CPU',
    peer: { name: `closures, the same number (from ${FEW})`, value: (closures * PEOPLE) / FEW },
    seen: {
      microsecondsAPerson: (1e6 * median(rounds)) / PEOPLE,
      nationSeconds: (median(rounds) * NATION) / PEOPLE,
      load: load(),
    },
  })
})

function cpu(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
