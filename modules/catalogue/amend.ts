/** Publishing a few changed files by a page: through the same checks as a whole pack, on top of what is in force. */
import type { Tx } from '@dpg/kernel/server'
import { type Amendment, filesMoved, nothingPublished, type Published } from './contract.ts'
import { prepareAside } from './prepare-aside.ts'
import { type PublishDeps, writeRelease } from './publish.ts'
import { changedRelease, type LoadedRelease, loadRelease } from './snapshot.ts'
import { inForce } from './store.ts'
import { keepAmendments, packedFiles, readMarks } from './store-files.ts'

/** Others may publish other files meanwhile; then we look again. */
const TRIES = 5

/** The same definitions with other files; throws `catalogue/files-moved` when one of them is not as it was any more. */
export async function amend(
  deps: PublishDeps,
  { files, together }: Amendment,
): Promise<Published & { readonly loaded: LoadedRelease }> {
  for (let left = TRIES; ; left--) {
    const last = await inForce(deps.db)
    if (!last) throw nothingPublished({})
    const paths = files.map(({ path }) => path)
    const marks = await readMarks(deps.db, last.number, paths)
    const moved = files.find(({ path, was }) => was !== (marks.get(path) ?? null))
    if (moved) throw filesMoved({ path: moved.path })
    const held = await heldOf(deps, last.release)
    const aside = await prepareAside({ packed: await packedFiles(deps.db, last.number), files, held: held.hashes })
    const also = async (tx: Tx, publication: number, published: Published) => {
      await keepAmendments(tx, publication, files, last.number)
      await together?.(tx, published)
    }
    const { filesHash } = aside
    const made = changedRelease(held, aside)
    const written = await writeRelease(deps, aside, { filesHash, files, over: last.number, also, made })
    if (written) return written
    if (left <= 1) throw filesMoved({ path: files[0]?.path ?? '' })
  }
}

/** What is in force, from memory where it has come in already. */
async function heldOf({ db, current }: PublishDeps, release: string): Promise<LoadedRelease> {
  const held = current()
  return held?.snapshot.release === release ? held : loadRelease(db, release)
}
