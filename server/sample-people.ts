/** The people over whom officials see what a change of rules does: drawn from the margins of the population, the same every time. */
import { resolve } from 'node:path'
import type { SampleSource } from '@dpg/authoring'
import { loadPeople, nationOf, readPopulationPack, REGISTERS } from '@dpg/gateway/population'
import type { Settings } from './settings.ts'

interface Options {
  readonly people: number
  readonly seed: number
  /** Folder of the country pack. */
  readonly pack: string
}

/** Enough to see a change of a fifth of a per cent, few enough to be counted in some seconds. */
const PEOPLE = 5000

export const sampleOf = ({ DPG_COUNTRY, DPG_SEED }: Settings): SampleSource => ({
  module: import.meta.url,
  options: { people: PEOPLE, seed: DPG_SEED, pack: resolve(DPG_COUNTRY) },
})

/** All that registers know of each; loaded by a thread of its own. */
export function* samplePeople(options: Options): Generator<Readonly<Record<string, unknown>>> {
  const population = loadPeople(options)
  for (const person of population.people)
    yield Object.assign({}, ...REGISTERS.map((register) => population.factsOf(person.id, register)))
}

export const nation = ({ pack }: Options): number => nationOf(readPopulationPack(pack))
