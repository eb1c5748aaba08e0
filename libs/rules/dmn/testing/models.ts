/** Small models for tests: a table alone, decisions in FEEL. */
import type { DecisionTable, Definitions, DrgElement, ItemDefinition } from '../model.ts'
import { tableFromRows, type TableRows } from '../rows.ts'

export interface TableParts {
  readonly hitPolicy?: string
  readonly inputs: Readonly<Record<string, string>>
  readonly outputs?: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** By the title of a column. */
  readonly values?: Readonly<Record<string, string>>
  readonly defaults?: Readonly<Record<string, string>>
}

/** A table over inputs of these names and types. */
export function tableOf({
  hitPolicy = 'U',
  inputs,
  outputs = ['result'],
  rows,
  values = {},
  defaults = {},
}: TableParts): DecisionTable {
  const titled: TableRows = {
    hitPolicy,
    columns: [
      ...Object.entries(inputs).map(([title, type]) => ({
        kind: 'input' as const,
        title,
        type,
        ...given('values', values[title]),
      })),
      ...outputs.map((title) => ({
        kind: 'output' as const,
        title,
        ...given('values', values[title]),
        ...given('default', defaults[title]),
      })),
    ],
    rows,
  }
  return tableFromRows(titled)
}

const given = <K extends string>(key: K, value: string | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string }

/** A model with a decision `d` that is the table, and its inputs. */
export function tableModel(parts: TableParts): Definitions {
  const inputs = Object.entries(parts.inputs).map(
    ([name, typeRef]): DrgElement => ({ kind: 'inputData', id: name, name, variable: { name, typeRef } }),
  )
  return modelOf([
    ...inputs,
    {
      kind: 'decision',
      id: 'd',
      name: 'd',
      requirements: inputs.map((input) => ({ kind: 'input', href: `#${input.id}` })),
      expression: tableOf(parts),
    },
  ])
}

export const modelOf = (elements: readonly DrgElement[], items: readonly ItemDefinition[] = []): Definitions => ({
  name: 'm',
  namespace: 'urn:m',
  imports: [],
  items,
  elements,
  others: [],
})

/** A decision in FEEL over others by name. */
export const decisionOf = (name: string, text: string, needs: readonly string[] = [], typeRef?: string): DrgElement => ({
  kind: 'decision',
  id: name,
  name,
  variable: { name, ...(typeRef !== undefined && { typeRef }) },
  requirements: needs.map((need) => ({ kind: 'decision', href: `#${need}` })),
  expression: { kind: 'literal', text },
})
