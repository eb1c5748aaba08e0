/** Boxed expressions as XML. */
import type * as model from './model.ts'
import { common, informationItem, language, node, tests, text } from './write-element.ts'
import type { XmlElement } from './xml-tree.ts'

const BASE = ['id', 'label', 'typeRef']

export const expression = (one: model.Expression | undefined): readonly XmlElement[] => (one ? [boxed(one)] : [])

const child = (name: string, one: model.Child): XmlElement => node(name, one, expression(one.value), ['id', 'typeRef'])

const literal = (name: string, one: model.LiteralExpression): XmlElement =>
  node(
    name,
    { ...one, ...language(one) },
    [...common(one), ...(one.importedValues ? [one.importedValues] : text('text', one.text))],
    [...BASE, 'expressionLanguage'],
  )

const list = (name: string, one: model.ListExpression): XmlElement =>
  node(name, one, [...common(one), ...one.items.map(boxed)], BASE)

export const functionParts = (name: string, one: model.FunctionDefinition): XmlElement =>
  node(
    name,
    { ...one, kind: one.language },
    [...common(one), ...one.parameters.map((each) => informationItem('formalParameter', each)), ...expression(one.body)],
    [...BASE, ...(one.language === 'FEEL' ? [] : ['kind'])],
  )

function boxed(one: model.Expression): XmlElement {
  switch (one.kind) {
    case 'literal':
      return literal('literalExpression', one)
    case 'context':
      return node('context', one, [...common(one), ...one.entries.map(contextEntry)], BASE)
    case 'relation': {
      const columns = one.columns.map((each) => informationItem('column', each))
      return node('relation', one, [...common(one), ...columns, ...one.rows.map((row) => list('row', row))], BASE)
    }
    case 'list':
      return list('list', one)
    case 'function':
      return functionParts('functionDefinition', one)
    case 'invocation':
      return node('invocation', one, [...common(one), ...expression(one.called), ...one.bindings.map(binding)], BASE)
    case 'conditional':
      return node(
        'conditional',
        one,
        [...common(one), child('if', one.cond), child('then', one.yes), child('else', one.no)],
        BASE,
      )
    case 'filter':
      return node('filter', one, [...common(one), child('in', one.in), child('match', one.match)], BASE)
    case 'for':
      return iterator('for', one, one.variable, [child('in', one.in), child('return', one.return)])
    case 'some':
    case 'every':
      return iterator(one.kind, one, one.variable, [child('in', one.in), child('satisfies', one.satisfies)])
    case 'table':
      return table(one)
  }
}

const iterator = (name: string, one: model.Expression, iteratorVariable: string, parts: readonly XmlElement[]): XmlElement =>
  node(name, { ...one, iteratorVariable }, [...common(one), ...parts], [...BASE, 'iteratorVariable'])

const contextEntry = (one: model.ContextEntry): XmlElement =>
  node('contextEntry', one, [
    ...common(one),
    ...(one.variable ? [informationItem('variable', one.variable)] : []),
    ...expression(one.value),
  ])

const binding = (one: model.Binding): XmlElement =>
  node('binding', {}, [informationItem('parameter', one.parameter), ...expression(one.value)])

function table(one: model.DecisionTable): XmlElement {
  const { hitPolicy, aggregation, orientation: preferredOrientation, outputLabel } = one
  return node(
    'decisionTable',
    { ...one, hitPolicy, aggregation, preferredOrientation, outputLabel },
    [
      ...common(one),
      ...one.inputs.map((input) =>
        node('input', input, [
          ...common(input),
          literal('inputExpression', input.expression),
          ...tests('inputValues', input.values),
        ]),
      ),
      ...one.outputs.map(outputClause),
      ...one.annotations.map((name) => node('annotation', { name }, [], ['name'])),
      ...one.rules.map(rule),
    ],
    [...BASE, 'hitPolicy', 'aggregation', 'preferredOrientation', 'outputLabel'],
  )
}

const outputClause = (one: model.OutputClause): XmlElement =>
  node(
    'output',
    one,
    [...common(one), ...tests('outputValues', one.values), ...(one.default ? [literal('defaultOutputEntry', one.default)] : [])],
    ['id', 'label', 'name', 'typeRef'],
  )

const rule = (one: model.Rule): XmlElement =>
  node('rule', one, [
    ...common(one),
    ...one.inputs.flatMap((each) => tests('inputEntry', each)),
    ...one.outputs.map((each) => literal('outputEntry', each)),
    ...one.annotations.map((each) => node('annotationEntry', {}, text('text', each))),
  ])
