/** People of a whole population who change: cells written, conditions kept as bits mended, news told over all real services. */
import { join } from 'node:path'
import { factsFrom, generate, readPopulationPack, REGISTERS } from '@dpg/gateway/population'
import type { Json } from '@dpg/rules'
import { type Change, keepConditions, makePopulation, openChanges, type PersonRow } from '@dpg/rules/population'
import { COUNTRY, inFolder } from '../country.ts'
import { load } from '../processes.ts'
import { report } from '../row.ts'
import { countryRules, DAY } from './nation-rules.ts'

const PEOPLE = 3_000
const CHANGES = 300
const ROUNDS = 7

await inFolder(async (root) => {
  const rules = countryRules()
  const tables = readPopulationPack(COUNTRY)
  const people: PersonRow[] = []
  for (const { members } of generate({ people: PEOPLE, seed: 4 }, tables))
    for (const person of members) {
      const facts: Record<string, Json> = Object.assign({}, ...REGISTERS.map((one) => factsFrom(person, one, tables)))
      people.push({ id: person.id, facts })
    }
  const folder = join(root, 'people')
  await makePopulation(
    { folder, declarations: rules, asOf: DAY, whole: true, order: ['person.eupmyeondong', 'person.birthDate'] },
    people,
  )
  const kept = keepConditions(folder, rules, DAY)
  const changes = openChanges(folder, rules, DAY)
  /** Wages of another: what touches most services. */
  const drawn = (round: number): readonly Change[] =>
    Array.from({ length: CHANGES }, (_, i) => {
      const at = (i * 7 + round) % people.length
      const before = people[at]!
      const wages = people[(i * 13 + round) % people.length]!.facts['person.monthlyEarnings'] ?? 0
      const person = { ...before, facts: { ...before.facts, 'person.monthlyEarnings': wages } }
      people[at] = person
      return { person, before: before.facts }
    })
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const all = drawn(round)
    const [cpu, wall] = [process.threadCpuUsage(), performance.now()]
    const told = changes.changeAll(all)
    const { user, system } = process.threadCpuUsage(cpu)
    return {
      cpu: (user + system) / 1000 / CHANGES,
      wall: (performance.now() - wall) / CHANGES,
      inPlace: told.every((one) => one.inPlace),
    }
  })
  const [alone, ...others] = drawn(ROUNDS).map(({ person, before }) => {
    const wall = performance.now()
    changes.change(person, before)
    return performance.now() - wall
  })
  const least = rounds.reduce((a, b) => (b.cpu < a.cpu ? b : a))
  report({
    work: `one changed person in a population, over all services: cells, kept conditions and news (${CHANGES} together)`,
    value: least.cpu,
    unit: 'ms CPU',
    target: 0.2,
    seen: { wallMs: least.wall, inPlace: String(least.inPlace), kept, services: rules.services.length, load: load() },
  })
  report({
    work: 'the same alone, on the disk before it is told',
    value: [alone!, ...others].sort((a, b) => a - b)[CHANGES >> 1]!,
    unit: 'ms by the clock',
    seen: { load: load() },
  })
})
