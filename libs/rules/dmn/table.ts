/** Decision tables as code. */
import { parseFeel } from '../feel/parser.ts'
import { FeelError } from '../errors.ts'
import type { StaticType } from '../feel/functions/index.ts'
import { kindOfType, type Type, typeText } from '../feel/types.ts'
import { Context, kindOf, type Value } from '../feel/values.ts'
import { compileBoxed, typeOf } from './boxed.ts'
import { type CellSet, cellSet, isPoint, passes, plainConstant } from './cells.ts'
import { type Code, type Domains, type Env, findingOf, type Frame, inside, type Making, report, type Scope } from './code.ts'
import { completed, type Completing } from './completions.ts'
import { shown, typed, typeOfKind } from './fitting.ts'
import { type Outcome, type Policy, settle } from './hit-policy.ts'
import { literalCode, testsOf } from './literal.ts'
import { type Cell, createMatcher } from './matching.ts'
import type { DecisionTable, LiteralExpression, OutputClause, UnaryTests as Tests } from './model.ts'
import { isFeel } from './namespaces.ts'
import { nameOf } from './read-element.ts'
import type { DmnType } from './types.ts'

/**
 * Code of a table: null where no rule matches and there is no default, where rules conflict, and where an input is none of its
 * declared values. Unknown where what is unknown decides.
 */
export function tableCode(table: DecisionTable, scope: Scope, making: Making, wanted?: DmnType): Code {
  const at = inside(making, 'table')
  making.parts.tables.push({ where: at.where, table, domains: domainsOf(table, making) })
  const inputs = inputsOf(table, scope, at)
  const cells = table.rules.map((rule, r) =>
    rule.inputs.map((cell, i) => cellOf(cell, scope, inside(at, `rule ${r + 1} / input ${i + 1}`), inputs[i]?.type)),
  )
  const outputs = outputsOf(table, scope, at, wanted)
  checkOutputs(table, at)
  const match = createMatcher(cells)
  const completing: Completing = {
    rules: cells,
    groups: table.inputs.map((input) =>
      table.inputs.findIndex((other) => nameOf(other.expression.text) === nameOf(input.expression.text)),
    ),
    allowed: inputs.map((input) => input.allowed),
  }
  return (env, frame) => {
    const values = inputs.map(({ code }) => code(env, frame))
    for (const [i, { isAllowed }] of inputs.entries()) {
      if (isAllowed(values[i], env, frame)) continue
      tellNotAllowed(values[i], table, i, at, frame)
      return null
    }
    const policy = outputs.policy(env, frame)
    const known = new Map<number, readonly Value[]>()
    const outputOf = (rule: number): readonly Value[] => {
      const values = known.get(rule) ?? outputs.rules[rule]!.map((code) => code(env, frame))
      known.set(rule, values)
      return values
    }
    const give = (matched: readonly number[]): Outcome => settle(policy, matched, outputOf)
    const matches = match(values, env, frame)
    const outcome = matches.possible.length === 0 ? give(matches.sure) : completed(completing, values, matches, give)
    if (outcome === undefined) return undefined
    if (outcome.conflict) tellConflict(table, outcome.conflict, at, frame)
    else frame.watch?.fired?.(table, outcome.fired, at.where)
    return outcome.value
  }
}

function tellNotAllowed(value: Value, { inputs }: DecisionTable, i: number, making: Making, frame: Frame): void {
  const message = `${shown(value)} is not among the allowed values of input ${i + 1}`
  const remedy = `Give one of ${inputs[i]!.values?.text}`
  frame.watch?.problem?.(findingOf(making, inputs[i]!.expression, message, remedy))
}

function tellConflict(table: DecisionTable, rules: readonly number[], making: Making, { watch }: Frame): void {
  watch?.conflict?.(table, rules, making.where)
  const message = `Rules ${rules.map((rule) => rule + 1).join(', ')} match together, which ${table.hitPolicy} does not allow`
  watch?.problem?.(findingOf(making, table, message, 'Make the rules exclude each other, or choose another hit policy'))
}

interface InputColumn {
  readonly code: Code
  readonly type: Type | undefined
  readonly allowed: CellSet | undefined
  readonly isAllowed: (value: Value, env: Env, frame: Frame) => boolean
}

function inputsOf(table: DecisionTable, scope: Scope, making: Making): readonly InputColumn[] {
  return table.inputs.map(({ expression, values }, i): InputColumn => {
    const here = inside(making, `input ${i + 1}`)
    const code = compileBoxed(expression, scope, here)
    const type = making.book.find(expression.typeRef, making.model)?.type ?? typeOfKind(making.gives.get(code))
    const tests = values && testsOf(values, scope, here, type)
    return {
      code,
      type,
      allowed: values && tests ? cellSet(values.text) : declaredBy(expression.typeRef, making),
      isAllowed: (value, env, frame) => {
        const truth = tests === undefined || value == null || tests(value, env, frame)
        return truth === true || truth === undefined
      },
    }
  })
}

function domainsOf(table: DecisionTable, { book, model }: Making): Domains {
  const values: Record<string, string> = {}
  const types: Record<string, string> = {}
  for (const { expression } of table.inputs) {
    const title = nameOf(expression.text)
    const allowed = book.allowed(expression.typeRef, model)
    const type = book.find(expression.typeRef, model)?.type
    if (allowed !== undefined) values[title] = allowed
    if (type?.k === 'kind') types[title] = typeText(type)
  }
  return { values, types }
}

