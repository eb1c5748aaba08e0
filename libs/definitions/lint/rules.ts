/** The rules compile: the engine itself says what does not, with names and types. */
import { createEngine, type Engine, type RuleError, RuleErrors } from '@dpg/rules'
import { rulesOf } from '../declarations.ts'
import { type Finding, finding, type Place } from '../findings.ts'
import type { ServiceDefinition } from '../schemas/service.ts'
import type { Path } from '../source.ts'
import { feelFinding } from './feel.ts'
import type { Linted } from './lint.ts'

export interface Compiled {
  /** Over all services that compile; null when the vocabulary itself does not. */
  readonly engine: Engine | null
  readonly findings: readonly Finding[]
}

/** Compiles facts, parameters and the worked-out services; a service that does not compile is left out and told. */
export function compileRules({ pack, sources }: Linted): Compiled {
  const worked = { ...pack, catalogue: { ...pack.catalogue, rows: [] } }
  const rules = rulesOf(worked)
  const place = (error: RuleError): Place => {
    const [kind, id = '', part = ''] = error.where.split('/')
    if (kind === 'facts') return sources.place('fact', id, ['derive'], error.start)
    if (kind === 'parameters') return sources.place('parameter', id)
    const service = pack.services.get(id)
    return sources.place('service', id, service ? pathOf(part, service) : [], error.start)
  }
  const say = (error: RuleError): Finding =>
    isOfOrder(error, pack)
      ? { ...finding('feel.order', place(error), { feel: wordIn(error) }), offset: error.start }
      : feelFinding(error, error.source, place(error))
  const compile = (services: typeof rules.services): Engine | readonly RuleError[] => {
    try {
      return createEngine({ ...rules, services })
    } catch (error) {
      if (!(error instanceof RuleErrors)) throw error
      return error.errors
    }
  }
  const all = compile(rules.services)
  if (!Array.isArray(all)) return { engine: all as Engine, findings: [] }
  const errors = all as readonly RuleError[]
  const findings = errors.map(say)
  if (errors.some(({ where }) => !where.startsWith('services/'))) return { engine: null, findings }
  const broken = new Set(errors.map(({ where }) => where.split('/')[1]))
  return { engine: compile(rules.services.filter(({ id }) => !broken.has(id))) as Engine, findings }
}

const wordIn = ({ source, start, end }: RuleError): string => source.slice(start, end)

/** A step that reads itself, or one below it. */
function isOfOrder(error: RuleError, { services }: Linted['pack']): boolean {
  const [kind, id = '', part] = error.where.split('/')
  const steps = kind === 'services' ? (services.get(id)?.amount?.steps ?? []).map((one) => one.let) : []
  return error.kind === 'name' && part !== undefined && steps.includes(part) && steps.includes(wordIn(error))
}

function pathOf(part: string, service: ServiceDefinition): Path {
  if (part === 'each') return ['award', 'each']
  if (part === 'rule') return ['eligibility', 'rule']
  if (part === 'excludes') return ['eligibility', 'exclusive']
  if (part === 'requires') return ['requiresServices']
  const criterion = service.eligibility.criteria.findIndex(({ id }) => id === part)
  if (criterion >= 0) return ['eligibility', 'criteria', criterion, 'test']
  const step = service.amount?.steps.findIndex((one) => one.let === part) ?? -1
  return step >= 0 ? ['amount', 'steps', step, 'be'] : []
}
