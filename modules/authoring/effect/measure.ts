/** What a change does to people: the rules before and after, over the same sample. Runs on a thread. */
import { type Pack, type ParameterDefinition, rulesOf, type ServiceDefinition, serviceRules, wordsOf } from '@dpg/definitions'
import { age, dayFromIso } from '@dpg/period'
import { createEngine, type Engine, type Json, type ServiceResult } from '@dpg/rules'
import type { Effect, EffectCounts } from '../contract.ts'

/** Where people come from: a module that exports `samplePeople(options)` and `nation(options)`, how many people the country has. */
export interface SampleSource {
  readonly module: string
  readonly options: Readonly<Record<string, Json>>
}

/** One person: facts by id. */
export type SampleFacts = Readonly<Record<string, Json>>
export interface SampleModule {
  samplePeople(options: SampleSource['options']): Iterable<SampleFacts>
  nation(options: SampleSource['options']): number
}

export interface MeasureOrder {
  readonly sample: SampleSource
  readonly asOf: string
  readonly before: ServiceDefinition | null
  readonly after: ServiceDefinition
  readonly parameters: readonly ParameterDefinition[]
}

const AGES = 10

export async function measure({ sample, asOf, before, after, parameters }: MeasureOrder, pack: Pack): Promise<Effect> {
  const { samplePeople, nation } = (await import(sample.module)) as SampleModule
  const changed: Pack = { ...pack, parameters: new Map([...pack.parameters, ...parameters.map((one) => [one.id, one] as const)]) }
  const old = before ? engineOf(before, pack) : oldEngine(after.id, pack)
  const now = engineOf(after, changed)
  const counts = { before: zero(), after: zero() }
  const moves = { newlyEntitled: 0, noLongerEntitled: 0, newlyAnswerable: 0, noLongerAnswerable: 0 }
  const cost = { before: 0, after: 0 }
  const byAge = new Map<number, { gained: number; lost: number }>()
  let sampled = 0
  for (const facts of samplePeople(sample.options)) {
    sampled++
    const a = judge(old, after.id, facts, asOf)
    const b = judge(now, after.id, facts, asOf)
    counts.before[a.outcome]++
    counts.after[b.outcome]++
    cost.before += costOf(a)
    cost.after += costOf(b)
    const gained = a.outcome !== 'eligible' && b.outcome === 'eligible'
    const lost = a.outcome === 'eligible' && b.outcome !== 'eligible'
    if (gained) moves.newlyEntitled++
    if (lost) moves.noLongerEntitled++
    if (a.outcome === 'unknown' && b.outcome !== 'unknown') moves.newlyAnswerable++
    if (a.outcome !== 'unknown' && b.outcome === 'unknown') moves.noLongerAnswerable++
    const years = gained || lost ? ageOf(facts, asOf) : undefined
    if (years !== undefined) {
      const from = Math.floor(years / AGES) * AGES
      const row = byAge.get(from) ?? { gained: 0, lost: 0 }
      byAge.set(from, { gained: row.gained + Number(gained), lost: row.lost + Number(lost) })
    }
  }
  return {
    asOf,
    sampled,
    weight: sampled === 0 ? 0 : nation(sample.options) / sampled,
    ...counts,
    ...moves,
    cost: after.amount ? { ...cost, per: after.amount.per } : null,
    byAge: [...byAge].sort(([a], [b]) => a - b).map(([from, row]) => ({ from, ...row })),
  }
}

const zero = (): { -readonly [K in keyof EffectCounts]: number } => ({ eligible: 0, ineligible: 0, unknown: 0 })

const engineOf = (service: ServiceDefinition, pack: Pack): Engine =>
  createEngine({ ...wordsOf(pack), services: [serviceRules(service)] })

/** A service that has no folder yet is judged by the codes of its entry, as today. */
function oldEngine(id: string, pack: Pack): Engine {
  const rules = rulesOf(pack)
  return createEngine({ ...rules, services: rules.services.filter((one) => one.id === id) })
}

function judge(engine: Engine, id: string, facts: SampleFacts, asOf: string): ServiceResult {
  return engine.screen({ facts, asOf, services: [id] }).results[0]!
}

function ageOf(facts: SampleFacts, asOf: string): number | undefined {
  const birth = facts['person.birthDate']
  const [born, day] = [typeof birth === 'string' ? dayFromIso(birth) : undefined, dayFromIso(asOf)]
  return born === undefined || day === undefined ? undefined : age(born, day)
}

/** Won for those who are entitled. */
const costOf = ({ outcome, amount }: ServiceResult): number => (outcome === 'eligible' ? (amount?.value ?? 0) : 0)
