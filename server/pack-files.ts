/** The files of a country pack, as `@dpg/definitions` takes them. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'

export interface PackFile {
  readonly path: string
  readonly text: string
}

const KINDS = /\.(yaml|tsv|md)$/
const POLICIES = 'policies'
const POLICY_KINDS = /\.(cedar|yaml)$/

/** Access policies of a pack, their words and examples: read by the guard, not a part of the definitions. */
export const readPolicyFiles = (folder: string): Promise<PackFile[]> => readFiles(folder, POLICY_KINDS, POLICIES)

/** Sorted by path; hidden files, other kinds and the policies are left out. */
export const readPackFiles = (folder: string): Promise<PackFile[]> => readFiles(folder, KINDS)

async function readFiles(folder: string, kinds: RegExp, under = ''): Promise<PackFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && kinds.test(entry.name))
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length)
        .replace(/^[\\/]/, ''),
    )
    .filter((path) => (path.split(sep)[0] === POLICIES) === (under === POLICIES))
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
