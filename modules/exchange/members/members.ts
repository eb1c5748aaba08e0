/** The list of members: entered one at a time, each time checked whole, numbered and signed anew. */
import type { Clock } from '@dpg/kernel'
import type { Db, Query } from '@dpg/kernel/server'
import { type MemberEntry, memberRefused, type Members } from '../contract-members.ts'
import { deleteMember, findMember, listMembers, lockList, putMember, readList, writeList } from './store-members.ts'

/** What gateways read: the form of the list and its seal are the gateway's own. */
export interface MemberLists {
  /** Gives the list as it is understood. Throws with what is wrong. */
  parse(list: UnsignedList): UnsignedList
  sign(list: UnsignedList): Promise<string>
  anchor(): Promise<string>
}

export interface UnsignedList {
  readonly number: number
  readonly issuedAt: string
  readonly validUntil: string
  readonly members: readonly MemberEntry[]
}

export interface MembersDeps {
  readonly db: Db
  readonly clock: Clock
  readonly lists: MemberLists
}

const VALID_DAYS = 30
/** Issued anew when no more than this is left: a gateway that was away for two weeks still holds one that counts. */
const RENEW_DAYS = 16

export function createMembers(deps: MembersDeps): Members {
  const { db, lists } = deps
  return {
    current: async () => ({ number: (await readList(db))?.number ?? 0, members: await listMembers(db) }),
    member: (id) => findMember(db, id),
    check: async (entry) => checked(deps, await listMembers(db), entry),
    put: async (tx, entry) => {
      const { number } = await lockList(tx)
      const sound = checked(deps, await listMembers(tx), entry)
      await putMember(tx, sound, deps.clock.now().toString())
      await issue(deps, tx, number + 1)
    },
    remove: async (tx, id) => {
      const { number } = await lockList(tx)
      if (!(await deleteMember(tx, id))) throw memberRefused({ what: id })
      await issue(deps, tx, number + 1)
    },
    note: async () => {
      const held = await readList(db)
      if (held && !isEnding(deps, held.validUntil)) return held.note
      return db.transaction(async (tx) => {
        const now = await lockList(tx)
        return now.note && !isEnding(deps, now.validUntil) ? now.note : issue(deps, tx, now.number + 1)
      })
    },
    anchor: () => lists.anchor(),
  }
}

const isEnding = ({ clock }: MembersDeps, validUntil: string) =>
  Temporal.Instant.compare(validUntil, clock.now().add({ hours: 24 * RENEW_DAYS })) <= 0

/** The list with this entry in it, as gateways would read it. */
function checked(deps: MembersDeps, members: readonly MemberEntry[], entry: unknown): MemberEntry {
  const given = entry as MemberEntry
  const others = members.filter(({ id }) => id !== given?.id)
  try {
    return deps.lists.parse(unsigned(deps, 1, [...others, given])).members.at(-1)!
  } catch (cause) {
    throw memberRefused({ what: whatOf(cause) }, { cause })
  }
}

/** The first complaint, with its place in the entry. */
function whatOf(cause: unknown): string {
  const { issues } = cause as { readonly issues?: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }
  const [first] = issues ?? []
  if (!first) return (cause as Error).message.slice(0, 300)
  const place = first.path.slice(2).join('.')
  return (place ? `${place}: ${first.message}` : first.message).slice(0, 300)
}

const unsigned = ({ clock }: MembersDeps, number: number, members: readonly MemberEntry[]): UnsignedList => {
  const now = clock.now()
  return { number, issuedAt: now.toString(), validUntil: now.add({ hours: 24 * VALID_DAYS }).toString(), members }
}

async function issue(deps: MembersDeps, tx: Query, number: number): Promise<string> {
  const list = unsigned(deps, number, await listMembers(tx))
  const note = await deps.lists.sign(list)
  await writeList(tx, { number, note, issuedAt: list.issuedAt, validUntil: list.validUntil })
  return note
}
