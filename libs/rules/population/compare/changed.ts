/** What a reform touches: the services that may differ, and the facts and parameters that they can come to read. */
import type { Declarations, FactDecl, ServiceRules } from '../../types.ts'

/**
 * Services that may differ: their own rules do, or they name a fact or a parameter that does, or a fact whose derivation does. Too
 * many rather than too few.
 */
export function changedServices(today: Declarations, reform: Declarations): (id: string) => boolean {
  const changed = differing(today.services, reform.services)
  const names = changedNames(today, reform)
  if (names.length > 0)
    for (const service of [...today.services, ...reform.services]) if (namesAny(textOf(service), names)) changed.add(service.id)
  return (id) => changed.has(id)
}

/**
 * Both versions with the changed services only, and of facts and parameters those that they can come to read, so that one changed
 * rule is compiled in the time of one rule. `also`: other texts that name facts.
 */
export function onlyChanged(
  today: Declarations,
  reform: Declarations,
  also: readonly string[],
): { readonly today: Declarations; readonly reform: Declarations } {
  const isChanged = changedServices(today, reform)
  const services = [today, reform].map((one) => one.services.filter(({ id }) => isChanged(id)))
  const texts = [...also.map(withoutSpace), ...services.flat().map(textOf)]
  const facts = factsNamedIn(texts, today.facts)
  const factsAfter = reform.facts === today.facts ? facts : factsNamedIn(texts, reform.facts)
  const all = [...texts, ...[...facts, ...factsAfter].map(({ derive = '' }) => withoutSpace(derive))].join('\n')
  const of = (one: Declarations, its: readonly FactDecl[], i: number): Declarations => ({
    facts: its,
    parameters: one.parameters.filter(({ id }) => all.includes(withoutSpace(id))),
    services: services[i]!,
  })
  return { today: of(today, facts, 0), reform: of(reform, factsAfter, 1) }
}

/** Ids of what is in one list only, or not the same in both. Lists are mostly the same objects in the same order. */
function differing<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): Set<string> {
  const found = new Set<string>()
  if (before === after) return found
  const isAligned = before.length === after.length && before.every((one, i) => one === after[i] || one.id === after[i]!.id)
  const others = isAligned ? undefined : new Map(before.map((one) => [one.id, one]))
  after.forEach((one, i) => {
    const other = others === undefined ? before[i] : others.get(one.id)
    if (one !== other && JSON.stringify(one) !== JSON.stringify(other)) found.add(one.id)
    others?.delete(one.id)
  })
  for (const id of others?.keys() ?? []) found.add(id)
  return found
}

/** Facts and parameters that differ, and facts that are derived from them in either version. */
function changedNames(today: Declarations, reform: Declarations): readonly string[] {
  const names = new Set([...differing(today.parameters, reform.parameters), ...differing(today.facts, reform.facts)])
  if (names.size === 0) return []
  const derived = [...today.facts, ...reform.facts].flatMap(({ id, derive }) =>
    derive === undefined ? [] : [{ id, text: withoutSpace(derive) }],
  )
  for (let fresh: readonly string[] = [...names]; fresh.length > 0; ) {
    const spaceless = fresh.map(withoutSpace)
    const found = derived.filter(({ id, text }) => !names.has(id) && namesAny(text, spaceless))
    for (const { id } of found) names.add(id)
    fresh = found.map(({ id }) => id)
  }
  return [...names].map(withoutSpace)
}

const namesAny = (text: string, names: readonly string[]): boolean => names.some((name) => text.includes(name))

/** Facts whose names stand in the texts, or in the derivation of one that does. */
function factsNamedIn(texts: readonly string[], facts: readonly FactDecl[]): readonly FactDecl[] {
  const named = new Set<FactDecl>()
  let fresh = texts.join('\n')
  while (fresh !== '') {
    const found = facts.filter((fact) => !named.has(fact) && fresh.includes(withoutSpace(fact.id)))
    for (const fact of found) named.add(fact)
    fresh = found.map(({ derive = '' }) => withoutSpace(derive)).join('\n')
  }
  return facts.filter((fact) => named.has(fact))
}

/** FEEL takes spaces and new lines inside a name. */
const withoutSpace = (text: string): string => (SPACE.test(text) ? text.replaceAll(/\s+/g, '') : text)
const SPACE = /\s/

const texts = new WeakMap<ServiceRules, string>()

/** All that a service's rules say, without spaces. */
function textOf(service: ServiceRules): string {
  const known = texts.get(service) ?? textsIn(service).map(withoutSpace).join('\n')
  texts.set(service, known)
  return known
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
