/** Models made ready to be asked: decisions, functions, decision services by name. */
import { LimitError } from '../errors.ts'
import { createBudget, createWorkspace } from '../feel/expression.ts'
import { toJson } from '../feel/json.ts'
import { parseDateTime } from '../feel/temporal/clock-times.ts'
import { ANY, type Type, type Types, typeText } from '../feel/types.ts'
import type { Value } from '../feel/values.ts'
import type { Json } from '../types.ts'
import type { Frame, Making, Parts, Watch } from './code.ts'
import { answer, type Compiled, compileElement } from './elements.ts'
import { DmnError, type DmnFinding } from './errors.ts'
import { misfit } from './fitting.ts'
import { valueFrom } from './json.ts'
import { everythingBehind, type Linked, linkModels, titleOf } from './link.ts'
import type { Definitions } from './model.ts'
import { namesWithSpaces } from './names.ts'
import { type Fired, recorder } from './recorder.ts'
import { conform, createTypeBook, type DmnType } from './types.ts'

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
  /** What `now()` and `today()` give: `2026-03-01T09:00:00+09:00`. A model that asks without is refused. */
  readonly now?: string
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
  /** What a decision, service or function may be given: the inputs behind it, the parameters of a function. Throws DmnError. */
  inputsOf(name: string): readonly InputInfo[]
}

export interface InputInfo {
  readonly name: string
  /** As FEEL writes it: `number`, `list<string>`, `context<age: number>`, `Any`. */
  readonly type: string
  /** Its allowed values, as unary tests. */
  readonly values?: string
}

export interface Evaluation {
  readonly value?: Json
  /** While the answer is unknown: the inputs behind it that were not given. */
  readonly missing: readonly string[]
  /** The rules of tables that made it, counted from 1, in the order in which the tables were asked (the first 1,000). */
  readonly fired: readonly Fired[]
  /**
   * What was given, or came of it, and did not fit or came to nothing on the way (the first 100), each with the element it stands in.
   * Absent where there is nothing to tell.
   */
  readonly problems?: readonly DmnFinding[]
}

/**
 * Links and compiles models; the first is the one that names mean when they give no namespace. What is wrong with them is among the
 * `findings`; only a model nested beyond all measure throws (LimitError).
 */
export const createDmn = (models: readonly Definitions[]): Dmn => bounded('The model', () => compileModels(models))

/** A stack that overflows is a limit like any other. */
function bounded<T>(what: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw error instanceof RangeError ? new LimitError(`${what} is nested too deeply`) : error
  }
}

