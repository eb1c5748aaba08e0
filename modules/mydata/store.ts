/** The only file of this module that speaks SQL. */
import type { MandateId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Give, Receiver, ReceiverDetails, ReceiverId, TransferId } from './contract.ts'

interface ReceiverRow {
  readonly id: ReceiverId
  readonly details: ReceiverDetails
  readonly state: Receiver['state']
  readonly registeredAt: Date | string
  readonly decidedAt: Date | string | null
  readonly note: string | null
}
const RECEIVER = `id, details, state, registered_at as "registeredAt", decided_at as "decidedAt", note`
const instant = (at: Date | string) => new Date(at).toISOString()
const receiverOf = ({ details, registeredAt, decidedAt, ...row }: ReceiverRow): Receiver => ({
  ...details,
  ...row,
  registeredAt: instant(registeredAt),
  decidedAt: decidedAt && instant(decidedAt),
})

export const insertReceiver = (on: Query, id: ReceiverId, details: ReceiverDetails, by: string, at: string) =>
  on.query(`insert into mydata.receivers (id, details, state, registered_by, registered_at) values ($1, $2, 'waiting', $3, $4)`, [
    id,
    JSON.stringify(details),
    by,
    at,
  ])

export const findReceiver = async (on: Query, id: ReceiverId): Promise<Receiver | undefined> => {
  const [row] = await on.query<ReceiverRow>(`select ${RECEIVER} from mydata.receivers where id = $1`, [id])
  return row && receiverOf(row)
}

export const listReceivers = async (on: Query, state: string | null): Promise<readonly Receiver[]> =>
  (
    await on.query<ReceiverRow>(
      `select ${RECEIVER} from mydata.receivers where $1::text is null or state = $1 order by details->>'name' limit 2000`,
      [state],
    )
  ).map(receiverOf)

/** False: it was registered by whoever decides. */
export const decideReceiver = async (
  on: Query,
  id: ReceiverId,
  state: string,
  by: string,
  at: string,
  note: string | null,
): Promise<boolean> =>
  (
    await on.query(
      `update mydata.receivers set state = $2, decided_by = $3, decided_at = $4, note = $5
       where id = $1 and registered_by <> $3 returning id`,
      [id, state, by, at, note],
    )
  ).length > 0

export interface TransferRow {
  readonly person: PersonId
  readonly id: TransferId
  readonly receiver: ReceiverId
  readonly bundle: string
  readonly facts: readonly string[]
  readonly every: Give['every']
  readonly givenAt: string
  /** ISO day. */
  readonly until: string
  readonly endedAt: string | null
  /** By which it was ordered; null: by whose data it is. */
  readonly mandate: MandateId | null
}
const TRANSFER = `person, id, receiver, bundle, facts, every, given_at as "givenAt", until::text as until, ended_at as "endedAt", mandate`
const transferOf = (row: TransferRow): TransferRow => ({
  ...row,
  givenAt: instant(row.givenAt),
  endedAt: row.endedAt && instant(row.endedAt),
})

/** False: this key has given something already. */
export async function insertTransfer(on: Query, row: TransferRow, key: string): Promise<boolean> {
  const { person, id, receiver, bundle, facts, every, givenAt, until, mandate } = row
  const made = await on.query(
    `insert into mydata.transfers (person, id, key, receiver, bundle, facts, every, given_at, until, mandate)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (person, key) do nothing returning id`,
    [person, id, key, receiver, bundle, facts, every, givenAt, until, mandate],
  )
  if (made.length === 0) return false
  await on.query('insert into mydata.owners (transfer, person) values ($1, $2)', [id, person])
  return true
}

export const findByKey = async (on: Query, person: PersonId, key: string): Promise<TransferRow | undefined> => {
  const [row] = await on.query<TransferRow>(`select ${TRANSFER} from mydata.transfers where person = $1 and key = $2`, [
    person,
    key,
  ])
  return row && transferOf(row)
}

export const findTransfer = async (on: Query, person: PersonId, id: TransferId): Promise<TransferRow | undefined> => {
  const [row] = await on.query<TransferRow>(`select ${TRANSFER} from mydata.transfers where person = $1 and id = $2`, [
    person,
    id,
  ])
  return row && transferOf(row)
}

export const listTransfers = async (on: Query, person: PersonId): Promise<readonly TransferRow[]> =>
  (
    await on.query<TransferRow>(
      `select ${TRANSFER} from mydata.transfers where person = $1 order by given_at desc, id desc limit 500`,
      [person],
    )
  ).map(transferOf)

export const ownerOf = async (on: Query, id: TransferId): Promise<PersonId | undefined> =>
  (await on.query<{ person: PersonId }>('select person from mydata.owners where transfer = $1', [id]))[0]?.person

/** Locks the transfer until the transaction ends; undefined: it has been stopped meanwhile. */
export const lockActive = async (on: Query, person: PersonId, id: TransferId): Promise<boolean> =>
  (await on.query('select id from mydata.transfers where person = $1 and id = $2 and ended_at is null for update', [person, id]))
    .length > 0

/** False: it had ended before. What was kept for asking again goes with it. */
export async function endTransfer(on: Query, person: PersonId, id: TransferId, at: string): Promise<boolean> {
  const ended = await on.query(
    'update mydata.transfers set ended_at = $3 where person = $1 and id = $2 and ended_at is null returning id',
    [person, id, at],
  )
  await on.query('update mydata.deliveries set jwe = null where person = $1 and transfer = $2 and jwe is not null', [person, id])
  return ended.length > 0
}

export interface DeliveryRow {
  readonly seq: number
  readonly at: string
  readonly facts: number
  readonly missing: number
  readonly digest: Buffer
}

export const listDeliveries = async (
  on: Query,
  person: PersonId,
  transfers: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, readonly DeliveryRow[]>> => {
  const rows = await on.query<DeliveryRow & { transfer: TransferId }>(
    `select transfer, seq, at, facts, missing, digest from mydata.deliveries
     where person = $1 and transfer = any($2) order by transfer, seq desc`,
    [person, transfers],
  )
  return Map.groupBy(
    rows.map((row) => ({ ...row, at: instant(row.at) })),
    ({ transfer }) => transfer,
  )
}

export const lastDelivery = async (
  on: Query,
  person: PersonId,
  transfer: TransferId,
): Promise<(DeliveryRow & { readonly jwe: string | null }) | undefined> => {
  const [row] = await on.query<DeliveryRow & { jwe: string | null }>(
    `select seq, at, facts, missing, digest, jwe from mydata.deliveries
     where person = $1 and transfer = $2 order by seq desc limit 1`,
    [person, transfer],
  )
  return row && { ...row, at: instant(row.at) }
}

/** The one before is no longer kept as it was sent. */
export async function insertDelivery(
  on: Query,
  person: PersonId,
  transfer: TransferId,
  row: DeliveryRow & { readonly jwe: string },
): Promise<void> {
  await on.query('update mydata.deliveries set jwe = null where person = $1 and transfer = $2 and jwe is not null', [
    person,
    transfer,
  ])
  await on.query(
    `insert into mydata.deliveries (person, transfer, seq, at, facts, missing, digest, jwe) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [person, transfer, row.seq, row.at, row.facts, row.missing, row.digest, row.jwe],
  )
}
