/** Members as they were entered, and the newest signed list. */
import type { Query } from '@dpg/kernel/server'
import type { MemberEntry } from '../contract-members.ts'

export const listMembers = async (on: Query): Promise<MemberEntry[]> =>
  (await on.query<{ entry: MemberEntry }>('select entry from exchange.members order by id')).map(({ entry }) => entry)

export async function findMember(on: Query, id: string): Promise<MemberEntry | undefined> {
  const [row] = await on.query<{ entry: MemberEntry }>('select entry from exchange.members where id = $1', [id])
  return row?.entry
}

export const putMember = (on: Query, entry: MemberEntry, at: string) =>
  on.query(
    `insert into exchange.members (id, entry, changed_at) values ($1, $2, $3)
     on conflict (id) do update set entry = excluded.entry, changed_at = excluded.changed_at`,
    [entry.id, JSON.stringify(entry), at],
  )

export async function deleteMember(on: Query, id: string): Promise<boolean> {
  return (await on.query('delete from exchange.members where id = $1 returning 1', [id])).length > 0
}

export interface HeldList {
  readonly number: number
  readonly note: string
  readonly issuedAt: string
  readonly validUntil: string
}

const COLUMNS = 'number, note, issued_at as "issuedAt", valid_until as "validUntil"'

/** Undefined: none was issued yet. */
export async function readList(on: Query): Promise<HeldList | undefined> {
  const [row] = await on.query<HeldList>(`select ${COLUMNS} from exchange.member_list where number > 0`)
  return row
}

/** One at a time issues lists: their numbers have no gaps. */
export async function lockList(on: Query): Promise<HeldList> {
  const [row] = await on.query<HeldList>(`select ${COLUMNS} from exchange.member_list for update`)
  return row!
}

export const writeList = (on: Query, { number, note, issuedAt, validUntil }: HeldList) =>
  on.query('update exchange.member_list set number = $1, note = $2, issued_at = $3, valid_until = $4', [
    number,
    note,
    issuedAt,
    validUntil,
  ])
