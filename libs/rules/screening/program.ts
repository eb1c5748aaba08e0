/** All services compiled together: equal criteria are one, services with the same criteria share one group. */
import { type RuleError, RuleErrors } from '../errors.ts'
import { type Node, visitAll } from '../compiler/ir.ts'
import type { Scope } from '../compiler/lower.ts'
import { createFormulas, type Formulas } from './formulas.ts'
import { createGains, type Gains } from './gains.ts'
import { createLayout, type Layout } from './layout.ts'
import { createTracer, readsOf } from './missing.ts'
import { createMissingSets, type MissingSets } from './missing-sets.ts'
import type { Code, Run } from '../compiler/run.ts'
import type { Evaluation } from './evaluation.ts'
import type { CriterionDecl, Declarations, ServiceRules } from '../types.ts'
import { type Related, relatedServices } from './relations.ts'
import { createTellings, type Tellings } from './tellings.ts'
import { createTime, type Time } from './until.ts'
import { createWords, type Words } from '../compiler/vocabulary.ts'

/** One distinct condition. */
export interface Condition {
  readonly node: Node
  readonly code: Code
  /** Ids of the facts it names. */
  readonly facts: readonly string[]
  /** The only fact it reads, when nothing else is read and it is reported itself (not by what it is derived from): then that is missing. */
  readonly only: number | undefined
  readonly readsRole: boolean
}

/** A criterion as reasons show it: an id over a condition. */
export interface Slot {
  readonly id: string
  readonly condition: number
}

export interface Step {
  readonly name: string
  readonly node: Node
  readonly code: Code
  readonly slot: number
}

export interface Service {
  readonly index: number
  readonly rules: ServiceRules
  readonly group: number
  readonly each: { readonly node: Node; readonly code: Code } | undefined
  readonly steps: readonly Step[]
  readonly related: readonly Related[]
}

interface Shared {
  readonly sets: MissingSets
  readonly tellings: Tellings
  readonly gains: Gains
}

export interface Program {
  readonly words: Words
  readonly tracer: ReturnType<typeof createTracer>
  readonly conditions: readonly Condition[]
  readonly formulas: Formulas
  readonly slots: readonly Slot[]
  /** Lists of slots; a service has one. */
  readonly groups: readonly (readonly number[])[]
  readonly services: readonly Service[]
  readonly byId: ReadonlyMap<string, Service>
  readonly layout: Layout
  /** What evaluations share; fresh once there is much. */
  readonly shared: () => Shared
  readonly time: Time
  /** The evaluation of someone of whom nothing is known, on the day of a run; made by `make`, kept for that day. */
  readonly blank: (run: Run, make: (program: Program, run: Run) => Evaluation) => Evaluation
}

/** Compiles everything; throws RuleErrors with all that is wrong. Without `fold`, covering conditions stay as they are written. */
export function compileProgram({ facts, parameters, services }: Declarations, fold = true): Program {
  const errors: RuleError[] = []
  const words = createWords(facts, parameters, errors, fold)
  const tables = createTables(words)
  const byId = new Map<string, Service>()
  const related = relatedServices(services)
  for (const rules of services) {
    const where = `services/${rules.id}`
    if (byId.has(rules.id)) reportAt(errors, where, `${rules.id} is declared twice`, 'Keep one of them')
    byId.set(rules.id, {
      ...compileService(rules, byId.size, words, tables, errors),
      related: related.get(rules.id) ?? [],
    })
  }
  checkRelations(related, byId, words, errors)
  if (errors.length > 0) throw new RuleErrors(errors)
  const tracer = createTracer(words.compile, (index) => ({ askable: facts[index]!.askable, derive: words.facts[index]!.derive }))
  const time = createTime(words)
  const lists = [...byId.values()].flatMap(({ each }) => (each === undefined ? [] : [each.node]))
  const formulas = createFormulas(tables.conditions, lists, (node) => createCondition(node, false, words))
  const parts = { words, ...tables, formulas, time, services: [...byId.values()] }
  const laid = { ...parts, layout: createLayout(parts) }
  const shared = keptWhileSmall(laid)
  let blank: Evaluation | undefined
  const program: Program = {
    ...laid,
    tracer,
    byId,
    shared,
    blank: (run, make) => {
      if (blank === undefined || blank.run.today !== run.today || blank.sets !== shared().sets) blank = make(program, run)
      return blank
    },
  }
  return program
}

/** More than all people of a country bring about with one set of rules; a bound all the same. */
const MOST_KEPT = 200_000

function keptWhileSmall(program: Parameters<typeof createTellings>[0]): () => Shared {
  const create = (): Shared => {
    const sets = createMissingSets((index) => program.words.facts[index]!.decl.id)
    return { sets, tellings: createTellings(program, sets), gains: createGains() }
  }
  let shared = create()
  return () => {
    const { sets, tellings, gains } = shared
    if (sets.size() + tellings.size() + gains.entries.length / 8 > MOST_KEPT) shared = create()
    return shared
  }
}

const reportAt = (errors: RuleError[], where: string, message: string, remedy: string) =>
  errors.push({ where, source: '', kind: 'name', message, start: 0, end: 0, remedy })

