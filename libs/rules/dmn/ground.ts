/** The rules of a table as boxes over what its inputs may be. */
import { resolveType } from '../feel/types.ts'
import type { Kind } from '../feel/values.ts'
import { type CellSet, cellSet } from './cells.ts'
import type { Box } from './covering.ts'
import type { DecisionTable } from './model.ts'
import { nameOf } from './read-element.ts'
import { createDimension, type Dimension, regionOf } from './regions.ts'
import { intersect, type Region } from './spans.ts'

/** What is known of inputs beside the table (from the types of facts), by the text of the input's expression. */
export interface Known {
  /** What they may be, as unary tests: `"a", "b"`, `[0..150]`. */
  readonly values?: Readonly<Record<string, string>>
  /** Types of inputs whose column names none: `number`, `boolean` … */
  readonly types?: Readonly<Record<string, string>>
}

export interface RuleBox {
  readonly rule: number
  /** Every cell is a set. */
  readonly isRead: boolean
  /** Where it matches (its evaluated cells left out); undefined where that is nowhere. */
  readonly box: Box | undefined
}

export interface Ground {
  readonly dimensions: readonly Dimension[]
  readonly rules: readonly RuleBox[]
  /** Cells that are evaluated, with rule and column counted from 1. */
  readonly unread: readonly { readonly rule: number; readonly column: number; readonly text: string }[]
}

export function groundOf(table: DecisionTable, { values = {}, types = {} }: Known): Ground {
  const titles = table.inputs.map((input) => nameOf(input.expression.text))
  const unique = [...new Set(titles)]
  const known = new Map<string, CellSet | undefined>()
  const setOf = (text: string): CellSet | undefined => {
    if (!known.has(text)) known.set(text, cellSet(text))
    return known.get(text)
  }
  const cells = table.rules.map((rule) => rule.inputs.map((cell) => setOf(cell.text)))
  const dimensions = unique.map((title): Dimension => {
    const columns = titles.flatMap((one, c) => (one === title ? [c] : []))
    const sets = new Set(cells.flatMap((row) => columns.flatMap((c) => row[c] ?? [])))
    const declared = [...columns.map((c) => table.inputs[c]!.values?.text), values[title]]
    const allowed = declared.flatMap((text) => (text === undefined ? [] : (setOf(text) ?? [])))
    const kind = columns.map((c) => kindNamed(table.inputs[c]!.expression.typeRef)).find((one) => one !== undefined)
    return createDimension(title, [...sets], { kind: kind ?? kindNamed(types[title]), allowed })
  })
  const regions = dimensions.map(() => new Map<CellSet, Region>())
  const regionIn = (d: number, set: CellSet): Region => {
    const region = regions[d]!.get(set) ?? regionOf(dimensions[d]!, [set])
    regions[d]!.set(set, region)
    return region
  }
  const rules = cells.map((row, r): RuleBox => {
    const box = dimensions.map(({ title, whole }, d) =>
      row.reduce((region, set, c) => (set && titles[c] === title ? intersect(region, regionIn(d, set)) : region), whole),
    )
    return { rule: r + 1, isRead: !row.includes(undefined), box: box.every((region) => region.length > 0) ? box : undefined }
  })
  const unread = cells.flatMap((row, r) =>
    row.flatMap((set, c) => (set ? [] : [{ rule: r + 1, column: c + 1, text: table.rules[r]!.inputs[c]!.text }])),
  )
  return { dimensions, rules, unread }
}

function kindNamed(typeRef: string | undefined): Kind | undefined {
  const type = typeRef === undefined ? undefined : resolveType({ name: typeRef }, new Map())
  return type?.k === 'kind' ? type.kind : undefined
}
