/** Models made ready to be asked: decisions, functions, decision services by name. */
import { toJson } from '../feel/json.ts'
import type { Json } from '../types.ts'
import { createBudget, createWorkspace } from '../feel/expression.ts'
import { Context, type DateTime, Lambda, type Value } from '../feel/values.ts'
import { compileBoxed, fittingArgs, functionCode, functionType, typed, typeOf, within } from './boxed.ts'
import type { Types } from '../feel/types.ts'
import type { Code, Frame, Making, Parts, Scope, Watch } from './code.ts'
import { DmnError, type DmnFinding } from './errors.ts'
import { type Graph, type Linked, linkModels, nameSeen, type Need, titleOf } from './link.ts'
import type { BusinessKnowledgeModel, Decision, DecisionService, Definitions } from './model.ts'
import { valueFrom } from './json.ts'
import { namesWithSpaces } from './names.ts'
import { conform, createTypeBook, type DmnType, type TypeBook } from './types.ts'

export interface Input {
  readonly name: string
  readonly namespace?: string | undefined
  readonly value: Value
}

export interface Target {
  readonly kind?: 'decision' | 'bkm' | 'decisionService' | undefined
  readonly name: string
  readonly namespace?: string | undefined
}

export interface RunOptions {
  /** What an input is that is not given: null, as the standard has it, or unknown (the default). */
  readonly absent?: null | undefined
  readonly now?: DateTime
  readonly watch?: Watch
}

export interface Dmn {
  /** All that is wrong with the models. What is wrong is null when it is evaluated. */
  readonly findings: readonly DmnFinding[]
  readonly elements: readonly Linked[]
  /** What coverage looks at. */
  readonly parts: Parts
  /** The value of a decision, of a decision service or of a function called with the inputs. Throws DmnError, LimitError. */
  run(target: Target, inputs: readonly Input[], options?: RunOptions): { readonly value: Value }
  /**
   * The same in JSON, by name: dates, times and durations are ISO text where the input's type says so. An input that is absent is unknown,
   * null is known to be none; `value` is absent where the answer is unknown. Throws DmnError, LimitError.
   */
  evaluate(name: string, inputs: Readonly<Record<string, Json>>, options?: RunOptions): Evaluation
}

export interface Evaluation {
  readonly value?: Json
  /** The rules of tables that made it, counted from 1, in the order in which the tables were asked. */
  readonly fired: readonly { readonly where: string; readonly rules: readonly number[]; readonly isConflict?: true }[]
}

/** Links and compiles models; the first is the one that names mean when they give no namespace. */
export function createDmn(models: readonly Definitions[]): Dmn {
  const graph = linkModels(models)
  const fields = namesWithSpaces(models)
  const book = createTypeBook(models, fields)
  const workspace = createWorkspace()
  const findings: DmnFinding[] = []
  const parts: Parts = { tables: [], expressions: [] }
  const typesOf = new Map<Definitions, Types>()
  const compiled = new Map<Linked, Compiled>()
  for (const one of graph.elements) {
    const { model } = one
    const types = typesOf.get(model) ?? book.types(model)
    typesOf.set(model, types)
    const making: Making = { model, book, types, fields, workspace, where: titleOf(one.element), parts, findings }
    compiled.set(one, compileElement(one, graph, making))
  }
  const find = ({ kind, name, namespace }: Target): Linked | undefined =>
    byName(graph, models[0], name, namespace, (one) => kind === undefined || one.element.kind === kind)

  const inputNamed = (name: string, namespace: string | undefined): Linked => {
    const to = byName(graph, models[0], name, namespace, ({ element }) => element.kind !== 'knowledgeSource')
    if (to === undefined) throw new DmnError(`There is no input named ${name}`, undefined, 'Give inputs of the model')
    return to
  }
  const run: Dmn['run'] = (target, inputs, options = {}) => {
    const one = find(target)
    if (one === undefined)
      throw new DmnError(`There is no ${target.kind ?? 'element'} named ${target.name}`, undefined, 'Ask for one of the model')
    const frame: Frame = { budget: createBudget(options.now), watch: options.watch }
    const given = new Map<Linked, Value>()
    for (const input of inputs) {
      const to = inputNamed(input.name, input.namespace)
      given.set(to, conform(input.value, compiled.get(to)!.type, frame.budget))
    }
    return { value: answer(one, { compiled, given, done: new Map(), absent: options.absent, frame }) }
  }

  return {
    findings: [...graph.findings, ...book.findings, ...findings],
    elements: graph.elements,
    parts,
    run,
    evaluate(name, inputs, options = {}) {
      const fired: Evaluation['fired'][number][] = []
      const watch: Watch = {
        ...options.watch,
        fired: (table, rules, where) => {
          options.watch?.fired?.(table, rules, where)
          fired.push({ where, rules: rules.map((rule) => rule + 1) })
        },
        conflict: (table, rules, where) => {
          options.watch?.conflict?.(table, rules, where)
          fired.push({ where, rules: rules.map((rule) => rule + 1), isConflict: true })
        },
      }
      const isOpen = options.absent === undefined
      const given = Object.entries(inputs).map(([key, json]): Input => {
        const type = compiled.get(inputNamed(key, undefined))!.type
        return { name: key, value: valueFrom(json, type?.type, isOpen) }
      })
      const value = toJson(run({ name }, given, { ...options, watch }).value)
      return { ...(value !== undefined && { value }), fired }
    },
  }
}

