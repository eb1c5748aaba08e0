/** Facts and parameters made ready: nodes by name, derivations compiled in order, values in force on a day. */
import { type Compiler, createCompiler } from './compile.ts'
import { checkDerivations } from './derivations.ts'
import { parseDay } from '../feel/dates.ts'
import { FeelError, type RuleError } from '../errors.ts'
import type { StaticType } from '../feel/functions/index.ts'
import type { Node } from './ir.ts'
import { type Lowered, lower, type Scope, type Vocabulary } from './lower.ts'
import { parseFeel } from '../feel/parser.ts'
import type { Code } from './run.ts'
import { createStore, type Store } from './store.ts'
import type { FactDecl, ParameterDecl } from '../types.ts'
import { fromJson, type Kind, kindOf, type Value } from '../feel/values.ts'

export interface Fact {
  readonly decl: FactDecl
  readonly node: Node
  derive: Node | undefined
  /** The values it may have; undefined: any. */
  readonly allowed: ReadonlySet<unknown> | undefined
}

export interface Words extends Vocabulary {
  readonly store: Store
  readonly compile: Compiler
  readonly facts: readonly Fact[]
  readonly factIndex: ReadonlyMap<string, number>
  readonly parameters: readonly ParameterDecl[]
  readonly derive: readonly (Code | undefined)[]
  /** By fact: 1 where it is not derived. */
  readonly plain: Uint8Array
  /** Values of the parameters in force on a day, and the day each is in force from. */
  readonly inForce: (day: number) => readonly Value[]
  /** The ISO day from which the value of a parameter in force on `day` counts. */
  readonly inForceFrom: (index: number, day: number) => string | undefined
  /** Parses and lowers; what is wrong goes to `errors` under `where`. */
  readonly read: (source: string, where: string, scope?: Scope, slot?: number) => Node
}

/** Reads facts and parameters; pushes all that is wrong with them to `errors`. */
export function createWords(
  facts: readonly FactDecl[],
  parameters: readonly ParameterDecl[],
  errors: RuleError[],
  fold = true,
): Words {
  const report = (where: string, message: string, remedy: string) =>
    errors.push({ where, source: '', kind: 'name', message, start: 0, end: 0, remedy })
  const store = createStore((index) => facts[index]?.values, fold, undefined)
  const compile = createCompiler(undefined)
  const byName = new Map<string, Node>()
  const factIndex = new Map<string, number>()
  const add = (name: string, where: string, node: Node) => {
    if (byName.has(name)) report(where, `${name} is declared twice`, 'Keep one of them')
    byName.set(name, node)
  }

  const nodes = facts.map((decl, index): Fact => {
    const node = store.make({ k: 'fact', index, ref: decl.id }, decl.type)
    add(decl.id, `facts/${decl.id}`, node)
    factIndex.set(decl.id, index)
    return { decl, node, derive: undefined, allowed: decl.values && new Set(decl.values) }
  })
  const dated = parameters.map((decl, index) => {
    const values = datedValues(decl, (message, remedy) => report(`parameters/${decl.id}`, message, remedy))
    add(decl.id, `parameters/${decl.id}`, store.make({ k: 'param', index, ref: decl.id }, typeOf(values)))
    return values
  })

  const vocabulary: Vocabulary = { find: (name) => byName.get(name), names: () => byName.keys() }
  const sound = new Map<string, Node>()
  const read = (source: string, where: string, scope?: Scope, slot?: number): Node => {
    const isPlain = scope === undefined || scope.size === 0
    const known = isPlain && !slot ? sound.get(source) : undefined
    if (known !== undefined) return known
    const { node, findings } = lowered(source, store, vocabulary, scope, slot)
    for (const finding of findings) errors.push({ ...finding, where, source })
    if (isPlain && !slot && findings.length === 0) sound.set(source, node)
    return node
  }

  for (const fact of nodes) {
    const { derive, id, type } = fact.decl
    if (derive === undefined) continue
    fact.derive = read(derive, `facts/${id}`)
    const { t } = fact.derive
    if (t !== type && t !== 'any' && t !== 'null')
      report(`facts/${id}`, `${id} is a ${type} but its derivation gives a ${t}`, 'Correct the type or the derivation')
  }
  checkDerivations(nodes, report)

  const derive = nodes.map((fact) => fact.derive && compile(fact.derive))
  // Most questions are about the same day.
  let lastDay: number | undefined
  let values: readonly Value[] = []
  const newest = (index: number, day: number) => dated[index]!.findLast((value) => value.from <= day)
  return {
    ...vocabulary,
    store,
    compile,
    facts: nodes,
    factIndex,
    parameters,
    derive,
    plain: Uint8Array.from(derive, (code) => (code === undefined ? 1 : 0)),
    inForce: (day) => {
      if (day !== lastDay) {
        values = dated.map((_, index) => newest(index, day)?.value)
        lastDay = day
      }
      return values
    },
    inForceFrom: (index, day) => newest(index, day)?.iso,
    read,
  }
}

function lowered(source: string, store: Store, vocabulary: Vocabulary, scope?: Scope, slot?: number): Lowered {
  try {
    return lower(parseFeel(source, [...(scope?.keys() ?? [])]), store, vocabulary, scope, slot)
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    const { message, start, end, expected } = error
    return { node: store.constant(null), findings: [{ kind: 'syntax', message, start, end, remedy: `Expected ${expected}` }] }
  }
}

interface Dated {
  readonly iso: string
  readonly from: number
  /** Undefined: missing, so unknown. */
  readonly value: Value
}

function datedValues({ values, id }: ParameterDecl, report: (message: string, remedy: string) => void): readonly Dated[] {
  const dated = values.flatMap((one): readonly Dated[] => {
    const from = parseDay(one.from)
    if (from === undefined) report(`${id} counts from ${one.from}, which is no day`, 'Write a day like 2026-01-01')
    const value = one.missing || one.value === undefined ? undefined : fromJson(one.value, false)
    return from === undefined ? [] : [{ iso: one.from, from, value }]
  })
  return dated.sort((a, b) => a.from - b.from)
}

/** The type all its values share. */
function typeOf(values: readonly Dated[]): StaticType {
  const kinds = new Set<Kind>()
  for (const { value } of values) if (value !== undefined && value !== null) kinds.add(kindOf(value))
  return kinds.size === 1 ? [...kinds][0]! : 'any'
}
