/** Publishing a few changed files by a page: through the same checks as a whole pack, on top of what is in force. */
import type { Tx } from '@dpg/kernel/server'
import { type Amendment, filesMoved, nothingPublished, type Published } from './contract.ts'
import { prepareAside } from './prepare.ts'
import { hashFiles, type PublishDeps, writeRelease } from './publish.ts'
import type { LoadedRelease } from './snapshot.ts'
import { inForce } from './store.ts'
import { fileHash, keepAmendments, readFiles } from './store-files.ts'

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
    const before = new Map((await readFiles(deps.db)).map(({ path, text }) => [path, text]))
    const moved = files.find(({ path, was }) => was !== markOf(before.get(path)))
    if (moved) throw filesMoved({ path: moved.path })
    const merged = [...new Map([...before, ...files.map(({ path, text }) => [path, text] as const)])].map(([path, text]) => ({
      path,
      text,
    }))
    const content = await prepareAside(merged)
    const also = async (tx: Tx, publication: number, published: Published) => {
      await keepAmendments(tx, publication, files)
      await together?.(tx, published)
    }
    const written = await writeRelease(deps, content, {
      filesHash: await hashFiles(merged),
      files: merged,
      after: last.number,
      also,
    })
    if (written) return written
    if (left <= 1) throw filesMoved({ path: files[0]?.path ?? '' })
  }
}

/** How a file stood: the SHA-256 of its text in hex; null where there was none. */
export const markOf = (text: string | undefined): string | null => (text === undefined ? null : fileHash(text).toString('hex'))
