/** Tables as rows of text, the way a spreadsheet shows them, and back. */
import { DmnError } from './errors.ts'
import {
  AGGREGATIONS,
  type Aggregation,
  type DecisionTable,
  HIT_POLICIES,
  type HitPolicy,
  type InputClause,
  type OutputClause,
} from './model.ts'
import { present } from './read-element.ts'

/** One column: an input's expression, an output's name, the name of an annotation. */
export interface Column {
  readonly kind: 'input' | 'output' | 'annotation'
  readonly title: string
  readonly type?: string
  /** Declared values, as unary tests: `"a", "b"`. */
  readonly values?: string
  /** What an output gives when no rule matches. */
  readonly default?: string
}

/** `hitPolicy` as one writes it in the corner: U, A, P, F, R, O, C, C+, C<, C>, C#. Every row has one cell a column. */
export interface TableRows {
  readonly hitPolicy: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
}

const SIGNS: Readonly<Record<Aggregation, string>> = { SUM: '+', MIN: '<', MAX: '>', COUNT: '#' }

/** The corner's sign for a policy. */
export const signOf = (hitPolicy: HitPolicy, aggregation: Aggregation | undefined): string =>
  hitPolicy[0]! + (aggregation === undefined ? '' : SIGNS[aggregation])

function policyOf(sign: string): { readonly hitPolicy: HitPolicy; readonly aggregation: Aggregation | undefined } {
  const text = sign.trim().toUpperCase()
  const hitPolicy = HIT_POLICIES.find((one) => one[0] === text[0] || one === text)
  const aggregation = AGGREGATIONS.find((one) => SIGNS[one] === text[1])
  const isWhole = hitPolicy !== undefined && (text === hitPolicy || text === signOf(hitPolicy, aggregation))
  if (hitPolicy === undefined || !isWhole || (aggregation && hitPolicy !== 'COLLECT'))
    throw new DmnError(`${sign} is no hit policy`, undefined, 'Use U, A, P, F, R, O, C, C+, C<, C> or C#')
  return { hitPolicy, aggregation }
}

/** The table as rows of text. Ids, labels and descriptions are not shown; `tableFromRows(rows, table)` keeps them. */
export function rowsOf(table: DecisionTable): TableRows {
  const columns: readonly Column[] = [
    ...table.inputs.map(({ expression, values }) => ({
      kind: 'input' as const,
      title: expression.text,
      ...present({ type: expression.typeRef, values: values?.text }),
    })),
    ...table.outputs.map((output) => ({
      kind: 'output' as const,
      title: output.name ?? output.label ?? '',
      ...present({ type: output.typeRef, values: output.values?.text, default: output.default?.text }),
    })),
    ...table.annotations.map((title) => ({ kind: 'annotation' as const, title })),
  ]
  const rows = table.rules.map((rule) => [
    ...rule.inputs.map((cell) => cell.text),
    ...rule.outputs.map((cell) => cell.text),
    ...table.annotations.map((_, i) => rule.annotations[i] ?? ''),
  ])
  return { hitPolicy: signOf(table.hitPolicy, table.aggregation), columns, rows }
}

/**
 * A table out of rows of text. An empty input cell means any (`-`). Inputs come first, then outputs, then annotations. `before` is the
 * table it was made from: what rows do not show (ids, labels, types) is kept where column and rule still stand at the same place.
 * Throws DmnError that names row and column, both counted from 1.
 */
export function tableFromRows(rows: TableRows, before?: DecisionTable): DecisionTable {
  const { hitPolicy, aggregation } = policyOf(rows.hitPolicy)
  const { columns } = rows
  const kinds = columns.map((column) => column.kind)
  const sorted = [...kinds].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
  if (kinds.join() !== sorted.join())
    throw new DmnError('The columns are mixed', undefined, 'Put inputs first, then outputs, then annotations')
  const of = (kind: Column['kind']) => columns.filter((column) => column.kind === kind)
  if (of('output').length === 0) throw new DmnError('The table has no output', undefined, 'Add an output column')
  columns.forEach((column, c) => {
    if (column.kind === 'input' && column.title.trim() === '')
      throw new DmnError(`Column ${c + 1} says not what it looks at`, undefined, 'Write an expression as its title')
  })
  const inputs = of('input').map((column, i) => inputOf(column, before?.inputs[i]))
  const outputs = of('output').map((column, i) => outputOf(column, of('output').length, before?.outputs[i]))
  const rules = rows.rows.map((cells, r) => {
    if (cells.length !== columns.length)
      throw new DmnError(
        `Row ${r + 1} has ${cells.length} cells, the table ${columns.length} columns`,
        undefined,
        'Fill in every cell',
      )
    const empty = cells.findIndex((cell, c) => kinds[c] === 'output' && cell.trim() === '')
    if (empty >= 0)
      throw new DmnError(`Row ${r + 1}, column ${empty + 1} is empty`, undefined, 'Write what the rule gives, or null')
    const old = before?.rules[r]
    const first = inputs.length
    const last = first + outputs.length
    return {
      ...(old ?? {}),
      inputs: cells.slice(0, first).map((text, i) => ({ ...old?.inputs[i], text: text.trim() === '' ? '-' : text })),
      outputs: cells.slice(first, last).map((text, i) => ({ ...old?.outputs[i], kind: 'literal' as const, text })),
      annotations: cells.slice(last),
    }
  })
  const { aggregation: _, ...kept } = before ?? {}
  return {
    ...kept,
    kind: 'table',
    hitPolicy,
    ...present({ aggregation }),
    inputs,
    outputs,
    annotations: of('annotation').map((column) => column.title),
    rules,
  }
}

const ORDER: readonly Column['kind'][] = ['input', 'output', 'annotation']

function inputOf({ title, type, values }: Column, before: InputClause | undefined): InputClause {
  const { values: old, expression, ...kept } = before ?? {}
  return {
    ...kept,
    expression: { ...expression, kind: 'literal', text: title, ...present({ typeRef: type ?? expression?.typeRef }) },
    ...present({ values: values === undefined || values.trim() === '' ? undefined : { ...old, text: values } }),
  }
}

/** A single output needs no name; its title is kept as its label. */
function outputOf(
  { title, type, values, default: otherwise }: Column,
  count: number,
  before: OutputClause | undefined,
): OutputClause {
  const { values: oldValues, default: oldDefault, name, label, ...kept } = before ?? {}
  const isNamed = count > 1 || (name !== undefined && name === title)
  if (isNamed && title.trim() === '')
    throw new DmnError('An output has no name', undefined, 'Name every output of a table with several')
  return {
    ...kept,
    ...present({
      name: isNamed ? title : undefined,
      label: isNamed ? label : title === '' ? undefined : title,
      typeRef: type ?? kept.typeRef,
      values: values === undefined || values.trim() === '' ? undefined : { ...oldValues, text: values },
      default:
        otherwise === undefined || otherwise.trim() === ''
          ? undefined
          : { ...oldDefault, kind: 'literal' as const, text: otherwise },
    }),
  }
}
