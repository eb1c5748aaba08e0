/** A decision table (DMN 1.5) as people write it: the inputs once, then one row a rule; its last cell is the value. */
import { z } from 'zod'
import { feel } from './words.ts'

/** More is a table of figures: a parameter. */
export const MAX_ROWS = 100
/** The cell that anything passes. */
export const ANY_CELL = '-'

const cell = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((value) => (value === null || String(value).trim() === '' ? ANY_CELL : String(value).trim()))

export const tableSchema = z
  .strictObject({
    /** unique: one row at most; first: the first that passes; any: those that pass agree. */
    hit: z.enum(['unique', 'first', 'any']).default('unique'),
    inputs: z.array(feel).min(1).max(12),
    /** Unary tests of FEEL, one an input, then the value. */
    rows: z.array(z.array(cell)).min(1).max(MAX_ROWS),
  })
  .refine(({ inputs, rows }) => rows.every((row) => row.length === inputs.length + 1), {
    message: 'every row has a cell for each input and one for the value',
    path: ['rows'],
  })
  .refine(({ rows }) => rows.every((row) => row.at(-1) !== ANY_CELL), { message: 'a row has no value', path: ['rows'] })
export type TableDefinition = z.output<typeof tableSchema>

/** The table as one expression: rows are tried in order; `otherwise` where none passes. */
export function feelOfTable({ inputs, rows }: TableDefinition, otherwise: 'null' | 'false' = 'null'): string {
  const chain = rows.map((row) => {
    const tests = inputs.flatMap((input, i) => {
      const text = row[i] ?? ANY_CELL
      return text === ANY_CELL ? [] : [testOf(input, text)]
    })
    return { when: tests.join(' and '), gives: row.at(-1)! }
  })
  const open = chain.findIndex(({ when }) => when === '')
  const [tried, rest] = open < 0 ? [chain, otherwise] : [chain.slice(0, open), `(${chain[open]!.gives})`]
  return [...tried.map(({ when, gives }) => `if ${when} then (${gives})`), rest].join('\nelse ')
}

const NEGATED = /^not\s*\((.*)\)$/s
function testOf(input: string, text: string): string {
  const negated = NEGATED.exec(text)
  return negated ? `not((${input}) in (${negated[1]}))` : `(${input}) in (${text})`
}
