/** What a reform touches: the services that may differ, and the facts that they can come to read. */
import type { Declarations, FactDecl } from '../../types.ts'

/** With any parameter or derived fact changed every service may differ; otherwise those whose own rules do. */
export function changedServices(today: Declarations, reform: Declarations): (id: string) => boolean {
  const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
  if (!same(today.parameters, reform.parameters) || !same(today.facts, reform.facts)) return () => true
  const before = new Map(today.services.map((service) => [service.id, service]))
  const changed = new Set(reform.services.filter((service) => !same(before.get(service.id), service)).map(({ id }) => id))
  const after = new Set(reform.services.map(({ id }) => id))
  return (id) => changed.has(id) || !after.has(id)
}

/**
 * Both versions with the changed services only, and of the facts those that they can come to read, so that one changed rule is
 * compiled in the time of one rule. `also`: other texts that name facts.
 */
export function onlyChanged(
  today: Declarations,
  reform: Declarations,
  also: readonly string[],
): { readonly today: Declarations; readonly reform: Declarations } {
  const isChanged = changedServices(today, reform)
  const [before, after] = [today, reform].map(({ services }) => services.filter(({ id }) => isChanged(id)))
  const texts = [...also, ...textsIn([before, after])]
  const facts = factsNamedIn(texts, today.facts)
  const factsAfter = reform.facts === today.facts ? facts : factsNamedIn(texts, reform.facts)
  return { today: { ...today, facts, services: before! }, reform: { ...reform, facts: factsAfter, services: after! } }
}

/** Facts whose names stand in the texts, or in the derivation of one that does. Too many rather than too few. */
function factsNamedIn(texts: readonly string[], facts: readonly FactDecl[]): readonly FactDecl[] {
  const named = new Set<FactDecl>()
  let fresh = texts.map(withoutSpace).join('\n')
  while (fresh !== '') {
    const found = facts.filter((fact) => !named.has(fact) && fresh.includes(withoutSpace(fact.id)))
    for (const fact of found) named.add(fact)
    fresh = found.map(({ derive = '' }) => withoutSpace(derive)).join('\n')
  }
  return facts.filter((fact) => named.has(fact))
}

/** FEEL takes spaces and new lines inside a name. */
const withoutSpace = (text: string): string => text.replaceAll(/\s+/g, '')

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
