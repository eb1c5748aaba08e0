/** What a service has declared to need (개인정보 보호법 제16조: no more than the purpose takes). */
import type { Snapshot } from '@dpg/catalogue/contract'
import { namesIn } from '@dpg/rules'

/** Known as long as the release is: asked for every fact of every case. */
const known = new WeakMap<Snapshot, Map<string, ReadonlySet<string>>>()

/**
 * Does the service name this fact: in its needs, in what it states on its documents, or in what its rules read, down to what these are
 * derived from? Without a service: is it a fact of the vocabulary at all?
 */
export function isDeclared(snapshot: Snapshot, service: string | null, fact: string): boolean {
  if (service === null) return snapshot.pack.facts.has(fact)
  const services = known.get(snapshot) ?? new Map<string, ReadonlySet<string>>()
  known.set(snapshot, services)
  const facts = services.get(service) ?? declaredBy(snapshot, service)
  services.set(service, facts)
  return facts.has(fact)
}

/** Does the service say that it has this fact changed? */
export const isChanged = (snapshot: Snapshot, service: string | null, fact: string): boolean =>
  service !== null &&
  snapshot.service(service)?.outputs.some(({ type, changes }) => type === 'registration' && changes.includes(fact)) === true

/** Where a person lives tells which office is competent: every service may ask it. */
const RESIDENCE = ['person.eupmyeondong', 'person.sigungu']

function declaredBy(snapshot: Snapshot, service: string): ReadonlySet<string> {
  const definition = snapshot.service(service)
  if (!definition) return new Set()
  const found = new Set<string>()
  const visit = (id: string): void => {
    const fact = snapshot.pack.facts.get(id)
    if (!fact || found.has(id)) return
    found.add(id)
    if (fact.derive !== null) for (const name of namesIn(fact.derive)) visit(name.split('.').slice(0, 2).join('.'))
  }
  const { needs, outputs, eligibility } = definition
  for (const id of [...RESIDENCE, ...needs.flatMap(({ facts }) => facts), ...outputs.flatMap(({ facts }) => facts)]) visit(id)
  for (const { fact } of eligibility.inputs) visit(fact)
  return found
}
