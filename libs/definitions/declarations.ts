/** The rules of a pack as the engine takes them. */
import { dayFromIso, isoFromDay } from '@dpg/period'
import type { Declarations, FactDecl, ParameterDecl, ServiceRules } from '@dpg/rules'
import { conditionOf, criteriaOf } from './catalogue.ts'
import type { FactDefinition } from './schemas/fact.ts'
import type { CatalogueRow, Pack } from './schemas/pack.ts'
import type { ParameterDefinition } from './schemas/parameter.ts'
import type { ServiceDefinition } from './schemas/service.ts'
import type { RelationOfServices } from './schemas/words.ts'

/** Facts, parameters and all services; a worked-out service stands in the place of its catalogue entry. */
export function rulesOf(pack: Pack): Declarations {
  const rows = pack.catalogue.rows.filter(({ id }) => !pack.services.has(id))
  return {
    facts: [...pack.facts.values()].map(factRules),
    parameters: [...pack.parameters.values()].map(parameterRules),
    services: [...[...pack.services.values()].map(serviceRules), ...rows.map((row) => rowRules(row, pack))],
  }
}

/** The words of a pack without its services: all that one of them needs to be judged. */
export const wordsOf = ({
  facts,
  parameters,
}: Pick<Pack, 'facts' | 'parameters'>): Pick<Declarations, 'facts' | 'parameters'> => ({
  facts: [...facts.values()].map(factRules),
  parameters: [...parameters.values()].map(parameterRules),
})

function factRules({ id, type, derive, values, question, burden }: FactDefinition): FactDecl {
  const base = { id, type, askable: question !== null, burden }
  const closed = values && type === 'string' ? { values: Object.keys(values) } : {}
  return { ...base, ...closed, ...(derive === null ? {} : { derive }) }
}

/** A value ends with its `to`; until the next one begins, none is known. */
function parameterRules({ id, values }: ParameterDefinition): ParameterDecl {
  const sorted = values.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const dated = sorted.flatMap(({ from, to, value }, index) => {
    const entry = value === undefined ? { from, missing: true } : { from, value }
    const end = to === null ? undefined : dayFromIso(to)
    const after = end === undefined ? undefined : isoFromDay(end + 1)
    const next = sorted[index + 1]?.from
    return after === undefined || (next !== undefined && next <= after) ? [entry] : [entry, { from: after, missing: true }]
  })
  return { id, values: dated }
}

/** The rules of one definition, worked out or described. */
export function serviceRules(service: ServiceDefinition): ServiceRules {
  const { id, basis, award, eligibility, amount } = service
  const { rule, criteria } = eligibility
  const tests = criteria.map((criterion) => ({ id: criterion.id, test: criterion.test }))
  return {
    id,
    basis: basis === 'law' ? 'law' : 'codes',
    unit: award.unit,
    ...(award.each === null ? {} : { each: award.each }),
    ...relations('excludes', eligibility.exclusive),
    ...relations('requires', service.requiresServices),
    criteria: rule === null ? tests : [{ id: 'rule', test: rule }],
    ...(amount === null
      ? {}
      : { amount: { per: amount.per, steps: amount.steps.map((step) => ({ let: step.let, be: step.be })) } }),
  }
}

function relations(kind: 'excludes' | 'requires', list: readonly RelationOfServices[]): Pick<ServiceRules, typeof kind> {
  if (list.length === 0) return {}
  const decls = list.map(({ service, law, receives }) => ({
    service,
    ...(law !== null && { law }),
    ...(receives !== null && { receives }),
  }))
  return { [kind]: decls }
}

function rowRules(row: CatalogueRow, pack: Pack): ServiceRules {
  const { criteria } = criteriaOf(row, conditionOf(row, pack), pack)
  const tests = criteria.map(({ criterion }) => ({ id: criterion.id, test: criterion.test }))
  return { id: row.id, basis: 'codes', unit: 'person', criteria: tests }
}
