/** Facts as they are kept of a subscriber: what was said at one time stands together, for most of it was. */
import type { FetchResult } from '@dpg/exchange/contract'
import type { Json } from '@dpg/rules'

/** ISO instant at which registers said so, and what. No fact is in two of them. */
export type Said = readonly [at: string, values: Readonly<Record<string, Json>>]
export type KeptFacts = readonly Said[]

export const valuesOf = (facts: KeptFacts): Readonly<Record<string, Json>> =>
  facts.length === 1 ? facts[0]![1] : Object.assign({}, ...facts.map(([, values]) => values))

/** When it was said; undefined: it is not known. */
export const saidAt = (facts: KeptFacts, id: string): string | undefined =>
  facts.find(([, values]) => Object.hasOwn(values, id))?.[0]

export interface Merged {
  readonly facts: KeptFacts
  /** Whose value is another than before, or is gone. */
  readonly changed: readonly string[]
}

/** Takes what registers said, unless something newer is known. What a register no longer holds is no longer known. */
export function merge(known: KeptFacts, { facts, silent }: Pick<FetchResult, 'facts' | 'silent'>): Merged {
  const merged = new Map(known.flatMap(([at, values]) => Object.entries(values).map(([id, value]) => [id, { value, at }])))
  const changed: string[] = []
  for (const [id, { value, at }] of Object.entries(facts)) {
    const before = merged.get(id)
    if (before && Date.parse(before.at) > Date.parse(at)) continue
    if (!before || JSON.stringify(before.value) !== JSON.stringify(value)) changed.push(id)
    merged.set(id, { value, at })
  }
  for (const id of silent) if (merged.delete(id)) changed.push(id)
  return { facts: grouped(merged), changed }
}

export function grouped(facts: ReadonlyMap<string, { readonly value: Json; readonly at: string }>): KeptFacts {
  const said = Map.groupBy(facts, ([, { at }]) => at)
  return [...said].map(([at, own]) => [at, Object.fromEntries(own.map(([id, { value }]) => [id, value]))])
}
