/** `population make`: synthetic people in columns, any number. */
import { makePopulation } from '@dpg/gateway/population'
import { type Command, readWords, UsageError } from './command.ts'

const usage = 'population make --people N --out FILE [--seed S]'

export const population: Command = {
  usage,
  says: 'Draws synthetic people from the real population tables into a columnar file.',
  async run([what, ...words]) {
    if (what !== 'make') throw new UsageError(`unknown: population ${what ?? ''}`, { usage })
    const { options } = readWords(words, ['people', 'out', 'seed'], { usage })
    const people = Number(options['people'])
    const seed = Number(options['seed'] ?? 1)
    if (!Number.isInteger(people) || people < 1 || people > 100_000_000)
      throw new UsageError('--people is a whole number from 1 to 100,000,000', { usage })
    if (!options['out']) throw new UsageError('--out names the file to write', { usage })
    if (!Number.isInteger(seed)) throw new UsageError('--seed is a whole number', { usage })
    console.log(JSON.stringify(await makePopulation({ people, seed, out: options['out'] })))
    return 0
  },
}
