/** Publishing: a pack becomes immutable versions and a release, and the release is put in force. All of it or nothing. */
import { createHash } from 'node:crypto'
import { checkPack } from '@dpg/definitions'
import type { Clock } from '@dpg/kernel'
import type { Db, Tx } from '@dpg/kernel/server'
import { changedServices } from './changes.ts'
import {
  definitionsBroken,
  definitionsPublished,
  type Published,
  type ReleaseId,
  type Snapshot,
  type SourceFile,
} from './contract.ts'
import { PARTS, type ReleaseContent } from './pack-parts.ts'
import { readerHash } from './reader.ts'
import { readSearchWords } from './search-words.ts'
import { type LoadedRelease, loadRelease } from './snapshot.ts'
import { inForce, keepRelease, keepVersions, lockPublishing, putInForce } from './store.ts'
import { hasFiles, keepFiles, readAmendments } from './store-files.ts'
import { releaseId, write } from './version.ts'

export type PackFile = SourceFile

export interface PublishDeps {
  readonly db: Db
  readonly clock: Clock
  readonly current: () => Snapshot | undefined
}

const TOLD = 50

/** The same files, read by the same code, are in force already: nothing is parsed, nothing written. What officials published stands over the folder. */
export async function publishPack(
  deps: PublishDeps,
  folder: readonly PackFile[],
): Promise<Published & { readonly loaded: LoadedRelease | undefined }> {
  const amended = new Map((await readAmendments(deps.db)).map(({ path, text }) => [path, text]))
  const files = [...folder.filter(({ path }) => !amended.has(path)), ...[...amended].map(([path, text]) => ({ path, text }))]
  const filesHash = await hashFiles(files)
  const before = await inForce(deps.db)
  if (before?.filesHash === filesHash) {
    if (!(await hasFiles(deps.db, before.number))) await keepFiles(deps.db, before.number, files)
    return { release: before.release as ReleaseId, isNew: false, changedServices: [], loaded: undefined }
  }
  return (await writeRelease(deps, check(files), { filesHash, files }))!
}

export interface ReleaseSource {
  readonly filesHash: string
  readonly files: readonly PackFile[]
  /** Number of the publication that must be the last one; when another came in between, nothing is written. */
  readonly after?: number
  /** In the same transaction. */
  readonly also?: (tx: Tx, publication: number, published: Published) => Promise<void>
}

/** Writes what was checked and puts it in force, in one transaction; undefined when `after` is not the last any more. */
export async function writeRelease(
  deps: PublishDeps,
  content: ReleaseContent,
  { filesHash, files, after, also }: ReleaseSource,
): Promise<(Published & { readonly loaded: LoadedRelease }) | undefined> {
  const definitions = PARTS.flatMap(({ kind, list }) => [...list(content)].map(([id, definition]) => write(kind, id, definition)))
  const release = releaseId(definitions)
  return deps.db.transaction(async (tx) => {
    await lockPublishing(tx)
    const at = deps.clock.now().toString()
    const known = deps.current()
    const last = await inForce(tx)
    if (after !== undefined && last?.number !== after) return undefined
    const old = known && known.release === last?.release ? known : last && (await loadRelease(tx, last.release)).snapshot
    await keepRelease(tx, release, await keepVersions(tx, definitions, at), at)
    const publication = await putInForce(tx, release, filesHash, at)
    await keepFiles(tx, publication, files)
    const loaded = await loadRelease(tx, release)
    const changed = changedServices(old, loaded.snapshot)
    const isNew = old?.release !== release
    if (isNew) await tx.publish(definitionsPublished, { release, changedServices: changed })
    const published = { release, isNew, changedServices: changed }
    await also?.(tx, publication, published)
    return { ...published, loaded }
  })
}

/** Reads the files and holds them to everything a pack promises: schemas, references, gates, cases. */
export function check(files: readonly PackFile[]): ReleaseContent {
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

export async function hashFiles(files: readonly PackFile[]): Promise<string> {
  const hash = createHash('sha256').update(await readerHash())
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  for (const { path, text } of sorted) hash.update('\0').update(path).update('\0').update(text)
  return hash.digest('hex')
}