/** The allowed values of an item definition, where every value is one of these. */
function declaredBy(typeRef: string | undefined, { book, model }: Making): CellSet | undefined {
  const text = book.allowed(typeRef, model)
  return text === undefined ? undefined : cellSet(text)
}

/** Cells that are sets are not compiled at all. */
function cellOf(cell: Tests, scope: Scope, making: Making, input: Type | undefined): Cell {
  const set = isFeel(cell.expressionLanguage ?? making.model.expressionLanguage) ? cellSet(cell.text) : undefined
  if (set === undefined) return { tests: testsOf(cell, scope, making, input) }
  checkSet(set, cell, making, kindOfType(input))
  return { set }
}

/** Constants in a cell that no input of this kind can be compared with. */
function checkSet({ parts }: CellSet, cell: Tests, making: Making, input: StaticType | undefined): void {
  if (input === undefined) return
  for (const part of parts) {
    const value = isPoint(part) ? part.value : (part.low ?? part.high)
    if (value === undefined || value === null || kindOf(value) === input) continue
    report(making, cell, `A ${input} is compared with a ${kindOf(value)}`, 'Compare values of one type')
    return
  }
}

const SINGLE: readonly DecisionTable['hitPolicy'][] = ['UNIQUE', 'ANY', 'FIRST', 'PRIORITY']

interface Outputs {
  readonly rules: readonly (readonly Code[])[]
  readonly policy: (env: Env, frame: Frame) => Policy
}

function outputsOf(table: DecisionTable, scope: Scope, making: Making, wanted: DmnType | undefined): Outputs {
  const isPlain = table.outputs.length === 1
  const names = isPlain ? [] : table.outputs.map((output, i) => output.name ?? `output ${i + 1}`)
  const types = table.outputs.map((output, i) => typeOf(output.typeRef, inside(making, `output ${i + 1}`), output))
  // Where one rule gives the value of the table, it is of the table's type.
  const whole = isPlain && SINGLE.includes(table.hitPolicy) ? wanted : undefined
  const known = new Map<string, Code>()
  // Most outputs of a long table are the same few texts.
  const codeOf = (cell: LiteralExpression, i: number, here: Making): Code => {
    const key = `${i} ${cell.expressionLanguage ?? ''} ${cell.text}`
    const code = known.get(key) ?? typed(literalCode(cell, scope, here, types[i] ?? whole), types[i], here, cell)
    known.set(key, code)
    return code
  }
  const rules = table.rules.map((rule, r) =>
    rule.outputs.map((cell, i) => codeOf(cell, i, inside(making, `rule ${r + 1} / output ${i + 1}`))),
  )
  const defaults = table.outputs.map((output, i) => output.default && codeOf(output.default, i, inside(making, 'default')))
  const ranks = table.outputs.map((output, i) => ranking(output, scope, inside(making, `output ${i + 1}`)))
  const otherwise = (env: Env, frame: Frame): Value => {
    if (defaults.every((one) => one === undefined)) return null
    const values = defaults.map((one) => (one === undefined ? null : one(env, frame)))
    return isPlain ? values[0] : new Context(new Map(names.map((name, i) => [name, values[i]])), false)
  }
  return {
    rules,
    policy: (env, frame) => ({
      hitPolicy: table.hitPolicy,
      aggregation: table.aggregation,
      names,
      rank: (output, value) => ranks[output]!(value, env, frame),
      otherwise: () => otherwise(env, frame),
    }),
  }
}

/** What can be said of outputs before anything runs: an order that is missing, a value that is not declared. */
function checkOutputs(table: DecisionTable, making: Making): void {
  const needsOrder = table.hitPolicy === 'PRIORITY' || table.hitPolicy === 'OUTPUT ORDER'
  if (needsOrder && table.outputs.every((output) => output.values === undefined))
    report(making, table, `${table.hitPolicy} has no order to go by`, 'Declare the values of an output, the most important first')
  if (table.aggregation !== undefined && table.hitPolicy !== 'COLLECT')
    report(making, table, `${table.aggregation} goes with COLLECT only`, 'Use COLLECT, or leave the aggregation out')
  const declared = table.outputs.map((output) => output.values && cellSet(output.values.text))
  for (const [r, rule] of table.rules.entries())
    for (const [i, cell] of rule.outputs.entries()) {
      const value = plainConstant(cell.text.trim())
      const set = declared[i]
      if (set === undefined || value === undefined || value === null || passes(set, value) === true) continue
      const where = inside(making, `rule ${r + 1} / output ${i + 1}`)
      report(where, cell, `${cell.text.trim()} is not among the declared values`, `Use one of ${table.outputs[i]!.values!.text}`)
    }
}

type Rank = (value: Value, env: Env, frame: Frame) => number | undefined

/** Position of a value among the output's values, which stand in the order of their importance. */
function ranking({ values }: OutputClause, scope: Scope, making: Making): Rank {
  if (values === undefined) return () => undefined
  const tests = singleTests(values).map((part) => testsOf(part, scope, making))
  return (value, env, frame) => {
    const at = tests.findIndex((test) => test?.(value, env, frame) === true)
    return at < 0 ? undefined : at
  }
}

/** `"a", "b", [1..5]` as its single tests. */
function singleTests(tests: Tests): readonly Tests[] {
  try {
    const list = parseFeel(`[${tests.text}]`)
    if (list.k !== 'list') return [tests]
    return list.items.map((item) => ({ ...tests, text: tests.text.slice(item.start - 1, item.end - 1) }))
  } catch (error) {
    // Not a list of values: one test, which tells what is wrong with it.
    if (error instanceof FeelError) return [tests]
    throw error
  }
}
