/** The people of the demo country: named personas first, then as many generated ones as were asked for. */
import type { PersonId } from '@dpg/kernel'
import { factsFrom } from './facts-of.ts'
import { generate, type Wanted } from './generate.ts'
import type { Official } from './officials.ts'
import { readOfficials } from './officials.ts'
import { type PopulationPack, readPopulationPack } from './pack.ts'
import type { SyntheticPerson } from './person.ts'
import { type Persona, readPersonas } from './personas.ts'
import type { Facts, RegisterId } from './registers/facts.ts'
import type { Residences } from './residence.ts'

export interface People {
  /** Personas and their families first; as many as were asked for, or all of those when it was fewer. */
  readonly people: readonly SyntheticPerson[]
  readonly personas: readonly Persona[]
  readonly officials: readonly Official[]
  readonly pack: PopulationPack
  find(id: string): SyntheticPerson | undefined
  /** All that a register knows of a person; `residences` are the moves reported so far (applyMove). Throws RangeError for nobody. */
  factsOf(id: PersonId, register: RegisterId, residences?: Residences): Facts
}

export interface PeopleOptions extends Wanted {
  readonly pack: PopulationPack
}

/** People out of tables already read. The same options give the same people, value for value. */
export const createPeople = ({ people, seed, pack }: PeopleOptions): People => {
  const personas = readPersonas(pack)
  const known = [...new Set(personas.flatMap(({ person }) => person.household.members))]
  const others: SyntheticPerson[] = []
  for (const household of generate({ people: Math.max(0, people - known.length), seed }, pack)) others.push(...household.members)
  const all = [...known, ...others]
  const byId = new Map<string, SyntheticPerson>(all.map((person) => [person.id, person]))
  return {
    people: all,
    personas,
    officials: readOfficials(),
    pack,
    find: (id) => byId.get(id),
    factsOf(id, register, residences) {
      const person = byId.get(id)
      if (person === undefined) throw new RangeError(`nobody is ${id}`)
      return factsFrom(person, register, pack, residences)
    },
  }
}

/** `pack` is the folder of a country pack. */
export const loadPeople = ({ people, seed, pack }: Wanted & { readonly pack: string | URL }): People =>
  createPeople({ people, seed, pack: readPopulationPack(pack) })
