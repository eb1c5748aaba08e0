/** One what-if over the sample that `npm start` makes: 50,000 people, the Basic Pension with another threshold. */
import { join } from 'node:path'
import { populationRows, readPopulationPack } from '@dpg/gateway/population'
import { measure, writePeople } from '@dpg/policy/people'
import { COUNTRY, inFolder } from '../country.ts'
import { report } from '../row.ts'
import { median } from '../statistics.ts'
import { countryRules, DAY } from './nation-rules.ts'

const PEOPLE = 50_000
const SERVICE = 'SSE000000170'
const ROUNDS = 3

await inFolder(async (root) => {
  const folder = join(root, 'people')
  const rules = countryRules()
  const today = { ...rules, services: rules.services.filter(({ id }) => id === SERVICE) }
  const value = { single: 2_600_000, couple: 4_160_000 }
  const parameters = today.parameters.map((one) =>
    one.id === 'basicPensionThreshold' ? { ...one, values: [...one.values, { from: DAY, value }] } : one,
  )
  const pack = readPopulationPack(COUNTRY)
  const made = cpu(() =>
    writePeople(folder, { version: 'bench', seed: 1, nation: 51_700_000 }, populationRows({ people: PEOPLE, seed: 1 }, pack)),
  )
  const rounds = Array.from({ length: ROUNDS }, () =>
    cpu(() => measure({ folder, service: SERVICE, today, reform: { ...today, parameters }, asOf: DAY })),
  )
  report({ work: `${PEOPLE} synthetic people made for what-ifs`, value: made, unit: 's CPU' })
  report({ work: `one what-if over ${PEOPLE} people, closures`, value: median(rounds), unit: 's CPU' })
})

function cpu(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
