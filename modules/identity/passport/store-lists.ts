/** Lists that an administrator has loaded, and the passports on those of lost ones. */
import type { Query } from '@dpg/kernel/server'
import type { PassportList, PassportListId, PassportListKind } from '../contract.ts'

export type StoredList = Omit<PassportList, 'loadedByName'>
const OPEN = '(l.replaced_at is null and l.withdrawn_at is null)'
const IN_FORCE = `(${OPEN} and l.confirmed_at is not null)`
const LIST = `l.id, l.kind, l.source, l.version, l.entries, l.states, l.digest, l.loaded_by as "loadedBy",
  l.loaded_at as "loadedAt", l.withdrawn_at as "withdrawnAt", ${IN_FORCE} as "isHeld", ${OPEN} and l.confirmed_at is null as "isWaiting"`

export const listsOf = (on: Query, isAll: boolean): Promise<StoredList[]> =>
  on.query<StoredList>(
    `select ${LIST} from identity.passport_lists l ${isAll ? '' : `where ${OPEN}`} order by l.loaded_at desc, l.id desc limit 500`,
  )

/** Ids of what holds now: another answer means that anchors are to be read anew. */
export async function heldLists(on: Query): Promise<string> {
  const rows = await on.query<{ id: string }>(
    `select id from identity.passport_lists l where ${IN_FORCE} and kind <> 'lost' order by id`,
  )
  return rows.map(({ id }) => id).join(' ')
}

export const filesOf = (on: Query): Promise<{ kind: PassportListKind; file: Buffer }[]> =>
  on.query(`select kind, file from identity.passport_lists l where ${IN_FORCE} and kind <> 'lost' order by loaded_at`)

export async function hasMasterList(on: Query): Promise<boolean> {
  return (await on.query(`select 1 from identity.passport_lists l where ${IN_FORCE} and kind = 'master' limit 1`)).length > 0
}

export type NewList = Pick<PassportList, 'id' | 'kind' | 'source' | 'entries' | 'states' | 'digest' | 'loadedBy'> & {
  readonly file: Buffer | null
  readonly at: string
}

/** One at a time changes what holds of a source. */
const lockSource = (on: Query, kind: string, source: string) =>
  on.query('select pg_advisory_xact_lock(hashtextextended($1, 11))', [`${kind} ${source}`])

/** Those of the same source before it give way. */
const replaceOthers = (
  on: Query,
  { id, kind, source }: Pick<PassportList, 'id' | 'kind' | 'source'>,
  at: string,
  isOpen: string,
) =>
  on.query(`update identity.passport_lists l set replaced_at = $3 where kind = $1 and source = $2 and id <> $4 and ${isOpen}`, [
    kind,
    source,
    at,
    id,
  ])

/** One that waits takes the place of another that waits, one that holds of all. Undefined: the same file is there already. */
export async function insertList(on: Query, list: NewList, isConfirmed: boolean): Promise<StoredList | undefined> {
  const { id, kind, source, entries, states, digest, file, loadedBy, at } = list
  await lockSource(on, kind, source)
  const same = await on.query(
    `select 1 from identity.passport_lists l where kind = $1 and source = $2 and digest = $3 and ${OPEN}`,
    [kind, source, digest],
  )
  if (same.length > 0) return undefined
  await replaceOthers(on, list, at, isConfirmed ? OPEN : `${OPEN} and l.confirmed_at is null`)
  const [row] = await on.query<StoredList>(
    `insert into identity.passport_lists as l (id, kind, source, version, entries, states, digest, file, loaded_by, loaded_at, confirmed_by, confirmed_at)
     select $1, $2, $3, 1 + coalesce(max(version), 0), $4, $5, $6, $7, $8::text, $9::timestamptz,
       case when $10::boolean then $8::text end, case when $10::boolean then $9::timestamptz end from identity.passport_lists where kind = $2 and source = $3
     returning ${LIST}`,
    [id, kind, source, entries, states, digest, file, loadedBy, at, isConfirmed],
  )
  return row
}

/** Undefined: none of that id waits. `same`: it waits, and whoever loaded it is no second. */
export async function confirmList(
  on: Query,
  id: PassportListId,
  by: string,
  at: string,
): Promise<StoredList | 'same' | undefined> {
  const [found] = await on.query<StoredList>(`select ${LIST} from identity.passport_lists l where id = $1`, [id])
  if (!found) return undefined
  await lockSource(on, found.kind, found.source)
  if (found.loadedBy === by) return 'same'
  const [row] = await on.query<StoredList>(
    `update identity.passport_lists l set confirmed_by = $2, confirmed_at = $3
     where id = $1 and ${OPEN} and l.confirmed_at is null returning ${LIST}`,
    [id, by, at],
  )
  if (row) await replaceOthers(on, row, at, OPEN)
  return row
}

export async function insertLost(on: Query, list: PassportListId, holders: readonly Buffer[]): Promise<void> {
  await on.query(
    'insert into identity.lost_passports (list, holder) select $1, holder from unnest($2::bytea[]) as holder on conflict do nothing',
    [list, holders],
  )
}

export async function isLost(on: Query, holder: Buffer): Promise<boolean> {
  const rows = await on.query(
    `select 1 from identity.lost_passports p join identity.passport_lists l on l.id = p.list where p.holder = $1 and ${IN_FORCE} limit 1`,
    [holder],
  )
  return rows.length > 0
}

export async function withdrawList(on: Query, id: PassportListId, by: string, at: string): Promise<boolean> {
  const rows = await on.query(
    `update identity.passport_lists l set withdrawn_at = $2, withdrawn_by = $3 where id = $1 and ${OPEN} returning 1`,
    [id, at, by],
  )
  return rows.length > 0
}
