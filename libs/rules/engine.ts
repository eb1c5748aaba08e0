/** Builds the engine: everything is compiled once, then asked any number of times. */
import { FeelError, UnknownServiceError } from './errors.ts'
import { startRun } from './evaluation.ts'
import { explain } from './explain.ts'
import { type Node, visitAll } from './ir.ts'
import { lower } from './lower.ts'
import { parseFeel } from './parser.ts'
import { compileProgram, type Program } from './program.ts'
import type { Code } from './run.ts'
import { screen } from './screen.ts'
import type { Declarations, Engine } from './types.ts'
import { toJson } from './values.ts'

/** Compiles facts, parameters and services. Throws RuleErrors with everything that is wrong with them. */
export function createEngine(declarations: Declarations): Engine {
  const program = compileProgram(declarations)
  const codes = new Map<string, Code>()
  return {
    screen: (input) => screen(program, input),
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
