/** What a build depends on: every file under `web/` that can reach a bundle, and the locked versions of packages. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { ROOT, WEB } from './paths.ts'

const KINDS = /\.(ts|tsx|css|json|svg|woff2)$/
const SKIPPED = /^(dist|node_modules)$/

/** Paths relative to the repository, sorted. */
export async function webSources(): Promise<string[]> {
  const files = ['package-lock.json']
  const folders = [WEB]
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (!SKIPPED.test(entry.name)) folders.push(path)
      } else if (KINDS.test(entry.name) && !entry.name.endsWith('.test.ts')) files.push(relative(ROOT, path))
    }
  }
  return files.sort()
}

/** SHA-256 over names and contents; a missing file counts as empty. */
export async function hashFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  const unique = [...new Set(paths)].sort()
  const contents = await Promise.all(unique.map((path) => readFile(join(ROOT, path)).catch(() => Buffer.alloc(0))))
  for (const [at, path] of unique.entries()) hash.update(`\0${path}\0`).update(contents[at]!)
  return hash.digest('hex')
}
