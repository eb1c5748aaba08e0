/** Screening again just what something touches: the services that read the facts that changed. */
import { createEngine, type Engine, type Json, type ServiceResult } from '@dpg/rules'
import type { Rules } from './engine.ts'

export interface Rescreening {
  /** The services of this release. */
  readonly services: ReadonlySet<string>
  /** Services that read one of these facts, derived ones looked through. */
  touchedBy(facts: readonly string[]): readonly string[]
  /** Facts that a service reads. */
  reads(service: string): readonly string[]
  /** Answers on that day that are others than they were with the facts before; only conditions that read what changed are looked at. */
  differences(
    before: Readonly<Record<string, Json>>,
    after: Readonly<Record<string, Json>>,
    changed: readonly string[],
    asOf: string,
  ): readonly ServiceResult[]
  /** Answers of these services alone; of all when none are named. */
  screen(facts: Readonly<Record<string, Json>>, asOf: string, services?: readonly string[]): readonly ServiceResult[]
  /** An engine of these services alone: what asks very many people about a few of them pays for those few. */
  only(services: readonly string[]): Engine
}

/** Which services read which facts is worked out once a release. */
export function createRescreening(rules: () => Rules): () => Rescreening {
  let current: { readonly rules: Rules; readonly made: Rescreening } | undefined
  return () => {
    const now = rules()
    if (current?.rules !== now) current = { rules: now, made: build(now) }
    return current.made
  }
}

function build({ engine, snapshot }: Rules): Rescreening {
  const readers = new Map<string, string[]>()
  for (const service of snapshot.serviceIds)
    for (const fact of engine.factsOf(service)) {
      const known = readers.get(fact)
      if (known) known.push(service)
      else readers.set(fact, [service])
    }
  let narrow: { readonly of: string; readonly engine: Engine } | undefined
  return {
    services: new Set(snapshot.serviceIds),
    touchedBy: (facts) => [...new Set(facts.flatMap((fact) => readers.get(fact) ?? []))],
    reads: (service) => engine.factsOf(service),
    differences: (before, after, changed, asOf) => {
      if (changed.length === 0) return []
      const changes = Object.fromEntries(changed.map((fact) => [fact, after[fact]]))
      return engine.rescreen(engine.screen({ facts: before, asOf }), changes).changed.map(({ result }) => result)
    },
    screen: (facts, asOf, services) => {
      if (services?.length === 0) return []
      return engine.screen({ facts, asOf, ...(services ? { services } : {}) }).results
    },
    only: (services) => {
      const of = services.join('\n')
      if (narrow?.of !== of) {
        const named = new Set(services)
        const { rules } = snapshot
        narrow = { of, engine: createEngine({ ...rules, services: rules.services.filter(({ id }) => named.has(id)) }) }
      }
      return narrow.engine
    },
  }
}
