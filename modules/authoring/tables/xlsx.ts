/** A decision table as an XLSX sheet and back: the inputs and the name of the value in the first row, then a row a rule; the sheet bears the hit policy. */
import { unzipSync, zipSync } from 'fflate'
import readXlsx from 'read-excel-file/node'
import writeXlsx from 'write-excel-file/node'
import { type Row, tableRefused } from '../contract.ts'
import { BAR } from '../form/columns.ts'

const MOST_BYTES = 512 * 1024
const MOST_UNPACKED = 8 * 1024 * 1024
const MOST_PARTS = 200
export const MOST_ROWS = 100
const MOST_COLUMNS = 13
/** Rows times columns up to the last cell that is written down: the reader makes all of them, empty ones too. */
const MOST_CELLS = 20_000
/** Characters of all cells together: one text may stand in many. */
const MOST_TEXT = 100_000
const HITS = ['unique', 'first', 'any']

/** `row` is a criterion or a step of the form that is a table; `name` stands over its values. */
export async function tableToXlsx(row: Row, name: string): Promise<Uint8Array> {
  const inputs = linesOf(row['inputs'])
  const rows = linesOf(row['rows']).map((line) => line.split(BAR).map((cell) => cell.trim()))
  const text = (value: string) => ({ value, type: String })
  const bold = (value: string) => ({ value, type: String, fontWeight: 'bold' as const })
  const sheet = [[...inputs, name].map(bold), ...rows.map((row) => row.map(text))]
  const columns = [...inputs, ''].map(() => ({ width: 28 }))
  return (await writeXlsx(sheet, { sheet: row['hit'] || 'unique', columns, stickyRowsCount: 1 }).toBuffer()) as Uint8Array
}

const linesOf = (text: string | undefined): string[] => (text ?? '').split('\n').filter((line) => line.trim() !== '')

/** The fields of the table. Throws `authoring/table-refused`: no file of this kind, formulas, macros, too large, or no table. */
export async function tableFromXlsx(bytes: Uint8Array): Promise<Pick<Row, string>> {
  const safe = unpacked(bytes)
  const [sheet] = await readXlsx(Buffer.from(safe)).catch((cause: unknown) => {
    throw tableRefused({ why: 'not-xlsx', detail: '' }, { cause })
  })
  const cells = (sheet?.data ?? []).map((row) => row.map(cellText))
  while (cells.length > 0 && cells.at(-1)!.every((cell) => cell === '')) cells.pop()
  const [head = [], ...body] = cells
  if (cells.flat().reduce((sum, { length }) => sum + length, 0) > MOST_TEXT)
    throw tableRefused({ why: 'too-large', detail: `at most ${MOST_TEXT} characters` })
  const width = head.findLastIndex((cell) => cell !== '') + 1
  if (width < 2 || body.length === 0) throw tableRefused({ why: 'shape', detail: '' })
  if (width > MOST_COLUMNS) throw tableRefused({ why: 'too-large', detail: `${width} columns, at most ${MOST_COLUMNS}` })
  if (body.length > MOST_ROWS) throw tableRefused({ why: 'too-large', detail: `${body.length} rows, at most ${MOST_ROWS}` })
  const barred = body.findIndex((row) => row.some((cell) => cell.includes(BAR) || cell.includes('\n')))
  if (barred >= 0) throw tableRefused({ why: 'shape', detail: `row ${barred + 2}` })
  const rows = body.map((row) => Array.from({ length: width }, (_, i) => row[i] || '-').join(` ${BAR} `))
  const hit = HITS.includes(sheet?.sheet ?? '') ? sheet!.sheet : 'unique'
  return { hit, inputs: head.slice(0, width - 1).join('\n'), rows: rows.join('\n') }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return `date("${cell.toISOString().slice(0, 10)}")`
  return String(cell).trim()
}

/** The parts of the package that were looked at, packed again: what is read afterwards is what was checked, and no larger. */
function unpacked(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MOST_BYTES) throw tableRefused({ why: 'too-large', detail: `${bytes.length} bytes, at most ${MOST_BYTES}` })
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw tableRefused({ why: 'not-xlsx', detail: '' })
  let size = 0
  let count = 0
  let parts: Record<string, Uint8Array>
  try {
    parts = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        size += originalSize
        count += 1
        if (size > MOST_UNPACKED || count > MOST_PARTS)
          throw tableRefused({ why: 'too-large', detail: `at most ${MOST_UNPACKED} bytes unpacked` })
        return true
      },
    })
  } catch (cause) {
    if (cause instanceof Error && 'type' in cause) throw cause
    throw tableRefused({ why: 'not-xlsx', detail: '' }, { cause })
  }
  const names = Object.keys(parts)
  if (!names.some((name) => name === 'xl/workbook.xml')) throw tableRefused({ why: 'not-xlsx', detail: '' })
  const macro = names.find((name) => /vbaProject|macrosheets|dialogsheets|\.bin$|externalLinks\//i.test(name))
  if (macro !== undefined) throw tableRefused({ why: 'macro', detail: macro.slice(0, 60) })
  for (const [name, part] of Object.entries(parts)) {
    const text = new TextDecoder().decode(part)
    if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw tableRefused({ why: 'macro', detail: name.slice(0, 60) })
    // A sheet may stand in any file of the package.
    if (text.includes('sheetData')) lookAtSheet(name.slice(0, 60), text)
  }
  return zipSync(parts, { level: 0 })
}

const ADDRESS = /(?<![\w:.-])r\s*=\s*["']([^"']*)["']/g

/** Formulas, cells that Excel could not work out, and cells so far away that everything up to them would fill the memory. */
function lookAtSheet(name: string, text: string): void {
  if (/<([\w.-]+:)?f[\s>/]/.test(text)) throw tableRefused({ why: 'formula', detail: name })
  if (/(?<![\w:.-])t\s*=\s*["']e["']/.test(text)) throw tableRefused({ why: 'shape', detail: name })
  let rows = 0
  let columns = 0
  for (const [, address = ''] of text.matchAll(ADDRESS)) {
    const [, letters, digits] = /^([A-Z]{0,3})(\d{1,7})$/.exec(address) ?? []
    if (letters === undefined) throw tableRefused({ why: 'not-xlsx', detail: name })
    rows = Math.max(rows, Number(digits))
    columns = Math.max(columns, columnOf(letters))
  }
  if (rows * columns > MOST_CELLS)
    throw tableRefused({ why: 'too-large', detail: `${rows} rows of ${columns} columns, at most ${MOST_CELLS} cells` })
}

/** A is 1, Z 26, AA 27. */
const columnOf = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
