/** Decision tables as code. */
import { parseUnaryTests } from '../feel/parser.ts'
import type { UnaryTests } from '../feel/expression.ts'
import { equal } from '../feel/equality.ts'
import { Context, type Value } from '../feel/values.ts'
import { compileBoxed, typed, typeOf } from './boxed.ts'
import { type Code, type Env, type Frame, inside, type Making, report, type Scope } from './code.ts'
import { type Policy, settle } from './hit-policy.ts'
import { literalCode, testsOf } from './literal.ts'
import type { DecisionTable, OutputClause, UnaryTests as Tests } from './model.ts'

/** Code of a table: null where no rule matches and there is no default, where rules conflict, and where an input is none it may be. */
export function tableCode(table: DecisionTable, scope: Scope, making: Making): Code {
  const at = inside(making, 'table')
  const inputs = table.inputs.map((input, i) => {
    const here = inside(at, `input ${i + 1}`)
    return {
      code: compileBoxed(input.expression, scope, here),
      values: input.values ? testsOf(input.values, scope, here) : undefined,
    }
  })
  const rules = table.rules.map((rule, r) => {
    const here = inside(at, `rule ${r + 1}`)
    return {
      tests: rule.inputs.map((cell, i) => testsOf(cell, scope, inside(here, `input ${i + 1}`))),
      outputs: rule.outputs.map((cell, i) =>
        typed(literalCode(cell, scope, inside(here, `output ${i + 1}`)), typeOf(table.outputs[i]!.typeRef, at, table.outputs[i])),
      ),
    }
  })
  const isPlain = table.outputs.length === 1
  const names = isPlain ? [] : table.outputs.map((output, i) => output.name ?? `output ${i + 1}`)
  const defaults = table.outputs.map((output) =>
    output.default ? typed(literalCode(output.default, scope, at), typeOf(output.typeRef, at, output)) : undefined,
  )
  const ranks = table.outputs.map((output, i) => ranking(output, scope, inside(at, `output ${i + 1}`)))
  return (env, frame) => {
    const values = inputs.map(({ code }) => code(env, frame))
    for (const [i, { values: allowed }] of inputs.entries())
      if (allowed !== undefined && values[i] != null && allowed.test(values[i], env, frame.budget) === false) return null
    const policy: Policy = {
      hitPolicy: table.hitPolicy,
      aggregation: table.aggregation,
      names,
      rank: (output, value) => ranks[output]!(value, env, frame),
      otherwise: () => otherwise(defaults, names, env, frame),
    }
    const matched = rules.flatMap((rule, r) =>
      rule.tests.every((test, i) => test?.test(values[i], env, frame.budget) === true) ? [r] : [],
    )
    const outcome = settle(policy, matched, (rule) => rules[rule]!.outputs.map((code) => code(env, frame)))
    frame.watch?.fired?.(table, outcome.fired)
    return outcome.value
  }
}

function otherwise(defaults: readonly (Code | undefined)[], names: readonly string[], env: Env, frame: Frame): Value {
  if (defaults.every((one) => one === undefined)) return null
  const values = defaults.map((one) => (one === undefined ? null : one(env, frame)))
  return names.length === 0 ? values[0] : new Context(new Map(names.map((name, i) => [name, values[i]])), false)
}

type Rank = (value: Value, env: Env, frame: Frame) => number | undefined

/** Position of a value among the output's values. */
function ranking(output: OutputClause, scope: Scope, making: Making): Rank {
  if (output.values === undefined) return () => undefined
  const tests = partsOf(output.values, scope, making).map((part) => testsOf(part, scope, making))
  return (value, env, frame) => {
    const at = tests.findIndex((test) => test?.test(value, env, frame.budget) === true)
    return at < 0 ? undefined : at
  }
}

/** The single tests in `"a", "b", < 5`. */
function partsOf(tests: Tests, scope: Scope, making: Making): readonly Tests[] {
  return [tests]
}
