/** Decision tables out of XML. */
import { DmnError } from './errors.ts'
import { AGGREGATIONS, type DecisionTable, HIT_POLICIES, type InputClause, type OutputClause, type Rule } from './model.ts'
import { commonOf, every, partsOf, present, type Reading, textOf, the, typeRefOf, unaryTests } from './read-element.ts'
import { baseOf, literal } from './read-expression.ts'
import { attribute, type XmlElement } from './xml-tree.ts'

export function readTable(element: XmlElement, reading: Reading): DecisionTable {
  const parts = partsOf(element, ['input', 'output', 'annotation', 'rule'], reading)
  const inputs = every(parts, 'input').map((part) => inputClause(part, reading))
  const outputs = every(parts, 'output').map((part) => outputClause(part, reading))
  if (outputs.length === 0) throw new DmnError('The table has no output', element.at, 'Add <output>')
  const rules = every(parts, 'rule').map((part) => rule(part, reading, inputs.length, outputs.length))
  return {
    kind: 'table',
    ...baseOf(element, reading),
    hitPolicy: oneOf(element, 'hitPolicy', HIT_POLICIES) ?? 'UNIQUE',
    ...present({
      aggregation: oneOf(element, 'aggregation', AGGREGATIONS),
      orientation: oneOf(element, 'preferredOrientation', ['Rule-as-Row', 'Rule-as-Column', 'CrossTable']),
      outputLabel: attribute(element, 'outputLabel'),
    }),
    inputs,
    outputs,
    annotations: every(parts, 'annotation').map((part) => attribute(part, 'name') ?? ''),
    rules,
  }
}

function oneOf<T extends string>(element: XmlElement, name: string, known: readonly T[]): T | undefined {
  const value = attribute(element, name)
  const found = known.find((one) => one === value)
  if (value !== undefined && found === undefined)
    throw new DmnError(`${value} is no ${name}`, element.at, `Use one of: ${known.join(', ')}`)
  return found
}

function inputClause(element: XmlElement, reading: Reading): InputClause {
  const parts = partsOf(element, ['inputExpression', 'inputValues'], reading)
  const expression = the(parts, 'inputExpression')
  const values = the(parts, 'inputValues')
  if (expression === undefined) throw new DmnError('This input says not what it looks at', element.at, 'Add <inputExpression>')
  return {
    ...commonOf(element, reading),
    expression: literal(expression, reading),
    ...present({ values: values && unaryTests(values, reading) }),
  }
}

function outputClause(element: XmlElement, reading: Reading): OutputClause {
  const parts = partsOf(element, ['outputValues', 'defaultOutputEntry'], reading)
  const values = the(parts, 'outputValues')
  const otherwise = the(parts, 'defaultOutputEntry')
  return {
    ...commonOf(element, reading),
    ...present({
      name: attribute(element, 'name'),
      typeRef: typeRefOf(element, attribute(element, 'typeRef'), reading),
      values: values && unaryTests(values, reading),
      default: otherwise && literal(otherwise, reading),
    }),
  }
}

function rule(element: XmlElement, reading: Reading, inputs: number, outputs: number): Rule {
  const parts = partsOf(element, ['inputEntry', 'outputEntry', 'annotationEntry'], reading)
  const ins = every(parts, 'inputEntry')
  const outs = every(parts, 'outputEntry')
  if (ins.length !== inputs || outs.length !== outputs) {
    const has = `${ins.length} input and ${outs.length} output entries`
    throw new DmnError(
      `This rule has ${has}, the table ${inputs} inputs and ${outputs} outputs`,
      element.at,
      'Give each rule one entry a column (- means: any)',
    )
  }
  return {
    ...commonOf(element, reading),
    inputs: ins.map((part) => unaryTests(part, reading)),
    outputs: outs.map((part) => literal(part, reading)),
    annotations: every(parts, 'annotationEntry').map((part) => textOf(the(partsOf(part, ['text'], reading), 'text')) ?? ''),
  }
}