function compileModels(models: readonly Definitions[]): Dmn {
  const graph = linkModels(models)
  const fields = namesWithSpaces(models)
  const book = createTypeBook(models, fields)
  const workspace = createWorkspace()
  const findings: DmnFinding[] = []
  const gives: Making['gives'] = new WeakMap()
  const parts: Parts = { tables: [], expressions: [] }
  const typesOf = new Map<Definitions, Types>(models.map((model) => [model, book.types(model)]))
  const compiled = new Map<Linked, Compiled>()
  for (const one of graph.elements) {
    const { model } = one
    const types = typesOf.get(model)!
    const where = titleOf(one.element)
    const making: Making = { model, book, types, fields, workspace, where, parts, findings, typesOf: [], gives }
    compiled.set(one, compileElement(one, graph, making))
  }
  const named = byName(graph.elements, models[0])
  const find = ({ kind, name, namespace }: Target): Linked => {
    const one = named(name, namespace, kind)
    if (one !== undefined) return one
    throw new DmnError(`There is no ${kind ?? 'element'} named ${name}`, undefined, 'Ask for one of the model')
  }
  /** An element of the model, or a parameter of the function that is asked. */
  const inputNamed = (target: Linked, { name, namespace }: Omit<Input, 'value'>): Linked | string => {
    if (compiled.get(target)!.params?.some((param) => param.name === name) && target.element.kind === 'bkm') return name
    const to = named(name, namespace)
    if (to !== undefined) return to
    throw new DmnError(`There is no input named ${name}`, undefined, 'Give inputs of the model')
  }
  const typeOfInput = (target: Linked, to: Linked | string): Type | undefined =>
    typeof to === 'string'
      ? compiled.get(target)!.params!.find((param) => param.name === to)!.type?.type
      : compiled.get(to)!.type?.type

  const run: Dmn['run'] = (target, inputs, options = {}) => {
    const one = find(target)
    const frame = frameOf(options)
    const given = new Map<Linked, Value>()
    const args = new Map<string, Value>()
    return bounded('The evaluation', () => {
      for (const input of inputs) {
        const to = inputNamed(one, input)
        if (typeof to === 'string') args.set(to, input.value)
        else given.set(to, fittingInput(input.value, to, compiled.get(to)!.type, frame))
      }
      return { value: answer(one, args, { compiled, given, done: new Map(), absent: options.absent, frame }) }
    })
  }

  const inputsOf = (target: Linked): readonly InputInfo[] => {
    const { params } = compiled.get(target)!
    if (params !== undefined) return params.map(({ name, type }) => ({ name, type: typeText(type?.type ?? ANY) }))
    return everythingBehind(target).flatMap(({ element, model }): readonly InputInfo[] => {
      if (element.kind !== 'inputData') return []
      const typeRef = element.variable?.typeRef
      const values = book.allowed(typeRef, model)
      const type = typeText(book.find(typeRef, model)?.type ?? ANY)
      return [{ name: element.name, type, ...(values !== undefined && { values }) }]
    })
  }

  return {
    findings: [...graph.findings, ...book.findings, ...findings],
    elements: graph.elements,
    parts,
    run,
    evaluate(name, inputs, options = {}) {
      const target = find({ name })
      const isOpen = options.absent === undefined
      const given = Object.entries(inputs).map(([key, json]): Input => {
        const type = typeOfInput(target, inputNamed(target, { name: key }))
        return { name: key, value: valueFrom(json, type, isOpen) }
      })
      const { watch, fired, problems } = recorder(options.watch)
      const value = toJson(run({ name }, given, { ...options, watch }).value)
      const told = { fired, ...(problems.length > 0 && { problems }) }
      if (value !== undefined) return { value, missing: [], ...told }
      return { missing: inputsOf(target).flatMap((one) => (Object.hasOwn(inputs, one.name) ? [] : [one.name])), ...told }
    },
    inputsOf: (name) => inputsOf(find({ name })),
  }
}

function frameOf({ now, watch }: RunOptions): Frame {
  if (now === undefined) return { budget: createBudget(), hasClock: false, watch }
  const moment = parseDateTime(now)
  if (moment === undefined) throw new DmnError(`${now} is no date and time`, undefined, 'Write 2026-03-01T09:00:00+09:00')
  return { budget: createBudget(moment), hasClock: true, watch }
}

/** An input made to fit its type; null, and told, where it does not. */
function fittingInput(value: Value, { element }: Linked, type: DmnType | undefined, { budget, watch }: Frame): Value {
  const fitting = conform(value, type, budget)
  if (type !== undefined && fitting === null && value !== null)
    watch?.problem?.({ where: titleOf(element), ...misfit(value, type) })
  return fitting
}

/** By name in the first model, else in any other; by namespace and kind where these are given. */
function byName(elements: readonly Linked[], main: Definitions | undefined) {
  const all = Map.groupBy(elements, (one) => one.element.name)
  return (name: string, namespace: string | undefined, kind?: Target['kind']): Linked | undefined => {
    const found = (all.get(name) ?? []).filter(
      ({ element, model }) =>
        element.kind !== 'knowledgeSource' &&
        (kind === undefined || element.kind === kind) &&
        (namespace === undefined || model.namespace === namespace),
    )
    return found.find((one) => one.model === main) ?? found[0]
  }
}
