/** Publishing: a pack becomes immutable versions and a release, and the release is put in force. All of it or nothing. */
import type { Clock } from '@dpg/kernel'
import type { Db, Log, Tx } from '@dpg/kernel/server'
import { changedServices } from './changes.ts'
import { definitionsPublished, type Published, type ReleaseId, type SourceFile } from './contract.ts'
import { type Prepared, prepare } from './prepare.ts'
import { hashFiles } from './reader.ts'
import { type LoadedRelease, loadRelease } from './snapshot.ts'
import { inForce, keepRelease, keepVersions, lockPublishing, putInForce } from './store.ts'
import { hasFiles, keepFiles, keepFolder, readAmendments } from './store-files.ts'

export type PackFile = SourceFile

export interface PublishDeps {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly current: () => LoadedRelease | undefined
}

/** The same files, read by the same code, are in force already: nothing is parsed, nothing written. What officials published stands over the folder. */
export async function publishPack(
  deps: PublishDeps,
  folder: readonly PackFile[],
): Promise<Published & { readonly loaded: LoadedRelease | undefined }> {
  const amended = new Map((await readAmendments(deps.db)).map(({ path, text }) => [path, text]))
  const files = [...folder.filter(({ path }) => !amended.has(path)), ...[...amended].map(([path, text]) => ({ path, text }))]
  tellOverridden(deps, folder, amended)
  if (amended.size > 0)
    await keepFolder(
      deps.db,
      folder.filter(({ path }) => amended.has(path)),
    )
  const filesHash = await hashFiles(files)
  const before = await inForce(deps.db)
  if (before?.filesHash === filesHash) {
    if (!(await hasFiles(deps.db, before.number))) await keepFiles(deps.db, before.number, files)
    return { release: before.release as ReleaseId, isNew: false, changedServices: [], loaded: undefined }
  }
  return (await writeRelease(deps, prepare(files), { filesHash, files }))!
}

/** Whoever changes the folder must know why it shows nothing: one line says which of its files stand behind what officials published. */
function tellOverridden({ log }: PublishDeps, folder: readonly PackFile[], amended: ReadonlyMap<string, string>): void {
  const files = folder.flatMap(({ path, text }) => (amended.has(path) && amended.get(path) !== text ? [path] : []))
  if (files.length > 0) log.warn('catalogue.folder-overridden', { count: files.length, files: files.slice(0, 20).join(' ') })
}

export interface ReleaseSource {
  readonly filesHash: string
  /** All files, or those that are not as in the publication `over`. */
  readonly files: readonly PackFile[]
  /** Number of the publication that must be the last one; when another came in between, nothing is written. */
  readonly over?: number
  /** In the same transaction. */
  readonly also?: (tx: Tx, publication: number, published: Published) => Promise<void>
  /** The release as it is held in memory afterwards; read from what was written when absent. */
  readonly made?: LoadedRelease
}

/** Writes what was checked and puts it in force, in one transaction; undefined when `over` is not the last any more. */
export async function writeRelease(
  deps: PublishDeps,
  { release, contents, definitions }: Prepared,
  { filesHash, files, over, also, made }: ReleaseSource,
): Promise<(Published & { readonly loaded: LoadedRelease }) | undefined> {
  return deps.db.transaction(async (tx) => {
    await lockPublishing(tx)
    const at = deps.clock.now().toString()
    const known = deps.current()
    const last = await inForce(tx)
    if (over !== undefined && last?.number !== over) return undefined
    const old = known && known.snapshot.release === last?.release ? known : last && (await loadRelease(tx, last.release))
    await keepVersions(tx, definitions, at)
    await keepRelease(tx, release, contents, at)
    const publication = await putInForce(tx, release, filesHash, at)
    await keepFiles(tx, publication, files, over)
    const loaded = made ?? (await loadRelease(tx, release))
    const changed = changedServices(old, loaded)
    const isNew = old?.snapshot.release !== release
    if (isNew) await tx.publish(definitionsPublished, { release, changedServices: changed })
    const published = { release, isNew, changedServices: changed }
    await also?.(tx, publication, published)
    return { ...published, loaded }
  })
}
