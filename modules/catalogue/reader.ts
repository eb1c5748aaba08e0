/** Who reads packs: when the library that reads them changes, the same files may say something else. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourceFile } from './contract.ts'

/** Hash of the code of `@dpg/definitions` and of this module, tests left out: some hundred small files, a few milliseconds. */
export async function readerHash(): Promise<string> {
  const folders = [dirname(fileURLToPath(import.meta.resolve('@dpg/definitions'))), import.meta.dirname]
  const entries = (await Promise.all(folders.map((folder) => readdir(folder, { recursive: true, withFileTypes: true })))).flat()
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(ts|js|json)$/.test(entry.name) && !/\.test\.[tj]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('node_modules'))
    .sort()
  const hash = createHash('sha256')
  for (const text of await Promise.all(paths.map((path) => readFile(path)))) hash.update(text).update('\0')
  return hash.digest('hex')
}

/** Names what files say as this code reads them, in whatever order they come. */
export async function hashFiles(files: readonly SourceFile[]): Promise<string> {
  const hash = createHash('sha256').update(await readerHash())
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  for (const { path, text } of sorted) hash.update('\0').update(path).update('\0').update(text)
  return hash.digest('hex')
}
