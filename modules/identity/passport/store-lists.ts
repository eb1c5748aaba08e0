/** Lists that an administrator has loaded, and the passports on those of lost ones. */
import type { Query } from '@dpg/kernel/server'
import type { PassportList, PassportListId, PassportListKind } from '../contract.ts'

export type StoredList = Omit<PassportList, 'loadedByName'>
const IN_FORCE = '(l.replaced_at is null and l.withdrawn_at is null)'
const LIST = `l.id, l.kind, l.source, l.version, l.entries, l.states, l.digest, l.loaded_by as "loadedBy",
  l.loaded_at as "loadedAt", l.withdrawn_at as "withdrawnAt", ${IN_FORCE} as "isHeld"`

export const listsOf = (on: Query, isAll: boolean): Promise<StoredList[]> =>
  on.query<StoredList>(
    `select ${LIST} from identity.passport_lists l ${isAll ? '' : `where ${IN_FORCE}`} order by l.loaded_at desc, l.id desc limit 500`,
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

/** The one of the same source before it gives way. Undefined: the same file holds already. */
export async function insertList(on: Query, list: NewList): Promise<StoredList | undefined> {
  const { id, kind, source, entries, states, digest, file, loadedBy, at } = list
  await on.query('select pg_advisory_xact_lock(hashtextextended($1, 11))', [`${kind} ${source}`])
  const same = await on.query(
    `select 1 from identity.passport_lists l where kind = $1 and source = $2 and digest = $3 and ${IN_FORCE}`,
    [kind, source, digest],
  )
  if (same.length > 0) return undefined
  await on.query('update identity.passport_lists set replaced_at = $3 where kind = $1 and source = $2 and replaced_at is null', [
    kind,
    source,
    at,
  ])
  const [row] = await on.query<StoredList>(
    `insert into identity.passport_lists as l (id, kind, source, version, entries, states, digest, file, loaded_by, loaded_at)
     select $1, $2, $3, 1 + coalesce(max(version), 0), $4, $5, $6, $7, $8, $9 from identity.passport_lists where kind = $2 and source = $3
     returning ${LIST}`,
    [id, kind, source, entries, states, digest, file, loadedBy, at],
  )
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
    `update identity.passport_lists l set withdrawn_at = $2, withdrawn_by = $3 where id = $1 and ${IN_FORCE} returning 1`,
    [id, at, by],
  )
  return rows.length > 0
}
