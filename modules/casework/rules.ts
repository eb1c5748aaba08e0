/** The rules of one version of a service, asked about one case. */
import type { Catalogue, VersionId } from '@dpg/catalogue/contract'
import { type ServiceDefinition, serviceRules } from '@dpg/definitions'
import { createEngine, type Declarations, type Engine, type Json, type Relation, type Remedy } from '@dpg/rules'
import type { Assessment } from './case-file.ts'

export interface Question {
  readonly facts: Readonly<Record<string, Json>>
  /** ISO day. */
  readonly asOf: string
}

export interface Rules {
  /** FEEL over facts: true, false, or undefined for unknown. */
  holds(feel: string, question: Question): boolean | undefined
  value(feel: string, question: Question): Json | undefined
  assess(question: Question): Assessment
  outlook(question: Question): Outlook
}

/** What would turn a "no", and the services it does not go with, or not without. */
export interface Outlook {
  readonly remedy: Remedy | null
  readonly relations: readonly Relation[]
}

export type RulesOf = (definition: ServiceDefinition, version: VersionId) => Rules

const KEPT = 64

/** Engines of the versions in use. Facts and parameters are those of today: a figure corrected later counts as corrected. */
export function createRules(catalogue: Pick<Catalogue, 'current'>): RulesOf {
  const kept = new Map<string, Rules>()
  return (definition, version) => {
    const { release, rules } = catalogue.current()
    const key = `${release}\n${version}`
    const known = kept.get(key)
    if (known) return known
    let wider: Engine | undefined
    const made = rulesWith(
      createEngine({ ...rules, services: [serviceRules(definition)] }),
      () => (wider ??= createEngine({ ...rules, services: withRelated(definition, rules) })),
      definition.id,
      new Set(rules.facts.map(({ id }) => id)),
    )
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
    kept.set(key, made)
    return made
  }
}

/** The service, and those that it names or that name it: relations are told of nothing else. */
function withRelated(definition: ServiceDefinition, { services }: Pick<Declarations, 'services'>): Declarations['services'] {
  const own = serviceRules(definition)
  const named = new Set([...(own.excludes ?? []), ...(own.requires ?? [])].map(({ service }) => service))
  const related = services.filter(
    ({ id, excludes = [] }) => id !== own.id && (named.has(id) || excludes.some(({ service }) => service === own.id)),
  )
  return [own, ...related]
}

function rulesWith(engine: Engine, wider: () => Engine, service: string, vocabulary: ReadonlySet<string>): Rules {
  const input = ({ facts, asOf }: Question) => ({
    facts: Object.fromEntries(Object.entries(facts).filter(([id]) => vocabulary.has(id))),
    asOf,
  })
  const value: Rules['value'] = (feel, question) => engine.value(feel, input(question))
  return {
    value,
    holds: (feel, question) => {
      const answer = value(feel, question)
      return answer === undefined ? undefined : answer === true
    },
    outlook: (question) => {
      const { remedy, relations } = wider().explain(service, input(question))
      return { remedy: remedy ?? null, relations }
    },
    assess: (question) => {
      const [result] = engine.screen({ ...input(question), services: [service] }).results
      if (!result) throw new Error(`no rules for ${service}`)
      const { amount } = result
      return {
        asOf: question.asOf,
        outcome: result.outcome,
        criteria: result.reasons.map(({ criterion, outcome, facts }) => ({ id: criterion, outcome, facts })),
        missing: result.missing,
        amount: amount
          ? { won: amount.value ?? null, per: amount.per, steps: amount.steps, missingFigures: amount.missingParameters }
          : null,
      }
    },
  }
}
