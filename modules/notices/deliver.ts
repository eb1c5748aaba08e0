/** Brings a notice to its reader, after the transaction that sent it. */
import type { Clock, NoticeId, PersonId } from '@dpg/kernel'
import { consumer, type Consumer, type Db, type Tx } from '@dpg/kernel/server'
import { noticeDelivered, noticeQueued } from './contract.ts'
import { markDelivered } from './store.ts'

/** A way to reach a person. Given the same `once`, it delivers at most once; it is called again until it returns. */
export interface Channel {
  deliver(notice: { readonly to: PersonId; readonly id: NoticeId }, once: NoticeId): Promise<void>
}

export interface InboxDeps {
  readonly db: Db
  readonly clock: Clock
}

/** The inbox of the portal: the one channel that carries contents, and the one whose entry is the legal date (행정절차법 제15조제2항). */
export const createInbox = ({ db, clock }: InboxDeps): Channel => ({
  deliver: ({ to }, once) => db.transaction((tx) => enterBox({ clock }, tx, to, once)),
})

/** Conditional, so that a second delivery changes nothing and tells nobody. */
export async function enterBox({ clock }: Pick<InboxDeps, 'clock'>, tx: Tx, to: PersonId, id: NoticeId): Promise<void> {
  if (await markDelivered(tx, to, id, clock.now().toString())) await tx.publish(noticeDelivered, { to, id })
}

export const deliverQueued = (channel: Channel): Consumer =>
  consumer<{ to: PersonId; id: NoticeId }>({
    name: 'notices.deliver',
    on: noticeQueued,
    handle: ({ to, id }) => channel.deliver({ to, id }, id),
  })