/** By name in the first model, else in any other; by namespace where one is given. */
function byName(
  graph: Graph,
  main: Definitions | undefined,
  name: string,
  namespace: string | undefined,
  fits: (one: Linked) => boolean,
): Linked | undefined {
  const named = graph.elements.filter((one) => one.element.name === name && fits(one))
  if (namespace !== undefined) return named.find((one) => one.model.namespace === namespace)
  return named.find((one) => one.model === main) ?? named[0]
}

interface Compiled {
  readonly type: DmnType | undefined
  /** The value, once everything needed is asked. */
  readonly value: (question: Question) => Value
}

/** One question: what was given, what has been answered on the way. */
interface Question {
  readonly compiled: ReadonlyMap<Linked, Compiled>
  readonly given: ReadonlyMap<Linked, Value>
  readonly done: Map<Linked, Value>
  readonly absent: null | undefined
  readonly frame: Frame
}

/** The value of an element, those it needs first (without recursion: a chain of decisions may be long). */
function valueFor(asked: Linked, question: Question): Value {
  const { given, done } = question
  const isSettled = (one: Linked) => given.has(one) || done.has(one)
  const todo = [asked]
  for (let one = todo.at(-1); one !== undefined; one = todo.at(-1)) {
    const missing = isSettled(one) || one.isCircular ? [] : decisionsNeeded(one).filter((need) => !isSettled(need))
    if (missing.length > 0) {
      todo.push(...missing)
      continue
    }
    if (!isSettled(one)) done.set(one, question.compiled.get(one)!.value(question))
    todo.pop()
  }
  return given.has(asked) ? given.get(asked) : done.get(asked)
}

const decisionsNeeded = ({ element, needs }: Linked): readonly Linked[] =>
  element.kind === 'decision' ? needs.flatMap(({ target }) => (target.element.kind === 'decision' ? [target] : [])) : []

/** A decision's value; functions and services are called with the inputs of their names. */
function answer(one: Linked, question: Question): Value {
  const value = valueFor(one, question)
  if (one.element.kind !== 'bkm' && one.element.kind !== 'decisionService') return value
  if (!(value instanceof Lambda)) return null
  const byParam = new Map([...question.given].map(([key, each]) => [nameSeen(key), each]))
  return value.call(value.params.map((param) => (byParam.has(param) ? byParam.get(param) : question.absent)))
}

