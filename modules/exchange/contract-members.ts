/** Members of the exchange: whose gateways ask and answer, with which keys, for which facts. One list, signed. */
import { defineProblem, type Text } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'

export interface MemberKey {
  readonly id: string
  readonly use: 'sign' | 'seal'
  /** SPKI, base64. */
  readonly spki: string
  readonly from: string
  readonly until: string
}

export interface MemberEntry {
  /** `KR/GOV/1741000` */
  readonly id: string
  readonly name: Text
  /** Where its gateway is reached. */
  readonly gateway: string
  readonly keys: readonly MemberKey[]
  readonly services: readonly { readonly id: string; readonly title: Text }[]
}

export interface Members {
  /** As the list stands; `number` 0: none was issued yet. */
  current(): Promise<{ readonly number: number; readonly members: readonly MemberEntry[] }>
  member(id: string): Promise<MemberEntry | undefined>
  /** As it would stand in the list. Throws `exchange/member-refused`. */
  check(entry: unknown): Promise<MemberEntry>
  /** Enters it, or puts it in place of the one of that id, and issues the next list. Throws `exchange/member-refused`. */
  put(tx: Tx, entry: MemberEntry): Promise<void>
  /** Throws `exchange/member-refused` when there is none of that id. */
  remove(tx: Tx, id: string): Promise<void>
  /** The signed list (C2SP signed-note) as gateways read it; issued anew before it ends. */
  note(): Promise<string>
  /** `name+hash+key` of who signs it. */
  anchor(): Promise<string>
}

/** `what`: the place in the entry and what is wrong there. */
export const memberRefused = defineProblem<{ what: string }>('exchange/member-refused', 422)
