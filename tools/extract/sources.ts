/** Reading the source data that lies beside the repository, and writing tables that come out the same byte for byte. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'

export type Row = Readonly<Record<string, string>>

/** A file as text, unpacked when only the `.gz` is there. Throws when neither exists. */
export const readText = (folder: string, path: string): string => {
  const plain = join(folder, path)
  if (existsSync(plain)) return readFileSync(plain, 'utf8')
  return gunzipSync(readFileSync(`${plain}.gz`)).toString('utf8')
}

/** Rows of a CSV file by its header; cells are trimmed text. */
export const readCsv = (folder: string, path: string): readonly Row[] =>
  parse<Record<string, string>>(readText(folder, path), { columns: true, skip_empty_lines: true, trim: true, bom: true })

/** One JSON object a line. */
export const readJsonLines = (folder: string, path: string): readonly Readonly<Record<string, unknown>>[] =>
  readText(folder, path)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line))

/** Rows of a committed table: tab-separated, first line the header, no quoting. */
export const readTsv = (path: string): readonly Row[] => {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const names = header.split('\t')
  return lines.map((line) => {
    const cells = line.split('\t')
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))
  })
}

/** A table as text: columns in the order given, tabs and line breaks in cells become a blank. */
export const toTsv = (columns: readonly string[], rows: readonly Row[]): string =>
  [columns.join('\t'), ...rows.map((row) => columns.map((name) => clean(row[name] ?? '')).join('\t'))].join('\n') + '\n'

const clean = (cell: string): string => cell.replace(/\s+/g, ' ').trim()

/** By code point, so that no locale can change a table. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The value after `--name` on the command line. */
export const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise)
}
