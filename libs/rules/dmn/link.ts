/** Several models as one graph: references resolved, the names each element sees, circles found. */
import type { DmnFinding } from './errors.ts'
import type { Definitions, DrgElement, Import, Requirement } from './model.ts'

/** An element with everything it needs, under the names by which it sees it. */
export interface Linked {
  /** Unique over all models: namespace#id. */
  readonly key: string
  readonly element: DrgElement
  readonly model: Definitions
  /** Inputs, decisions, functions. `under`: the name of the import it comes from. */
  readonly needs: readonly Need[]
  /** It stands in a circle of information requirements, so it has no value. */
  isCircular: boolean
}

export interface Need {
  readonly name: string
  readonly under: string | undefined
  readonly target: Linked
}

export interface Graph {
  readonly elements: readonly Linked[]
  readonly find: (href: string, from: Definitions) => Linked | undefined
  readonly findings: readonly DmnFinding[]
}

/** The name others see: that of its variable. */
export const nameSeen = ({ element }: Linked): string =>
  ('variable' in element ? element.variable?.name : undefined) ?? element.name

/** Everything an element needs, directly or through others, itself first. */
export function everythingBehind(one: Linked): readonly Linked[] {
  const all = new Set([one])
  for (const each of all) for (const need of each.needs) all.add(need.target)
  return [...all]
}

const KINDS: Readonly<Record<DrgElement['kind'], string>> = {
  decision: 'decision',
  inputData: 'input',
  bkm: 'function',
  decisionService: 'service',
  knowledgeSource: 'source',
}

/** `decision Discount`: how findings name an element. */
export const titleOf = (element: DrgElement): string => `${KINDS[element.kind]} ${element.name}`

export function linkModels(models: readonly Definitions[]): Graph {
  const findings: DmnFinding[] = []
  const byKey = new Map<string, Building>()
  for (const model of models) {
    for (const [i, element] of model.elements.entries()) {
      const key = `${model.namespace}#${element.id ?? `(${i})`}`
      if (byKey.has(key))
        findings.push({
          where: titleOf(element),
          message: `The id ${element.id} is used twice`,
          remedy: 'Give each element an id of its own',
          ...at(element),
        })
      else byKey.set(key, { key, element, model, needs: [], isCircular: false })
    }
    findings.push(...sameNames(model))
  }
  const find = (href: string, from: Definitions): Building | undefined => {
    const hash = href.indexOf('#')
    const namespace = href.slice(0, hash)
    return byKey.get(`${namespace === '' ? from.namespace : namespace}#${href.slice(hash + 1)}`)
  }
  for (const one of byKey.values()) one.needs = needsOf(one, find, findings)
  findings.push(...findCircles([...byKey.values()]))
  return { elements: [...byKey.values()], find, findings }
}

interface Building {
  key: string
  element: DrgElement
  model: Definitions
  needs: readonly Need[]
  isCircular: boolean
}

const at = (one: { readonly at?: DmnFinding['at'] }) => (one.at ? { at: one.at } : {})

function sameNames(model: Definitions): readonly DmnFinding[] {
  const seen = new Set<string>()
  return model.elements.flatMap((element) => {
    if (!seen.has(element.name)) {
      seen.add(element.name)
      return []
    }
    const message = `There are two elements named ${element.name}`
    return [{ where: titleOf(element), message, remedy: 'Give each element a name of its own', ...at(element) }]
  })
}

const requirementsOf = (element: DrgElement): readonly Requirement[] =>
  element.kind === 'decision' || element.kind === 'bkm' ? element.requirements : []

function needsOf({ element, model }: Building, find: Graph['find'], findings: DmnFinding[]): readonly Need[] {
  const report = (message: string, remedy: string, of: { readonly at?: DmnFinding['at'] }) =>
    findings.push({ where: titleOf(element), message, remedy, ...at(of.at ? of : element) })
  const hrefs: readonly { readonly href: string; readonly at?: DmnFinding['at'] }[] =
    element.kind === 'decisionService'
      ? SERVICE_PARTS.flatMap((part) => element[part].map((href) => ({ href })))
      : requirementsOf(element).filter((one) => one.kind !== 'authority')
  return hrefs.flatMap((one): readonly Need[] => {
    const target = find(one.href, model)
    if (target === undefined) {
      report(`${one.href} leads to nothing`, 'Refer to an element by #id, to one of an imported model by namespace#id', one)
      return []
    }
    if (target.model === model) return [{ name: nameSeen(target), under: undefined, target }]
    const by = importOf(model, target.model)
    if (by === undefined) {
      report(
        `${target.element.name} stands in a model that is not imported`,
        `Add <import namespace="${target.model.namespace}" …/>`,
        one,
      )
      return []
    }
    return [{ name: nameSeen(target), under: by.name === '' ? undefined : by.name, target }]
  })
}

const SERVICE_PARTS = ['outputDecisions', 'encapsulatedDecisions', 'inputDecisions', 'inputData'] as const

const importOf = (model: Definitions, other: Definitions): Import | undefined =>
  model.imports.find((one) => one.namespace === other.namespace)

/** Information requirements must not run in a circle; what functions need may (recursion). */
function findCircles(all: readonly Building[]): readonly DmnFinding[] {
  const findings: DmnFinding[] = []
  const done = new Set<Building>()
  const path: Building[] = []
  const onPath = new Set<Building>()
  for (const start of all) {
    // Depth first, with a stack of its own: what is still to visit, and (undefined) when to step back.
    const todo: (Building | undefined)[] = [start]
    while (todo.length > 0) {
      const one = todo.pop()
      if (one === undefined) {
        const left = path.pop()!
        onPath.delete(left)
        done.add(left)
      } else if (onPath.has(one)) findings.push(circle([...path.slice(path.indexOf(one)), one]))
      else if (!done.has(one) && one.element.kind === 'decision') {
        path.push(one)
        onPath.add(one)
        todo.push(undefined, ...one.needs.map((need) => need.target as Building))
      }
    }
  }
  return findings
}

function circle(members: readonly Building[]): DmnFinding {
  for (const each of members) each.isCircular = true
  return {
    where: titleOf(members[0]!.element),
    message: `${members.map((each) => each.element.name).join(' -> ')} is a circle`,
    remedy: 'Let decisions need only decisions that do not need them',
    ...at(members[0]!.element),
  }
}
