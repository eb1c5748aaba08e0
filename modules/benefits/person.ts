/** Whose benefits: a resident who is signed in. */
import type { PersonId, Principal } from '@dpg/kernel'
import { signInNeeded } from '@dpg/kernel/server'

export function personOf({ person }: Principal): PersonId {
  if (!person) throw signInNeeded({})
  return person
}
