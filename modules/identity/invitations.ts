/** Invitations: how the first passkey gets in where nobody may choose a persona. One use, one day. */
import { createHash, randomInt } from 'node:crypto'
import { type SignedIn, unknownInvitation, unknownPersona } from './contract.ts'
import type { IdentityDeps } from './index.ts'
import { beginSession } from './sessions.ts'
import { findAccount, insertInvitation, takeInvitation } from './store.ts'

const VALID_H = 24
/** Without characters that are read wrongly: 0 O 1 I L. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const hashOf = (code: string) =>
  createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest()

/** A code of 16 letters (79 bits) for one account. Throws `identity/unknown-persona` when there is no such account. */
export async function invite(deps: IdentityDeps, account: string): Promise<string> {
  if (!(await findAccount(deps.db, account))) throw unknownPersona({ persona: account })
  const letters = Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  const code = letters.replace(/(.{4})(?=.)/g, '$1-')
  await insertInvitation(deps.db, hashOf(code), account, deps.clock.now().add({ hours: VALID_H }).toString())
  return code
}

export const acceptInvitation = (deps: IdentityDeps, code: string): Promise<SignedIn> =>
  deps.db.transaction(async (tx) => {
    const account = await takeInvitation(tx, hashOf(code.slice(0, 100)), deps.clock.now().toString())
    if (!account) throw unknownInvitation({})
    return beginSession(deps, tx, (await findAccount(tx, account))!, { way: 'invitation' })
  })
