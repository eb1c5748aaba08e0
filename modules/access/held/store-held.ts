/** Looks that the person is told of later, by the official who looked. */
import type { OfficialId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { EntryId, HeldOutcome } from '../contract.ts'
import type { EntryRow } from '../store.ts'

export const insertHeld = (
  on: Query,
  rows: readonly { readonly subject: PersonId; readonly entry: EntryId; readonly official: OfficialId }[],
) =>
  on.query('insert into access.held (subject, entry, official) select * from unnest($1::text[], $2::text[], $3::text[])', [
    rows.map(({ subject }) => subject),
    rows.map(({ entry }) => entry),
    rows.map(({ official }) => official),
  ])

export interface HeldRow extends EntryRow {
  readonly subject: PersonId
}

/** Newest first; those that still wait. */
export const heldBy = async (on: Query, official: OfficialId, now: string, limit: number): Promise<HeldRow[]> => {
  const rows = await on.query<{ subject: PersonId; id: EntryId; sealed: Buffer }>(
    `select e.subject, e.id, e.sealed from access.held h join access.entries e on e.subject = h.subject and e.id = h.entry
     where h.official = $1 and h.ended_at is null and e.opens_at > $2 order by h.entry desc limit $3`,
    [official, now, limit],
  )
  return rows.map((row) => ({ ...row, index: null }))
}

/** Whose entry it is; undefined: it is no look of this official that waits. */
export async function endHeld(
  on: Query,
  official: OfficialId,
  entry: EntryId,
  outcome: HeldOutcome,
  at: string,
): Promise<PersonId | undefined> {
  const [row] = await on.query<{ subject: PersonId }>(
    'update access.held set ended_at = $3, outcome = $4 where official = $1 and entry = $2 and ended_at is null returning subject',
    [official, entry, at, outcome],
  )
  return row?.subject
}
