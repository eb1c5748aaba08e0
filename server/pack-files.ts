/** The files of a country pack, as `@dpg/definitions` takes them. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'

export interface PackFile {
  readonly path: string
  readonly text: string
}

const KINDS = /\.(yaml|tsv|md)$/

/** Sorted by path; hidden files and other kinds are left out. */
export async function readPackFiles(folder: string): Promise<PackFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && KINDS.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length)
        .replace(/^[\\/]/, ''),
    )
    .sort()
  return Promise.all(
    paths.map(async (path) => ({ path: path.split(sep).join('/'), text: await readFile(join(folder, path), 'utf8') })),
  )
}

/** Changes when any file does. */
export function hashPackFiles(files: readonly PackFile[]): string {
  const hash = createHash('sha256')
  for (const { path, text } of files) hash.update(path).update('\0').update(text).update('\0')
  return hash.digest('hex')
}