function compileElement(one: Linked, graph: Graph, making: Making): Compiled {
  const { element } = one
  switch (element.kind) {
    case 'inputData':
      return { type: typeOf(element.variable?.typeRef, making, element.variable), value: ({ absent }) => absent }
    case 'decision':
      return decision(one, element, making)
    case 'bkm':
      return knowledge(one, element, making)
    case 'decisionService':
      return service(one, element, graph, making)
    case 'knowledgeSource':
      return { type: undefined, value: () => null }
  }
}

function decision(one: Linked, element: Decision, making: Making): Compiled {
  const type = typeOf(element.variable?.typeRef, making, element.variable)
  if (one.isCircular) return { type, value: () => null }
  const { scope, values } = surroundings(one)
  const code: Code = typed(compileBoxed(element.expression, scope, making), type)
  return { type, value: (question) => within(question.frame, () => code(values(question), question.frame)) }
}

/** What an element sees: its needs by name; those of an import as one context under the import's name. */
function surroundings(one: Linked): { readonly scope: Scope; readonly values: (question: Question) => readonly Value[] } {
  const plain = one.needs.filter((need) => need.under === undefined)
  const prefixes = [...new Set(one.needs.flatMap((need) => need.under ?? []))]
  const under = prefixes.map((prefix) => one.needs.filter((need) => need.under === prefix))
  const imported = (needs: readonly Need[], question: Question): Value =>
    new Context(new Map(needs.map(({ name, target }) => [name, valueFor(target, question)])), false)
  return {
    scope: [...plain.map((need) => need.name), ...prefixes],
    values: (question) => [
      ...plain.map((need) => valueFor(need.target, question)),
      ...under.map((needs) => imported(needs, question)),
    ],
  }
}

function knowledge(one: Linked, element: BusinessKnowledgeModel, making: Making): Compiled {
  const { scope, values } = surroundings(one)
  const { logic } = element
  if (logic === undefined) return { type: undefined, value: () => null }
  const make = functionCode(logic, scope, making)
  const result = functionResult(element.variable?.typeRef, making.book, making.model)
  return {
    type: undefined,
    value: (question) => {
      // Its needs are looked up when it is called: it may need itself.
      const shape = make([], question.frame) as Lambda
      let fn: Lambda | undefined
      return new Lambda(
        shape.params,
        (args) => {
          fn ??= make(values(question), question.frame) as Lambda
          return conform(fn.call(args), result, question.frame.budget)
        },
        shape.type,
      )
    },
  }
}

/** The result's type, where the variable names the type of a function; where it names another, that is the result's. */
function functionResult(typeRef: string | undefined, book: TypeBook, model: Definitions): DmnType | undefined {
  const item = model.items.find((each) => each.name === typeRef)
  if (item?.functionItem) return book.find(item.functionItem.outputTypeRef, model)
  return book.find(typeRef, model)
}

function service(one: Linked, element: DecisionService, graph: Graph, making: Making): Compiled {
  const linked = (hrefs: readonly string[]) => hrefs.flatMap((href) => graph.find(href, one.model) ?? [])
  const inputs = [...linked(element.inputData), ...linked(element.inputDecisions)]
  const outputs = linked(element.outputDecisions)
  const params = inputs.map(nameSeen)
  const types = inputs.map((input) =>
    typeOf('variable' in input.element ? input.element.variable?.typeRef : undefined, making, undefined),
  )
  const result = functionResult(element.variable?.typeRef, making.book, making.model)
  const type = functionType(types, result)
  return {
    type: undefined,
    value: (question) =>
      new Lambda(
        params,
        (args) => {
          const fitting = fittingArgs(args, types, question.frame)
          if (fitting === undefined) return null
          const given = new Map(inputs.map((input, i) => [input, fitting[i]] as const))
          const inner: Question = { ...question, given, done: new Map() }
          return within(question.frame, () => {
            const values = outputs.map((output) => valueFor(output, inner))
            const whole =
              outputs.length === 1
                ? values[0]
                : new Context(new Map(outputs.map((output, i) => [nameSeen(output), values[i]])), false)
            return conform(whole, result, question.frame.budget)
          })
        },
        type,
      ),
  }
}
