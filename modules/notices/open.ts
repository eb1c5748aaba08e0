/** Opens a notice: its reader has signed in and reads it. */
import type { Clock, NoticeId, PersonId } from '@dpg/kernel'
import { noticeNotFound, noticeOpened, type NoticeView } from './contract.ts'
import { enterBox } from './deliver.ts'
import { find, type ReadDeps } from './read.ts'
import { markOpened } from './store.ts'

/** Opening what is still on its way delivers it: it has reached its reader. */
export async function open(
  deps: ReadDeps & { readonly clock: Clock },
  to: PersonId,
  id: NoticeId,
  lang: 'ko' | 'en',
): Promise<NoticeView> {
  const before = await find(deps, to, id, lang)
  if (!before) throw noticeNotFound({ id })
  if (before.openedAt !== null) return before
  await deps.db.transaction(async (tx) => {
    await enterBox(deps, tx, [{ to, id }])
    if (await markOpened(tx, to, id, deps.clock.now().toString())) await tx.publish(noticeOpened, { to, id, case: before.case })
  })
  return (await find(deps, to, id, lang))!
}
