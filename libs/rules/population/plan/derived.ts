/** Columns that only the closure back end can work out: what reads lists, what is judged per unit. Worked out once, kept by key. */
import { type Node, type NodeOf, visitAll } from '../../compiler/ir.ts'
import type { Run } from '../../compiler/run.ts'
import { add, isNum, type Num } from '../../feel/numbers.ts'
import { isList, type Value } from '../../feel/values.ts'
import type { Program, Service } from '../../screening/program.ts'
import { bounded } from './given-up.ts'
import type { ReadsOf } from './reads.ts'
import type { Names } from './names.ts'

export interface Derived {
  /** Equal keys are equal columns: the expression with parameters by value, and the day where it is read. */
  readonly key: string
  readonly shown: string
  readonly type: 'boolean' | 'number' | 'string' | 'date'
  /** Ids of the stored facts and lists it reads. */
  readonly facts: readonly string[]
  /** Takes runs of this program only. */
  readonly program: Program
  readonly run: (run: Run) => Value
}

/** A plain expression as a derived column. */
export function derivedOf(program: Program, { reads }: ReadsOf, names: Names, node: Node): Derived {
  const { compile } = program.words
  const code = compile(node)
  const steps = letsBelow(node).map(({ slot, def }) => ({ slot, code: compile(def) }))
  const key = names.keyOf('value', node)
  return {
    key,
    shown: names.shown(node),
    type: node.t === 'number' || node.t === 'string' || node.t === 'date' ? node.t : 'boolean',
    facts: [...reads(node).facts],
    program,
    run: bounded(key, (run) => {
      run.locals = []
      for (const { slot, code: step } of steps) run.locals[slot] = step(run)
      return code(run)
    }),
  }
}

/** The steps of an amount that an expression names, the earlier ones first. */
function letsBelow(node: Node): readonly NodeOf<'let'>[] {
  const found: NodeOf<'let'>[] = []
  visitAll(node, (part) => {
    if (part.k === 'let') found.push(part)
  })
  return found.sort((a, b) => a.slot - b.slot)
}

/** Conditions of a service that read the role, and those that do not. */
export function conditionsOf(program: Program, service: Service) {
  const all = program.groups[service.group]!.map((slot) => program.conditions[program.slots[slot]!.condition]!)
  return { plain: all.filter(({ readsRole }) => !readsRole), role: all.filter(({ readsRole }) => readsRole) }
}

function unitsOf(program: Program, { reads }: ReadsOf, names: Names, service: Service) {
  const each = service.each!
  const { role } = conditionsOf(program, service)
  const nodes = [each.node, ...role.map(({ node }) => node)]
  const elements = (run: Run): readonly Value[] | undefined => {
    run.locals = []
    const given = each.code(run)
    if (given === undefined) return undefined
    return isList(given) ? given : given === null ? [] : [given]
  }
  const judge = (run: Run, element: Value): boolean | undefined => {
    let result: boolean | undefined = true
    for (const { code } of role) {
      run.locals = [element]
      const value = code(run)
      if (value !== true && value !== undefined) return false
      if (value === undefined) result = undefined
    }
    return result
  }
  const facts = [...new Set(nodes.flatMap((node) => [...reads(node).facts]))]
  return { nodes, facts, elements, judge, shown: `${service.rules.unit} of ${names.shown(each.node)}` }
}

/**
 * Is any unit open to them, as far as the conditions on the unit go? Kleene; without units no, with an unknown list unknown. The
 * service is open when this and its other conditions hold: `any` over units and `all` over conditions change places.
 */
export function anyUnit(program: Program, readsOf: ReadsOf, names: Names, service: Service): Derived {
  const { nodes, facts, shown, elements, judge } = unitsOf(program, readsOf, names, service)
  const key = names.keyOf('any', ...nodes)
  return {
    key,
    shown: `any ${shown}`,
    type: 'boolean',
    facts,
    program,
    run: bounded(key, (run) => {
      const list = elements(run)
      if (list === undefined) return undefined
      let result: boolean | undefined = false
      for (const element of list) {
        const one = judge(run, element)
        if (one === true) return true
        if (one === undefined) result = undefined
      }
      return result
    }),
  }
}

/** The amounts of all units that are surely open, added up. */
export function unitAmount(program: Program, readsOf: ReadsOf, names: Names, service: Service): Derived {
  const { nodes, facts, shown, elements, judge } = unitsOf(program, readsOf, names, service)
  const steps = service.steps.map(({ node }) => node)
  const all = new Set([...facts, ...steps.flatMap((node) => [...readsOf.reads(node).facts])])
  // How many of the expressions are conditions tells them from the steps.
  const key = names.keyOf(`sum ${nodes.length}`, ...nodes, ...steps)
  return {
    key,
    shown: `amounts per ${shown}`,
    type: 'number',
    facts: [...all],
    program,
    run: bounded(key, (run) => {
      const open = elements(run)?.filter((element) => judge(run, element) === true)
      return open?.reduce<Value>((sum, element) => plus(sum, amount(run, service, element)), 0)
    }),
  }
}

const plus = (a: Value, b: Value): Num | undefined => (isNum(a) && isNum(b) ? add(a, b) : undefined)

function amount(run: Run, { steps }: Service, element: Value): Value {
  run.locals = [element]
  let value: Value
  for (const { code, slot } of steps) {
    value = code(run)
    run.locals[slot] = value
  }
  return value
}
