/**
 * Draws people of the demo country straight into the columns of a population: `node nation-people.ts FOLDER PEOPLE SEED`.
 * Each process has a seed and a name of its own; several fill one folder. Prints a JSON line when it is done.
 */
import { factsFrom, generate, readPopulationPack, REGISTERS } from '@dpg/gateway/population'
import { createWriter } from '@dpg/rules/population'
import { COUNTRY } from '../country.ts'
import { countryRules, DAY } from './nation-rules.ts'

const [folder, people, seed] = process.argv.slice(2)
if (folder === undefined || people === undefined || seed === undefined) {
  console.error('node nation-people.ts FOLDER PEOPLE SEED')
  process.exit(2)
}
const tables = readPopulationPack(COUNTRY)
const writer = createWriter({
  folder,
  declarations: countryRules(),
  asOf: DAY,
  order: ['person.eupmyeondong', 'person.birthDate'],
  keep: ['person.sex'],
  amounts: false,
  writer: `s${seed.padStart(3, '0')}`,
})
for (const household of generate({ people: Number(people), seed: Number(seed) }, tables))
  for (const person of household.members)
    writer.add({ id: person.id, facts: Object.assign({}, ...REGISTERS.map((register) => factsFrom(person, register, tables))) })
const made = writer.finish()
const { user, system } = process.cpuUsage()
console.log(
  JSON.stringify({ seed: Number(seed), people: made, cpuSeconds: (user + system) / 1e6, seconds: performance.now() / 1000 }),
)
