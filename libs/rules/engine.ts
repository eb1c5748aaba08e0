/** Builds the engine: everything is compiled once, then asked any number of times. */
import { FeelError, UnknownServiceError } from './errors.ts'
import { ahead } from './screening/ahead.ts'
import { startRun } from './screening/input.ts'
import { explain } from './screening/explain.ts'
import { type Node, visitAll } from './compiler/ir.ts'
import { lower } from './compiler/lower.ts'
import { parseFeel } from './feel/parser.ts'
import { compileProgram, type Program } from './screening/program.ts'
import type { Code } from './compiler/run.ts'
import { rescreen } from './screening/rescreen.ts'
import { screening, tellerBehind, tellerOf } from './screening/screen.ts'
import type { Declarations, Engine } from './types.ts'
import { toJson } from './feel/values.ts'

/** Compiles facts, parameters and services. Throws RuleErrors with everything that is wrong with them. */
export function createEngine(declarations: Declarations): Engine {
  const program = compileProgram(declarations)
  const codes = new Map<string, Code>()
  return {
    screen: (input) => tellerOf(screening(program, input)).result,
    rescreen: (previous, changes) => {
      const teller = tellerBehind(previous)
      if (teller?.screened.evaluation.program !== program)
        throw new TypeError('rescreen takes what screen or rescreen of the same engine returned')
      const { next, changed } = rescreen(teller, changes)
      return { screened: next.result, changed }
    },
    ahead: (input, span) => ahead(program, input, span),
    explain: (service, input) => explain(program, service, input),
    value: (expr, input) => {
      const code = codes.get(expr) ?? read(program, expr)
      if (codes.size < MAX_KEPT) codes.set(expr, code)
      return toJson(code(startRun(program, input)))
    },
    factsOf: (service) => factsOf(program, service),
  }
}

/** Expressions of `value` that stay compiled. */
const MAX_KEPT = 10_000

function read({ words }: Program, source: string): Code {
  const { node, findings } = lower(parseFeel(source), words.store, words)
  const [first] = findings
  if (first !== undefined) throw new FeelError(first.message, first.start, first.end, first.remedy)
  return words.compile(node)
}

function factsOf({ byId, groups, slots, conditions, words }: Program, id: string): readonly string[] {
  const service = byId.get(id)
  if (service === undefined) throw new UnknownServiceError(id)
  const leaves = new Set<string>()
  const collect = (root: Node) =>
    visitAll(root, (node) => {
      if (node.k !== 'fact') return
      const { derive } = words.facts[node.index]!
      if (derive === undefined) leaves.add(node.ref)
      else collect(derive)
    })
  const tests = groups[service.group]!.map((slot) => conditions[slots[slot]!.condition]!.node)
  for (const node of [...(service.each ? [service.each.node] : []), ...tests, ...service.steps.map((step) => step.node)])
    collect(node)
  return [...leaves]
}
