/** People out of a Parquet file: columns by fact id, a row a person. Row group by row group, so memory stays the same. */
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import type { Json } from '../../types.ts'
import type { PersonRow } from '../types.ts'

export interface ParquetOptions {
  /** What NULL says: `none` is "known to be none" (as `population make` writes), `unknown` "not known". */
  readonly nulls: 'none' | 'unknown'
  /** Facts whose NULL says the other. */
  readonly except?: readonly string[]
  /** The column with ids; the number of the row without. */
  readonly id?: string
  /** Columns that are no facts. */
  readonly leaveOut?: readonly string[]
}

const ROWS = 20_000

/** Days are ISO days, whole numbers of 64 bits numbers. Throws RangeError for a number that JS cannot hold exactly. */
export async function* peopleFromParquet(path: string, options: ParquetOptions): AsyncGenerator<PersonRow> {
  const { nulls, except = [], id: idColumn, leaveOut = [] } = options
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const total = Number(metadata.num_rows)
  const others = new Set(except)
  const isNone = (fact: string): boolean => (nulls === 'none') !== others.has(fact)
  const out = new Set([...leaveOut, ...(idColumn === undefined ? [] : [idColumn])])
  for (let start = 0; start < total; start += ROWS) {
    const rows = await parquetReadObjects({ file, metadata, rowStart: start, rowEnd: Math.min(total, start + ROWS) })
    for (const [i, row] of rows.entries()) {
      const facts: Record<string, Json> = {}
      for (const [fact, cell] of Object.entries(row)) {
        if (out.has(fact)) continue
        const value = jsonOf(cell)
        if (value !== null || isNone(fact)) facts[fact] = value
      }
      yield { id: idColumn === undefined ? String(start + i) : String(row[idColumn]), facts }
    }
  }
}

function jsonOf(cell: unknown): Json {
  if (cell === null || cell === undefined) return null
  if (typeof cell === 'boolean' || typeof cell === 'number' || typeof cell === 'string') return cell
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (typeof cell === 'bigint') {
    if (!Number.isSafeInteger(Number(cell))) throw new RangeError(`${cell} is too large a number`)
    return Number(cell)
  }
  throw new TypeError(`A column of ${typeof cell} has no place among facts`)
}
