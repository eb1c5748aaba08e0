/** Boxed expressions out of XML. */
import { DmnError } from './errors.ts'
import type * as model from './model.ts'
import {
  commonOf,
  every,
  informationItem,
  partsOf,
  present,
  rawOf,
  type Reading,
  textOf,
  the,
  typeRefOf,
} from './read-element.ts'
import { readTable } from './read-table.ts'
import { attribute, type XmlElement } from './xml-tree.ts'

type Reader = (element: XmlElement, reading: Reading) => model.Expression

const READERS: Readonly<Record<string, Reader>> = {
  literalExpression: literal,
  context: contextExpression,
  relation,
  list,
  functionDefinition,
  invocation,
  conditional,
  filter,
  for: loop,
  some: quantified,
  every: quantified,
  decisionTable: readTable,
}

export const EXPRESSIONS: readonly string[] = Object.keys(READERS)

/** The one expression among these parts. */
export function expressionIn(parts: readonly XmlElement[], reading: Reading): model.Expression | undefined {
  const [first, second] = parts.filter((part) => Object.hasOwn(READERS, part.name))
  if (second !== undefined) throw new DmnError('There are two expressions here', second.at, 'Keep one of them')
  return first && readExpression(first, reading)
}

const readExpression = (element: XmlElement, reading: Reading): model.Expression => READERS[element.name]!(element, reading)

export const baseOf = (element: XmlElement, reading: Reading) => ({
  ...commonOf(element, reading),
  ...present({ typeRef: typeRefOf(element, attribute(element, 'typeRef'), reading) }),
})

export function literal(element: XmlElement, reading: Reading): model.LiteralExpression {
  const parts = partsOf(element, ['text', 'importedValues'], reading)
  const imported = the(parts, 'importedValues')
  return {
    kind: 'literal',
    ...baseOf(element, reading),
    text: textOf(the(parts, 'text')) ?? '',
    ...present({
      expressionLanguage: attribute(element, 'expressionLanguage'),
      importedValues: imported && rawOf(imported),
    }),
  }
}

function contextExpression(element: XmlElement, reading: Reading): model.ContextExpression {
  const entries = partsOf(element, ['contextEntry'], reading).map((entry): model.ContextEntry => {
    const parts = partsOf(entry, ['variable', ...EXPRESSIONS], reading)
    const variable = the(parts, 'variable')
    return {
      ...commonOf(entry, reading),
      ...present({ variable: variable && informationItem(variable, reading) }),
      value: expressionIn(parts, reading),
    }
  })
  return { kind: 'context', ...baseOf(element, reading), entries }
}

function relation(element: XmlElement, reading: Reading): model.RelationExpression {
  const parts = partsOf(element, ['column', 'row'], reading)
  const columns = every(parts, 'column').map((part) => informationItem(part, reading))
  const rows = every(parts, 'row').map((row) => {
    const read = list(row, reading)
    if (read.items.length !== columns.length)
      throw new DmnError(
        `This row has ${read.items.length} cells, the relation ${columns.length} columns`,
        row.at,
        'Give each row one cell a column',
      )
    return read
  })
  return { kind: 'relation', ...baseOf(element, reading), columns, rows }
}

function list(element: XmlElement, reading: Reading): model.ListExpression {
  const items = partsOf(element, EXPRESSIONS, reading).map((part) => readExpression(part, reading))
  return { kind: 'list', ...baseOf(element, reading), items }
}

export function functionDefinition(element: XmlElement, reading: Reading): model.FunctionDefinition {
  const parts = partsOf(element, ['formalParameter', ...EXPRESSIONS], reading)
  const language = attribute(element, 'kind') ?? 'FEEL'
  if (language !== 'FEEL' && language !== 'Java' && language !== 'PMML')
    throw new DmnError(`${language} is no kind of function`, element.at, 'Use FEEL')
  return {
    kind: 'function',
    ...baseOf(element, reading),
    language,
    parameters: every(parts, 'formalParameter').map((part) => informationItem(part, reading)),
    ...present({ body: expressionIn(parts, reading) }),
  }
}

function invocation(element: XmlElement, reading: Reading): model.InvocationExpression {
  const parts = partsOf(element, ['binding', ...EXPRESSIONS], reading)
  const bindings = every(parts, 'binding').map((binding): model.Binding => {
    const inner = partsOf(binding, ['parameter', ...EXPRESSIONS], reading)
    const parameter = the(inner, 'parameter')
    if (parameter === undefined) throw new DmnError('This binding names no parameter', binding.at, 'Add <parameter name="…"/>')
    return {
      parameter: informationItem(parameter, reading),
      ...present({ value: expressionIn(inner, reading), at: binding.at }),
    }
  })
  return { kind: 'invocation', ...baseOf(element, reading), ...present({ called: expressionIn(parts, reading) }), bindings }
}

function child(parts: readonly XmlElement[], name: string, of: XmlElement, reading: Reading): model.Child {
  const element = the(parts, name)
  if (element === undefined) throw new DmnError(`<${of.name}> has no <${name}>`, of.at, `Add <${name}>`)
  const { id, typeRef } = baseOf(element, reading)
  return { ...present({ id, typeRef }), value: expressionIn(partsOf(element, EXPRESSIONS, reading), reading) }
}

function conditional(element: XmlElement, reading: Reading): model.ConditionalExpression {
  const parts = partsOf(element, ['if', 'then', 'else'], reading)
  const part = (name: string) => child(parts, name, element, reading)
  return { kind: 'conditional', ...baseOf(element, reading), cond: part('if'), yes: part('then'), no: part('else') }
}

function filter(element: XmlElement, reading: Reading): model.FilterExpression {
  const parts = partsOf(element, ['in', 'match'], reading)
  const part = (name: string) => child(parts, name, element, reading)
  return { kind: 'filter', ...baseOf(element, reading), in: part('in'), match: part('match') }
}

function iteratorVariable(element: XmlElement): string {
  const name = attribute(element, 'iteratorVariable')
  if (name === undefined)
    throw new DmnError(`<${element.name}> names no variable`, element.at, 'Add the attribute iteratorVariable')
  return name
}

function loop(element: XmlElement, reading: Reading): model.ForExpression {
  const parts = partsOf(element, ['in', 'return'], reading)
  const part = (name: string) => child(parts, name, element, reading)
  const variable = iteratorVariable(element)
  return { kind: 'for', ...baseOf(element, reading), variable, in: part('in'), return: part('return') }
}

function quantified(element: XmlElement, reading: Reading): model.QuantifiedExpression {
  const parts = partsOf(element, ['in', 'satisfies'], reading)
  const part = (name: string) => child(parts, name, element, reading)
  const kind = element.name === 'some' ? 'some' : 'every'
  return { kind, ...baseOf(element, reading), variable: iteratorVariable(element), in: part('in'), satisfies: part('satisfies') }
}
