/** Accepts a notice in the caller's transaction. */
import type { Clock, NewId, NoticeId } from '@dpg/kernel'
import type { Sealing, Tx } from '@dpg/kernel/server'
import { type Content, contentOf, digestOf } from './content.ts'
import { keyUsedTwice, noticeQueued, type SendNotice } from './contract.ts'
import { findByKey, insertOnce } from './store.ts'

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

export async function send({ clock, newId, sealing }: SendDeps, tx: Tx, command: SendNotice): Promise<NoticeId> {
  const content = contentOf(command)
  const sealed: Sealed = { content, digest: digestOf(content) }
  const { to, key } = command
  const id = newId<NoticeId>('ntc')
  const row = { to, id, key, case: command.case, sentAt: clock.now().toString() }
  if (await insertOnce(tx, { ...row, sealed: await sealing.seal(tx, to, sealContext(id), sealed) })) {
    await tx.publish(noticeQueued, { to, id })
    return id
  }
  const known = (await findByKey(tx, to, key))!
  const { digest } = await sealing.open<Sealed>(tx, to, sealContext(known.id), known.sealed)
  if (digest !== sealed.digest) throw keyUsedTwice({ key })
  return known.id
}
