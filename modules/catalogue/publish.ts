/** Publishing: a pack becomes immutable versions and a release, and the release is put in force. All of it or nothing. */
import { createHash } from 'node:crypto'
import { checkPack } from '@dpg/definitions'
import type { Clock } from '@dpg/kernel'
import type { Db } from '@dpg/kernel/server'
import { changedServices } from './changes.ts'
import { definitionsBroken, definitionsPublished, type Published, type ReleaseId, type Snapshot } from './contract.ts'
import { PARTS, type ReleaseContent } from './pack-parts.ts'
import { readerHash } from './reader.ts'
import { readSearchWords } from './search-words.ts'
import { type LoadedRelease, loadRelease } from './snapshot.ts'
import { inForce, keepRelease, keepVersions, lockPublishing, putInForce } from './store.ts'
import { releaseId, write } from './version.ts'

export interface PackFile {
  readonly path: string
  readonly text: string
}

interface PublishDeps {
  readonly db: Db
  readonly clock: Clock
  readonly current: () => Snapshot | undefined
}

const TOLD = 50

/** The same files, read by the same code, are in force already: nothing is parsed, nothing written. */
export async function publishPack(
  deps: PublishDeps,
  files: readonly PackFile[],
): Promise<Published & { readonly loaded: LoadedRelease | undefined }> {
  const filesHash = await hashFiles(files)
  const before = await inForce(deps.db)
  if (before?.filesHash === filesHash)
    return { release: before.release as ReleaseId, isNew: false, changedServices: [], loaded: undefined }

  return writeRelease(deps, check(files), filesHash)
}

/** Writes what was checked and puts it in force, in one transaction. */
export async function writeRelease(
  deps: PublishDeps,
  content: ReleaseContent,
  filesHash: string,
): Promise<Published & { readonly loaded: LoadedRelease }> {
  const definitions = PARTS.flatMap(({ kind, list }) => [...list(content)].map(([id, definition]) => write(kind, id, definition)))
  const release = releaseId(definitions)
  return deps.db.transaction(async (tx) => {
    await lockPublishing(tx)
    const at = deps.clock.now().toString()
    const known = deps.current()
    const last = await inForce(tx)
    const old = known && known.release === last?.release ? known : last && (await loadRelease(tx, last.release)).snapshot
    await keepRelease(tx, release, await keepVersions(tx, definitions, at), at)
    await putInForce(tx, release, filesHash, at)
    const loaded = await loadRelease(tx, release)
    const changed = changedServices(old, loaded.snapshot)
    const isNew = old?.release !== release
    if (isNew) await tx.publish(definitionsPublished, { release, changedServices: changed })
    return { release, isNew, changedServices: changed, loaded }
  })
}

/** Reads the files and holds them to everything a pack promises: schemas, references, gates, cases. */
function check(files: readonly PackFile[]): ReleaseContent {
  const { pack, findings } = checkPack(files)
  const { words, wrong } = readSearchWords(files)
  const errors = findings
    .filter(({ level }) => level === 'error')
    .map(({ file, line, message }) => `${file}:${line}: ${message.en}`)
  const all = [...errors, ...wrong]
  if (all.length === 0) return { pack, words }
  throw definitionsBroken(
    { count: all.length, first: all[0]! },
    { errors: all.slice(0, TOLD).map((detail) => ({ pointer: '', detail })) },
  )
}

async function hashFiles(files: readonly PackFile[]): Promise<string> {
  const hash = createHash('sha256').update(await readerHash())
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  for (const { path, text } of sorted) hash.update('\0').update(path).update('\0').update(text)
  return hash.digest('hex')
}
