/** What an expression reads: facts and parameters by their names, down through derived facts. */
import { namesIn } from '@dpg/rules'
import type { Pack } from './schemas/pack.ts'
import type { ServiceFile } from './schemas/service.ts'

/** The part of a pack that names can mean. */
export type Vocabulary = Pick<Pack, 'facts' | 'parameters'>

export interface Reads {
  readonly facts: ReadonlySet<string>
  readonly parameters: ReadonlySet<string>
}

/** What expressions name, `local` names (roles, steps) aside. An expression that cannot be parsed reads nothing. */
export function readsOf(
  expressions: Iterable<string>,
  { facts, parameters }: Vocabulary,
  local: ReadonlySet<string> = new Set(),
): Reads {
  const read = { facts: new Set<string>(), parameters: new Set<string>() }
  for (const expression of expressions) {
    for (const name of namesOf(expression)) {
      const [first, second] = name.split('.') as [string, string?]
      if (local.has(first)) continue
      const fact = `${first}.${second}`
      if (facts.has(fact)) read.facts.add(fact)
      else if (parameters.has(first)) read.parameters.add(first)
    }
  }
  return read
}

/** The same with all that lies below: `leaves` are the facts without a derivation. */
export function closureOf(direct: Reads, vocabulary: Vocabulary): Reads & { readonly leaves: ReadonlySet<string> } {
  const facts = new Set<string>()
  const parameters = new Set(direct.parameters)
  const leaves = new Set<string>()
  const open = [...direct.facts]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (facts.has(id)) continue
    facts.add(id)
    const derive = vocabulary.facts.get(id)?.derive
    if (derive == null) {
      leaves.add(id)
      continue
    }
    const below = readsOf([derive], vocabulary)
    open.push(...below.facts)
    for (const parameter of below.parameters) parameters.add(parameter)
  }
  return { facts, parameters, leaves }
}

/** The expressions that decide who gets how much. */
export function ruleExpressions(service: Pick<ServiceFile, 'award' | 'eligibility' | 'amount'>): string[] {
  const { criteria, rule, effectiveDating, alternatives } = service.eligibility
  return [
    service.award.each,
    rule,
    effectiveDating,
    ...criteria.map(({ test }) => test),
    ...alternatives.flatMap((audience) => audience.criteria.map(({ test }) => test)),
    ...(service.amount?.steps.map(({ be }) => be) ?? []),
  ].filter((text) => text !== null)
}

/** Names that mean something only inside this service: the role of its award unit, the steps of its amount. */
export function localNames(service: Pick<ServiceFile, 'award' | 'amount'>): Set<string> {
  const steps = service.amount?.steps.map((step) => step.let) ?? []
  return new Set(service.award.each === null ? steps : [service.award.unit, ...steps])
}

function namesOf(expression: string): readonly string[] {
  try {
    return namesIn(expression)
  } catch {
    return [] // told by lintPack, with its place
  }
}
