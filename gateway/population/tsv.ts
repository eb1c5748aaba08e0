/** Tables of the country pack: tab-separated, first line the header, lines that begin with # are remarks. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export type Row = Readonly<Record<string, string>>

/** Rows by their header. */
export const readRows = (folder: string, path: string): readonly Row[] => {
  const [header = '', ...lines] = readFileSync(`${folder}/${path}`, 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
  const names = header.split('\t')
  return lines.map((line) => {
    const cells = line.split('\t')
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']))
  })
}

/** A cell as a number; throws with the place when it is none. */
export const numberIn = (row: Row, column: string): number => {
  const text = row[column] ?? ''
  const number = Number(text)
  if (text === '' || !Number.isFinite(number)) throw new Error(`not a number in ${column}: ${JSON.stringify(row)}`)
  return number
}

/** A folder given as a path or a URL, without a slash at the end. */
export const folderOf = (folder: string | URL): string =>
  (typeof folder === 'string' ? folder : fileURLToPath(folder)).replace(/\/$/, '')
