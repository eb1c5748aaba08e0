/** What people agreed to: rows of `consents`. */
import type { Id, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { ConsentGroup, ConsentPurpose } from './contract.ts'

export type ConsentId = Id<'ConsentId'>

export interface ConsentRow {
  readonly person: PersonId
  readonly id: ConsentId
  readonly purpose: ConsentPurpose
  readonly version: string
  readonly groups: readonly ConsentGroup[]
  readonly facts: readonly string[]
  readonly givenAt: string
  readonly endsAt: string
}

const COLUMNS = 'person, id, purpose, version, groups, facts, given_at as "givenAt", ends_at as "endsAt"'

export async function insertConsent(on: Query, row: ConsentRow): Promise<void> {
  await on.query(
    `insert into benefits.consents (person, id, purpose, version, groups, facts, given_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [row.person, row.id, row.purpose, row.version, row.groups, row.facts, row.givenAt, row.endsAt],
  )
}

/** The one in force at that instant. */
export async function findConsent(
  on: Query,
  person: PersonId,
  purpose: ConsentPurpose,
  now: string,
): Promise<ConsentRow | undefined> {
  const [row] = await on.query<ConsentRow>(
    `select ${COLUMNS} from benefits.consents where person = $1 and purpose = $2 and ended_at is null and ends_at > $3`,
    [person, purpose, now],
  )
  return row && withInstants(row)
}

/** The one that was ended, if there was one; by time only what is over. */
export async function endConsent(
  on: Query,
  person: PersonId,
  purpose: ConsentPurpose,
  by: 'person' | 'renewal' | 'time',
  at: string,
): Promise<ConsentRow | undefined> {
  const [row] = await on.query<ConsentRow>(
    `update benefits.consents set ended_at = $3, ended_by = $4 where person = $1 and purpose = $2 and ended_at is null
       and ($4 <> 'time' or ends_at <= $3)
     returning ${COLUMNS}`,
    [person, purpose, at, by],
  )
  return row && withInstants(row)
}

/** Whose consent is over at that instant. */
export async function listEnded(on: Query, now: string, limit: number): Promise<readonly ConsentRow[]> {
  const rows = await on.query<ConsentRow>(
    `select ${COLUMNS} from benefits.consents where ended_at is null and ends_at <= $1 order by ends_at limit $2`,
    [now, limit],
  )
  return rows.map(withInstants)
}

/** Whose consent to be told ends before that instant, and who has not been reminded; they are marked as reminded. */
export async function takeToRemind(on: Query, before: string, limit: number): Promise<readonly ConsentRow[]> {
  const rows = await on.query<ConsentRow>(
    `update benefits.consents set reminded = true where (person, id) in (
       select person, id from benefits.consents where purpose = 'watch' and ended_at is null and not reminded and ends_at <= $1
       order by ends_at limit $2 for update skip locked)
     returning ${COLUMNS}`,
    [before, limit],
  )
  return rows.map(withInstants)
}

const instant = (text: string): string => Temporal.Instant.from(text).toString()
const withInstants = (row: ConsentRow): ConsentRow => ({ ...row, givenAt: instant(row.givenAt), endsAt: instant(row.endsAt) })
