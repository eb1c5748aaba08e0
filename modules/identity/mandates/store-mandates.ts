/** Mandates in SQL, keyed by whom they are for. */
import type { Acting, MandateId, MandateKind, PersonId, SessionId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Mandate } from '../contract.ts'

export interface MandateRow {
  readonly represented: PersonId
  readonly id: MandateId
  readonly representative: PersonId | null
  readonly kind: MandateKind
  readonly relation: NonNullable<Acting['relation']> | null
  readonly source: Mandate['source']
  readonly name: Buffer | null
  readonly services: readonly string[] | null
  readonly facts: readonly string[] | null
  readonly givenAt: string
  readonly endsAt: string | null
  readonly endedAt: string | null
}

const COLUMNS =
  'represented, id, representative, kind, relation, source, name, services, facts, given_at as "givenAt", ends_at as "endsAt", ended_at as "endedAt"'
const ALIVE = 'ended_at is null and (ends_at is null or ends_at > $2)'

export const listMandates = (on: Query, parties: readonly PersonId[], now: string) =>
  on.query<MandateRow>(
    `select ${COLUMNS} from identity.mandates where (representative = any($1) or represented = any($1)) and ${ALIVE} order by given_at, id`,
    [parties, now],
  )

/** One that still holds, of whoever may act by it. */
export async function findMandate(on: Query, representative: string, now: string, id: string): Promise<MandateRow | undefined> {
  const [row] = await on.query<MandateRow>(
    `select ${COLUMNS} from identity.mandates where representative = $1 and ${ALIVE} and id = $3`,
    [representative, now, id],
  )
  return row
}

/** Once for each two of whom a register speaks: again changes only how long it holds. */
export async function putRegistered(on: Query, row: MandateRow): Promise<void> {
  await on.query(
    `insert into identity.mandates (represented, id, representative, kind, relation, source, name, services, facts, given_at, ends_at)
     values ($1, $2, $3, $8, $4, $9, $5, null, null, $6, $7)
     on conflict (represented, representative) where source in ('family-register', 'company-register') and ended_at is null
     do update set ends_at = excluded.ends_at, name = excluded.name, relation = excluded.relation`,
    [row.represented, row.id, row.representative, row.relation, row.name, row.givenAt, row.endsAt, row.kind, row.source],
  )
}

/** Those the register no longer speaks of. */
export async function endRegistered(
  on: Query,
  representative: PersonId,
  source: Mandate['source'],
  still: readonly PersonId[],
  now: string,
): Promise<void> {
  await on.query(
    `update identity.mandates set ended_at = $3, ended_by = $4
     where representative = $1 and source = $4 and ended_at is null and represented <> all($2)`,
    [representative, still, now, source],
  )
}

export async function insertMandate(
  on: Query,
  row: MandateRow,
  code: { readonly hash: Buffer; readonly until: string } | null,
): Promise<void> {
  await on.query(
    `insert into identity.mandates
       (represented, id, representative, kind, source, name, services, facts, given_at, ends_at, code_hash, code_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      ...[row.represented, row.id, row.representative, row.kind, row.source, row.name, row.services, row.facts],
      ...[row.givenAt, row.endsAt, code?.hash ?? null, code?.until ?? null],
    ],
  )
}

export const isMandateAlive = async (on: Query, represented: PersonId, now: string, id: string): Promise<boolean> =>
  (
    await on.query(
      `select 1 from identity.mandates where represented = $1 and ${ALIVE} and id = $3 and representative is not null`,
      [represented, now, id],
    )
  ).length > 0

/** A code is taken up once, by somebody else than who gave it. */
export async function takeMandate(on: Query, hash: Buffer, now: string, by: PersonId): Promise<MandateRow | undefined> {
  const [row] = await on.query<MandateRow>(
    `update identity.mandates set representative = $3, code_hash = null
     where code_hash = $1 and code_until > $2 and ${ALIVE} and representative is null and represented <> $3 returning ${COLUMNS}`,
    [hash, now, by],
  )
  return row
}

/** By either of the two; sessions that act by it act for themselves from the next request on. */
export async function endMandate(on: Query, parties: readonly PersonId[], id: string, now: string): Promise<boolean> {
  const rows = await on.query(
    `update identity.mandates set ended_at = $2, ended_by = $4
     where (represented = any($1) or representative = any($1)) and id = $3 and ended_at is null returning id`,
    [parties, now, id, parties[0]],
  )
  return rows.length > 0
}

export async function setActing(on: Query, account: string, session: SessionId, mandate: string | null): Promise<void> {
  await on.query('update identity.sessions set acting = $3 where account = $1 and id = $2', [account, session, mandate])
}
