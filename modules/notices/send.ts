/** Accepts notices in the caller's transaction. */
import type { Clock, NewId, NoticeId } from '@dpg/kernel'
import type { Sealing, Tx } from '@dpg/kernel/server'
import { type Content, contentOf, digestOf } from './content.ts'
import { keyUsedTwice, noticeQueued, noticesQueued, type SendNotice } from './contract.ts'
import { findByKey, insertOnce, type NoticeToInsert } from './store.ts'

export interface Sealed {
  readonly content: Content
  readonly digest: string
}

export interface SendDeps {
  readonly clock: Clock
  readonly newId: NewId
  readonly sealing: Sealing
}

export const sealContext = (id: NoticeId) => `notices.notices.sealed:${id}`

export async function send(deps: SendDeps, tx: Tx, command: SendNotice): Promise<NoticeId> {
  const [{ id, isNew }] = (await accept(deps, tx, [command])) as [Accepted]
  if (isNew) await tx.publish(noticeQueued, { to: command.to, id })
  return id
}

export async function sendEach(deps: SendDeps, tx: Tx, commands: readonly SendNotice[]): Promise<readonly NoticeId[]> {
  const accepted = await accept(deps, tx, commands)
  const fresh = accepted.flatMap(({ id, isNew }, at) => (isNew ? [{ to: commands[at]!.to, id }] : []))
  if (fresh.length > 0) await tx.publish(noticesQueued, { to: fresh.map(({ to }) => to), ids: fresh.map(({ id }) => id) })
  return accepted.map(({ id }) => id)
}

interface Accepted {
  readonly id: NoticeId
  readonly isNew: boolean
}

async function accept(
  { clock, newId, sealing }: SendDeps,
  tx: Tx,
  commands: readonly SendNotice[],
): Promise<readonly Accepted[]> {
  const sentAt = clock.now().toString()
  const rows: { row: NoticeToInsert; digest: string }[] = []
  for (const command of commands) {
    const content = contentOf(command)
    const sealed: Sealed = { content, digest: digestOf(content) }
    const { to, key } = command
    const id = newId<NoticeId>('ntc')
    const row = { to, id, key, case: command.case, sentAt, sealed: await sealing.seal(tx, to, sealContext(id), sealed) }
    rows.push({ row, digest: sealed.digest })
  }
  const fresh = await insertOnce(
    tx,
    rows.map(({ row }) => row),
  )
  const accepted: Accepted[] = []
  for (const { row, digest } of rows)
    accepted.push(fresh.has(row.id) ? { id: row.id, isNew: true } : { id: await sameAs(sealing, tx, row, digest), isNew: false })
  return accepted
}

/** The one that stands under that key; throws keyUsedTwice when it says something else. */
async function sameAs(sealing: Sealing, tx: Tx, { to, key }: NoticeToInsert, digest: string): Promise<NoticeId> {
  const known = (await findByKey(tx, to, key))!
  const was = await sealing.open<Sealed>(tx, to, sealContext(known.id), known.sealed)
  if (was.digest !== digest) throw keyUsedTwice({ key })
  return known.id
}