/** A receipt is a fact that is yes or no. The other service may be missing: rules are also compiled in part. */
function checkRelations(
  related: ReadonlyMap<string, readonly Related[]>,
  byId: ReadonlyMap<string, Service>,
  { facts, factIndex }: Words,
  errors: RuleError[],
): void {
  for (const [id, list] of related)
    for (const { kind, decl } of list) {
      const at = `services/${id}/${kind}`
      if (decl.service === id) reportAt(errors, at, `${id} excludes or requires itself`, 'Name another service')
      if (decl.receives === undefined || !byId.has(id)) continue
      const fact = factIndex.get(decl.receives)
      if (fact === undefined) reportAt(errors, at, `There is no fact ${decl.receives}`, 'Name the fact that says it is received')
      else if (facts[fact]!.decl.type !== 'boolean')
        reportAt(errors, at, `${decl.receives} is no yes or no`, 'Name the fact that says it is received')
    }
}

type Tables = ReturnType<typeof createTables>

function createTables(words: Words) {
  const conditions: Condition[] = []
  const slots: Slot[] = []
  const groups: (readonly number[])[] = []
  const ids = new Map<string, number>()
  const once = <T>(list: T[], key: string, make: () => T): number => {
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, list.length)
    list.push(make())
    return list.length - 1
  }
  return {
    conditions,
    slots,
    groups,
    condition: (node: Node, role: Node | undefined) => {
      const readsRole = role !== undefined && reads(node, role)
      return once(conditions, `condition ${node.id} ${readsRole}`, () => createCondition(node, readsRole, words))
    },
    slot: (id: string, condition: number) => once(slots, `slot ${condition} ${id}`, () => ({ id, condition })),
    group: (list: readonly number[]) => once(groups, `group ${list.join()}`, () => list),
  }
}

function reads(node: Node, name: Node): boolean {
  let isFound = false
  visitAll(node, (part) => {
    if (part === name) isFound = true
  })
  return isFound
}

function createCondition(node: Node, readsRole: boolean, words: Words): Condition {
  const reads = readsOf(node)
  const single = reads.facts.length === 1 && reads.params.length === 0 ? reads.facts[0] : undefined
  const isReported = (index: number) => words.facts[index]!.derive === undefined || words.facts[index]!.decl.askable
  return {
    node,
    code: words.compile(node),
    facts: reads.facts.map((index) => words.facts[index]!.decl.id),
    only: single !== undefined && isReported(single) && !readsRole ? single : undefined,
    readsRole,
  }
}

function compileService(
  rules: ServiceRules,
  index: number,
  words: Words,
  tables: Tables,
  errors: RuleError[],
): Omit<Service, 'related'> {
  const where = `services/${rules.id}`
  const eachNode = rules.each === undefined ? undefined : words.read(rules.each, `${where}/each`)
  if (eachNode && eachNode.t !== 'list' && eachNode.t !== 'any')
    reportAt(errors, `${where}/each`, `each gives a ${eachNode.t}`, 'Write an expression that gives a list')
  const role = eachNode && words.store.make({ k: 'var', slot: 0, name: rules.unit, source: eachNode }, 'any')
  const scope: Scope = new Map(role ? [[rules.unit, role] as const] : [])
  const slots = rules.criteria.map((criterion) => readCriterion(criterion, where, scope, role, words, tables, errors))
  const names = rules.criteria.map(({ id }) => id)
  const twice = names.find((id, i) => names.indexOf(id) !== i)
  if (twice !== undefined) reportAt(errors, `${where}/${twice}`, `The criterion ${twice} stands twice`, 'Give each its own id')
  const each = eachNode && { node: eachNode, code: words.compile(eachNode) }
  return { index, rules, group: tables.group(slots), each, steps: readSteps(rules, where, scope, words, errors) }
}

function readCriterion(
  { id, test }: CriterionDecl,
  where: string,
  scope: Scope,
  role: Node | undefined,
  words: Words,
  tables: Tables,
  errors: RuleError[],
): number {
  const node = words.read(test, `${where}/${id}`, scope, scope.size)
  if (node.t !== 'boolean' && node.t !== 'any' && node.t !== 'null') {
    const remedy = 'Write a condition that is true or false'
    const message = `The criterion gives a ${node.t}`
    errors.push({ where: `${where}/${id}`, source: test, kind: 'type', message, start: 0, end: test.length, remedy })
  }
  return tables.slot(id, tables.condition(node, role))
}

/** Nobody writes as many by hand; each may read all before it. */
const MOST_STEPS = 1000

function readSteps(rules: ServiceRules, where: string, outer: Scope, words: Words, errors: RuleError[]): readonly Step[] {
  const written = rules.amount?.steps ?? []
  const decls = written.slice(0, MOST_STEPS)
  if (written.length > MOST_STEPS) {
    const message = `The amount has ${written.length} steps, more than ${MOST_STEPS}`
    reportAt(
      errors,
      `${where}/${written[MOST_STEPS]!.let}`,
      message,
      'Put what belongs together into one step, or into a list and a loop',
    )
  }
  const names = new Map(outer)
  return decls.map(({ let: name, be }, i): Step => {
    const at = `${where}/${name}`
    if (names.has(name) || words.find(name) !== undefined || name === 'today')
      reportAt(errors, at, `${name} already means something here`, 'Give the step a name of its own')
    const node = words.read(be, at, new Map(names), outer.size + decls.length)
    if (i === decls.length - 1 && !['number', 'any', 'null'].includes(node.t))
      reportAt(errors, at, `The last step is the amount but gives a ${node.t}`, 'Let it give a number')
    const slot = outer.size + i
    names.set(name, words.store.make({ k: 'let', slot, name, def: node }, node.t))
    return { name, node, code: words.compile(node), slot }
  })
}
