/** Services that exclude or require each other, with what the person receives and could get of them. */
import type { Relation, RelationDecl, ServiceRules } from '../types.ts'
import { OUTCOMES } from './answers.ts'
import type { Evaluation } from './evaluation.ts'
import type { Service } from './program.ts'
import { outcomeOfService } from './service-outcome.ts'

export interface Related {
  readonly kind: Relation['kind']
  readonly decl: RelationDecl
}

/** By service id; an exclusion holds both ways. */
export function relatedServices(services: readonly ServiceRules[]): ReadonlyMap<string, readonly Related[]> {
  const all = new Map<string, Related[]>()
  const add = (id: string, kind: Relation['kind'], decl: RelationDecl) => {
    const list = all.get(id) ?? []
    if (!list.some((one) => one.kind === kind && one.decl.service === decl.service)) list.push({ kind, decl })
    all.set(id, list)
  }
  for (const { id, excludes = [], requires = [] } of services) {
    for (const decl of excludes) add(id, 'excludes', decl)
    for (const decl of requires) add(id, 'requires', decl)
  }
  const receipts = new Map([...all.values()].flat().flatMap(({ decl }) => (decl.receives ? [[decl.service, decl.receives]] : [])))
  for (const { id, excludes = [] } of services)
    for (const { service, law } of excludes) {
      const receives = receipts.get(id)
      add(service, 'excludes', { service: id, ...(law !== undefined && { law }), ...(receives !== undefined && { receives }) })
    }
  return all
}

/** What is so for this person. */
export function relationsOf(service: Service, evaluation: Evaluation): readonly Relation[] {
  const { program, run } = evaluation
  return service.related.flatMap(({ kind, decl }) => {
    const other = program.byId.get(decl.service)
    if (other === undefined) return []
    const fact = decl.receives === undefined ? undefined : program.words.factIndex.get(decl.receives)
    const receipt = fact === undefined ? undefined : program.words.compile(program.words.facts[fact]!.node)(run)
    return [
      {
        kind,
        service: decl.service,
        ...(decl.law !== undefined && { law: decl.law }),
        ...(typeof receipt === 'boolean' && { isReceived: receipt }),
        couldGet: OUTCOMES[outcomeOfService(evaluation, other)]!,
      },
    ]
  })
}
