/** Brings notices to their readers, after the transaction that sent them. */
import type { Clock, NoticeId, PersonId } from '@dpg/kernel'
import { consumer, type Consumer, type Db, type Tx } from '@dpg/kernel/server'
import { noticeDelivered, noticeQueued, noticesQueued } from './contract.ts'
import { markDelivered } from './store.ts'

export interface Sent {
  readonly to: PersonId
  readonly id: NoticeId
}

/** A way to reach people. Given the same notice it delivers at most once; it is called again until it returns. */
export interface Channel {
  deliver(notices: readonly Sent[]): Promise<void>
}

export interface InboxDeps {
  readonly db: Db
  readonly clock: Clock
}

/** The inbox of the portal: the one channel that carries contents, and the one whose entry is the legal date (행정절차법 제15조제2항). */
export const createInbox = ({ db, clock }: InboxDeps): Channel => ({
  deliver: (notices) => db.transaction((tx) => enterBox({ clock }, tx, notices)),
})

/** Conditional, so that a second delivery changes nothing and tells nobody. */
export async function enterBox({ clock }: Pick<InboxDeps, 'clock'>, tx: Tx, notices: readonly Sent[]): Promise<void> {
  for (const { to, id } of await markDelivered(tx, notices, clock.now().toString())) await tx.publish(noticeDelivered, { to, id })
}

export const deliverQueued = (channel: Channel): Consumer[] => [
  consumer<Sent>({ name: 'notices.deliver', on: noticeQueued, handle: ({ to, id }) => channel.deliver([{ to, id }]) }),
  consumer<{ to: PersonId[]; ids: NoticeId[] }>({
    name: 'notices.deliver-many',
    on: noticesQueued,
    handle: ({ to, ids }) => channel.deliver(ids.map((id, at) => ({ to: to[at]!, id }))),
  }),
]
