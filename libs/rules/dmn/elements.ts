/** The elements of a model as code: what each needs, and its value in one question. */
import { Context, Lambda, type Value } from '../feel/values.ts'
import { isOverflow, LimitError } from '../errors.ts'
import type { Type } from '../feel/types.ts'
import { compileBoxed, typeOf } from './boxed.ts'
import { type Code, type Frame, type Making, naming, type Scope } from './code.ts'
import { typed } from './fitting.ts'
import { fittingArgs, functionCode, functionType, within } from './functions.ts'
import { type Graph, type Linked, nameSeen, type Need, titleOf } from './link.ts'
import type { BusinessKnowledgeModel, Decision, DecisionService, Definitions } from './model.ts'
import { conform, type DmnType, type TypeBook } from './types.ts'

export interface Compiled {
  readonly type: DmnType | undefined
  /** What a function is called with. */
  readonly params?: readonly Param[]
  /** The value, once everything needed is asked. */
  readonly value: (question: Question) => Value
}

export interface Param {
  readonly name: string
  readonly type: DmnType | undefined
}

/** One question: what was given, what has been answered on the way. */
export interface Question {
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
    if (!isSettled(one)) done.set(one, valueNamed(one, question))
    todo.pop()
  }
  return given.has(asked) ? given.get(asked) : done.get(asked)
}

/** What takes too long or goes too deep says which element it is; the innermost is told. */
function valueNamed(one: Linked, question: Question): Value {
  try {
    return question.compiled.get(one)!.value(question)
  } catch (error) {
    const title = titleOf(one.element)
    if (isOverflow(error)) throw new LimitError('The evaluation is nested too deeply', title)
    throw error instanceof LimitError && error.where === undefined ? new LimitError(error.message, title) : error
  }
}

const decisionsNeeded = ({ element, needs }: Linked): readonly Linked[] =>
  element.kind === 'decision' ? needs.flatMap(({ target }) => (target.element.kind === 'decision' ? [target] : [])) : []

/** A decision's value; functions and services are called with the arguments and inputs of their names. */
export function answer(one: Linked, args: ReadonlyMap<string, Value>, question: Question): Value {
  const value = valueFor(one, question)
  if (one.element.kind !== 'bkm' && one.element.kind !== 'decisionService') return value
  if (!(value instanceof Lambda)) return null
  const byParam = new Map([...[...question.given].map(([key, each]) => [nameSeen(key), each] as const), ...args])
  return value.call(value.params.map((param) => (byParam.has(param) ? byParam.get(param) : question.absent)))
}

export function compileElement(one: Linked, graph: Graph, making: Making): Compiled {
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
  const { scope, types, values } = surroundings(one, making.book)
  const body = compileBoxed(element.expression, scope, naming(making, [], types), type)
  const code: Code = typed(body, type, making, element)
  return { type, value: (question) => within(question.frame, () => code(values(question), question.frame)) }
}

interface Surroundings {
  readonly scope: Scope
  readonly types: Making['typesOf']
  readonly values: (question: Question) => readonly Value[]
}

/** The type that the value of an input or a decision is made to fit. */
const declaredType = ({ element, model }: Linked, book: TypeBook): Type | undefined =>
  element.kind === 'inputData' || element.kind === 'decision' ? book.find(element.variable?.typeRef, model)?.type : undefined

/** What an element sees: its needs by name; those of an import as one context under the import's name. */
function surroundings(one: Linked, book: TypeBook): Surroundings {
  const plain = one.needs.filter((need) => need.under === undefined)
  const prefixes = [...new Set(one.needs.flatMap((need) => need.under ?? []))]
  const under = prefixes.map((prefix) => one.needs.filter((need) => need.under === prefix))
  const imported = (needs: readonly Need[], question: Question): Value =>
    new Context(new Map(needs.map(({ name, target }) => [name, valueFor(target, question)])), false)
  return {
    scope: [...plain.map((need) => need.name), ...prefixes],
    types: plain.map(({ target }) => declaredType(target, book)),
    values: (question) => [
      ...plain.map((need) => valueFor(need.target, question)),
      ...under.map((needs) => imported(needs, question)),
    ],
  }
}

function knowledge(one: Linked, element: BusinessKnowledgeModel, making: Making): Compiled {
  const { scope, types, values } = surroundings(one, making.book)
  const { logic } = element
  if (logic === undefined) return { type: undefined, value: () => null }
  const result = functionResult(element.variable?.typeRef, making.book, making.model)
  const make = functionCode(logic, scope, naming(making, [], types), result)
  const params = logic.parameters.map(({ name, typeRef }) => ({ name, type: making.book.find(typeRef, making.model) }))
  return {
    type: undefined,
    params,
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
    params: params.map((name, i) => ({ name, type: types[i] })),
    value: (question) =>
      new Lambda(
        params,
        (args) => {
          const fitting = fittingArgs(args, types, question.frame, making)
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
