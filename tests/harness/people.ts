/** The named people of the demo country: personas with what is expected of them, and officials. */
import { join } from 'node:path'
import { loadPeople, type Persona } from '@dpg/gateway/population'
import { ROOT } from './server.ts'

export const people = loadPeople({ people: 0, seed: 1, pack: join(ROOT, 'countries/kr') })
export const { personas, officials } = people

/** The day on which the outcomes of personas hold. */
export const PERSONAS_DAY = '2026-11-25'

export function persona(name: string): Persona {
  const found = personas.find((one) => one.name === name)
  if (!found) throw new Error(`no persona ${name}`)
  return found
}

/** Of a persona, one who signs in beside them, or an official. */
export function idOf(name: string): string {
  const partner = personas.find((one) => one.partner?.person.name === name)?.partner
  const found =
    personas.find((one) => one.name === name)?.id ?? partner?.person.id ?? officials.find((one) => one.name === name)?.id
  if (!found) throw new Error(`nobody is named ${name}`)
  return found
}
