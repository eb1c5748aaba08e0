/**
 * A way in is taken away by whoever came by one that is worth as much: whoever stole the weakest way does not lock its owner out. Whoever
 * lost their devices may: with a code from the drawer, or an invitation of the office that knows them. Personas are made up.
 */
import type { Principal } from '@dpg/kernel'
import { assuranceTooLow, type Level, sessionNotFound } from './contract.ts'
import type { IdentityDeps } from './index.ts'
import { accountOf } from './sessions.ts'
import { reaches } from './sign-on/levels.ts'
import { findSessionById } from './store-sessions.ts'

const OF_WHO_LOST_THEIRS: readonly string[] = ['recovery', 'invitation', 'persona']

/** Throws `identity/assurance-too-low`. `own`: the ways of one kind that the account has; one that is not there is nobody's to keep. */
export async function mayRemove(
  { db }: Pick<IdentityDeps, 'db'>,
  principal: Principal,
  own: readonly { readonly id: string; readonly assurance: Level }[],
  id: string,
): Promise<void> {
  const wanted = own.find((one) => one.id === id)
  if (!wanted) return
  const live = principal.session && (await findSessionById(db, accountOf(principal), principal.session))
  if (!live) throw sessionNotFound({})
  if (OF_WHO_LOST_THEIRS.includes(live.way) || reaches(live.assurance, wanted.assurance)) return
  throw assuranceTooLow({ needs: wanted.assurance })
}
