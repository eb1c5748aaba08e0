/** A synthetic catalogue shaped like the real one, and one person against all of it: CPU time per screening. */
import { createEngine } from '../engine.ts'
import type { Declarations, FactDecl, Json, ServiceRules } from '../types.ts'
import { mulberry32 } from './workload.ts'

const FLAGS =
  'pregnant newborn adopted farmer fisher livestock forester elementary middle high college worker jobSeeker disabled veteran ill'
const HOMES = 'multicultural northKorean singleParent alone manyChildren homeless newResident extended'
const BANDS = ['<= 50', 'in (50..75]', 'in (75..100]', 'in (100..200]', '> 200']

/** `services` rows that share about 1,100 distinct conditions and 260 areas, six in ten of them open to one area only. */
export function syntheticCatalogue(services = 8760, seed = 7): Declarations {
  const r = mulberry32(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(r() * list.length)]!
  const flags = FLAGS.split(' ').map((name) => `person.${name}`)
  const homes = HOMES.split(' ').map((name) => `household.${name}`)
  const flag = (id: string): FactDecl => ({ id, type: 'boolean', askable: true })
  const some = (ids: readonly string[]) => ids.filter(() => r() < 4 / ids.length).join(' or ')
  const conditions = Array.from({ length: 1100 }, () => {
    const criteria: { id: string; test: string }[] = []
    const from = Math.floor(r() * 60)
    if (r() < 0.62) criteria.push({ id: 'age', test: `person.age >= ${from} and person.age <= ${from + Math.floor(r() * 60)}` })
    if (r() < 0.2) criteria.push({ id: 'income', test: bands(1 + Math.floor(r() * 5)) })
    if (r() < 0.1) criteria.push({ id: 'sex', test: `person.sex = "${pick(['female', 'male'])}"` })
    const traits = r() < 0.63 ? some(flags) : ''
    if (traits !== '') criteria.push({ id: 'traits', test: traits })
    const home = r() < 0.1 ? some(homes) : ''
    if (home !== '') criteria.push({ id: 'household', test: home })
    return criteria
  })
  const rows = Array.from({ length: services }, (_, i): ServiceRules => {
    const area = r() < 0.6 ? [{ id: 'area', test: `person.sigungu = "${10_000 + Math.floor(r() * 260)}"` }] : []
    return { id: `S${i}`, basis: 'codes', unit: 'person', criteria: [...area, ...pick(conditions)] }
  })
  return {
    facts: [
      { id: 'person.birthDate', type: 'date', askable: true },
      { id: 'person.age', type: 'number', derive: 'age(person.birthDate)', askable: true },
      { id: 'person.sex', type: 'string', values: ['female', 'male'], askable: true },
      { id: 'person.sigungu', type: 'string', askable: true },
      { id: 'household.incomePercent', type: 'number', askable: true, burden: 4 },
      ...[...flags, ...homes].map(flag),
    ],
    parameters: [],
    services: rows,
  }
}

const bands = (count: number): string =>
  BANDS.slice(0, count)
    .map((band) => `household.incomePercent ${band}`)
    .join(' or ')

/** The facts of one made-up person: all, three, or none known. */
export function syntheticPerson(known: 'all' | 'few' | 'none'): Readonly<Record<string, Json>> {
  if (known === 'none') return {}
  const few = { 'person.birthDate': '1990-05-05', 'person.sex': 'female', 'person.sigungu': '10042' }
  if (known === 'few') return few
  const flags = FLAGS.split(' ').map((name) => [`person.${name}`, name === 'worker'] as const)
  const homes = HOMES.split(' ').map((name) => [`household.${name}`, name === 'alone'] as const)
  return { ...few, 'household.incomePercent': 88, ...Object.fromEntries([...flags, ...homes]) }
}

export interface BenchResult {
  readonly services: number
  readonly compileMs: number
  /** Median milliseconds of CPU for one screening with reasons and questions, by how much is known. */
  readonly screenMs: Readonly<Record<'all' | 'few' | 'none', number>>
}

/** Measures with `cpuMs`, a clock of the process's CPU time in milliseconds (libraries have no clock of their own). */
export function benchScreening(cpuMs: () => number, rounds = 60, declarations = syntheticCatalogue()): BenchResult {
  const started = cpuMs()
  const engine = createEngine(declarations)
  const compileMs = cpuMs() - started
  const measure = (known: 'all' | 'few' | 'none'): number => {
    const input = { facts: syntheticPerson(known), asOf: '2026-03-01' }
    for (let i = 0; i < rounds; i++) engine.screen(input)
    const times = Array.from({ length: rounds }, () => {
      const from = cpuMs()
      engine.screen(input)
      return cpuMs() - from
    })
    return times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!
  }
  return {
    services: declarations.services.length,
    compileMs,
    screenMs: { all: measure('all'), few: measure('few'), none: measure('none') },
  }
}
