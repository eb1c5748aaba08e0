/** Puts a finished build in place, file by file, so that a running server never misses one. */
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { MANIFEST } from './manifest.ts'

/** Pages already open still ask for yesterday's files. */
const KEEP_MS = 24 * 3600 * 1000

/**
 * Moves every file of `from` into `to`, each by an atomic rename, the manifest last; names carry a content hash, so
 * old and new live side by side. Files that are no part of the new build go after a day.
 */
export async function publish(from: string, to: string): Promise<void> {
  const fresh = await filesIn(from)
  const last = fresh.filter((path) => path !== MANIFEST).concat(MANIFEST)
  for (const folder of new Set(fresh.map(dirname))) await mkdir(join(to, folder), { recursive: true })
  for (const path of last) await rename(join(from, path), join(to, path))
  const kept = new Set(fresh)
  for (const path of await filesIn(to)) {
    if (kept.has(path)) continue
    const { mtimeMs } = await stat(join(to, path))
    if (Date.now() - mtimeMs > KEEP_MS) await rm(join(to, path), { force: true })
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}
