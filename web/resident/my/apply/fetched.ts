/** What an application will look up, register by register, in words. */
import { namesIn as factsIn } from '@dpg/rules'
import type { Names } from '../who.ts'
import type { ResidentContracts } from '../../contracts.ts'

type Snapshot = ReturnType<ResidentContracts['catalogue']['current']>
type Definition = NonNullable<ReturnType<Snapshot['service']>>

export interface Fetched {
  readonly register: string
  readonly facts: readonly string[]
  readonly law: string | null
}

/** Derived facts are looked up by what they are derived from. */
export function fetchedFor({ pack }: Pick<Snapshot, 'pack'>, { needs }: Definition, names: Names): Fetched[] {
  const byRegister = new Map<string, { facts: Set<string>; law: string | null }>()
  for (const need of needs)
    for (const id of heldFacts(pack, need.facts)) {
      const register = pack.facts.get(id)?.register ?? ''
      const entry = byRegister.get(register) ?? { facts: new Set(), law: need.law ?? pack.registers.get(register)?.law ?? null }
      byRegister.set(register, entry)
      entry.facts.add(names.fact(id))
    }
  return [...byRegister].map(([register, { facts, law }]) => ({ register: names.register(register), facts: [...facts], law }))
}

function heldFacts(pack: Snapshot['pack'], ids: readonly string[], seen = new Set<string>()): string[] {
  return ids.flatMap((id) => {
    const fact = pack.facts.get(id)
    if (!fact || seen.has(id)) return []
    seen.add(id)
    if (fact.register !== null) return [id]
    return fact.derive === null
      ? []
      : heldFacts(
          pack,
          [...factsIn(fact.derive)].map((name) => name.split('.').slice(0, 2).join('.')),
          seen,
        )
  })
}
