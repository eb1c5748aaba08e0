/** The demo country for tests: its folder, its people, its rules. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadPack, type Pack, rulesOf } from '@dpg/definitions'
import { createEngine, type Engine } from '@dpg/rules'
import { factsFrom } from './facts-of.ts'
import type { PopulationPack } from './pack.ts'
import type { SyntheticPerson } from './person.ts'
import { type Facts, REGISTERS } from './registers/facts.ts'

export const KOREA = fileURLToPath(new URL('../../countries/kr', import.meta.url))
/** The day on which the outcomes of personas.yaml hold. */
export const DAY = '2026-11-25'

export const definitions = (): Pack =>
  loadPack(
    globSync('{*.yaml,*.tsv,facts/*.yaml,parameters/*.yaml,workflows/*.yaml,services/**/*.{yaml,md}}', { cwd: KOREA }).map(
      (path) => ({
        path: path.replaceAll('\\', '/'),
        text: readFileSync(`${KOREA}/${path}`, 'utf8'),
      }),
    ),
  ).pack

/** An engine over the services that were worked out from the law. */
export const workedOut = (pack: Pack): Engine => {
  const rules = rulesOf(pack)
  return createEngine({ ...rules, services: rules.services.filter(({ id }) => pack.services.has(id)) })
}

/** What all registers together know. */
export const allFacts = (person: SyntheticPerson, pack: PopulationPack): Facts =>
  Object.assign({}, ...REGISTERS.map((register) => factsFrom(person, register, pack)))
