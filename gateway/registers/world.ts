/** What is true of the synthetic people now: as they were made, and all that has happened to them since. */
import type { PersonId } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import {
  applyMove,
  companyFacts,
  type Facts,
  membersBehind,
  type People,
  type RegisterId,
  type Residences,
  residenceOf,
  type SyntheticPerson,
} from '../population/index.ts'
import { birth, type Born, familyWith, newbornRefs } from './births.ts'
import { type Change, ChangeRefused, type LifeEvent } from './change.ts'
import { incomeOf, jobLost, type Raises, withRaises } from './work.ts'

export type Learned = { readonly person: PersonId; readonly facts: readonly string[] }

export interface World {
  /** Of a person, or of a company that is one by law. Undefined: nobody here. */
  factsOf(person: PersonId, register: string): Facts | undefined
  /** Whom a register knows by all of these facts; undefined: nobody, or more than one. */
  find(register: string, by: Facts): PersonId | undefined
  /** Makes it so and says whose facts are others now; throws ChangeRefused and changes nothing. */
  apply(change: Change): readonly Learned[]
  /** Somebody else than this one, for a register that lies. */
  another(person: PersonId): PersonId
}

/** Facts that are others than they were made with, by person and register. */
export type Patch = (person: PersonId, register: string, facts: Facts) => void

export function createWorld(people: People): World {
  let residences: Residences = new Map()
  const born: Born[] = []
  const raises: Raises = new Map()
  const patches = new Map<string, Record<string, Json>>()
  const patch: Patch = (person, register, facts) =>
    void patches.set(`${person} ${register}`, { ...patches.get(`${person} ${register}`), ...facts })
  const known = (id: PersonId): SyntheticPerson => {
    const person = people.find(id)
    if (!person) throw new ChangeRefused('nobody')
    return person
  }
  const factsOf = (person: SyntheticPerson, register: string): Facts => {
    const made = people.factsOf(person.id, register as RegisterId, residences)
    const grown = familyWith(born, person, register, made, residenceOf(residences, person), people.pack)
    return { ...withRaises(raises, person, register, grown), ...patches.get(`${person.id} ${register}`) }
  }
  const wages = { raises, factsOf, patch }

  const move = (change: Extract<Change, { kind: 'move' }>): readonly Learned[] => {
    const person = known(change.person)
    const newborn = newbornRefs(born, person)
    const refs = change.with.filter((ref) => !newborn.includes(ref))
    try {
      const members = membersBehind(person, refs).filter((member) => member !== person)
      residences = applyMove(residences, { ...change, person, members }, people.pack)
      return [person, ...members].map(({ id }) => ({ person: id, facts: MOVED }))
    } catch (cause) {
      throw new ChangeRefused(
        cause instanceof RangeError && /member|live/.test(cause.message) ? 'unknown-member' : 'unknown-place',
        { cause },
      )
    }
  }

  const happens = (event: LifeEvent): readonly Learned[] => {
    const person = known(event.person)
    switch (event.kind) {
      case 'birth':
        return birth(born, person, event)
      case 'job-lost':
        return jobLost(wages, person, event)
      case 'income-changed':
        return incomeOf(wages, person, event.monthly)
      case 'changed':
        patch(person.id, event.register, event.facts)
        return [{ person: person.id, facts: Object.keys(event.facts) }]
    }
  }

  return {
    factsOf: (id, register) => {
      const person = people.find(id)
      return person ? factsOf(person, register) : companyFacts(id, register)
    },
    find: (register, by) => {
      const isSo = (person: SyntheticPerson) => {
        const facts = factsOf(person, register)
        return Object.entries(by).every(([fact, value]) => facts[fact] === value)
      }
      const found = people.people.filter(isSo)
      return found.length === 1 ? found[0]!.id : undefined
    },
    apply: (change) => (change.kind === 'move' ? move(change) : happens(change)),
    another: (id) => {
      const at = people.people.findIndex((person) => person.id === id)
      return people.people[(at + 1) % people.people.length]!.id
    },
  }
}

/** What a move alters in the resident register. */
const MOVED = [
  'person.address',
  'person.eupmyeondong',
  'person.movedInOn',
  'person.isHouseholdHead',
  'person.livesApartFromParents',
  'person.registersAtNewAddress',
  'household.registeredWith',
]
