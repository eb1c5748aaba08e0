/** The list of members as the gateways of agencies read it: their own form and checks, signed with a key of this platform. */
import type { MemberLists, UnsignedList } from '@dpg/exchange'
import { membersOf, parseMembers, signMembers } from '@dpg/gateway/member'
import { formatKey } from '@dpg/ledger'
import { createPublicKey, type KeyObject } from 'node:crypto'

/** `name`: by C2SP custom an address without the scheme. */
export function memberLists(name: string, key: KeyObject): MemberLists {
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32))
  const anchor = { name, publicKey }
  return {
    parse: (list) => {
      const read = parseMembers(list)
      // A key that no gateway could use would keep all of them from reading the list.
      membersOf(read)
      return read as UnsignedList
    },
    sign: (list) => signMembers(parseMembers(list), anchor, key),
    anchor: () => formatKey(anchor),
  }
}
