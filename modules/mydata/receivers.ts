/** Who may be sent to: registers itself, shows what entitles it, is allowed by a reviewer, for named bundles. */
import type { Principal } from '@dpg/kernel'
import { notAllowed, signInNeeded } from '@dpg/kernel/server'
import {
  bundleNotFound,
  invalidReceiver,
  type Receiver,
  type ReceiverDetails,
  type ReceiverId,
  receiverNotFound,
  samePerson,
} from './contract.ts'
import type { MydataDeps } from './deps.ts'
import { isUsable } from './sealing.ts'
import { decideReceiver, findReceiver, insertReceiver } from './store.ts'

const REVIEWERS = ['privacy-officer', 'administrator']

export async function register(deps: MydataDeps, principal: Principal, details: ReceiverDetails): Promise<Receiver> {
  const by = principal.person ?? principal.official?.id
  if (!by) throw signInNeeded({})
  if (!isUsable(details.signingKey, 'sign') || !isUsable(details.encryptionKey, 'encrypt')) throw invalidReceiver({ why: 'key' })
  const { bundles, agencies } = deps.catalogue.current().pack
  if (details.agency !== null && !agencies.has(details.agency)) throw invalidReceiver({ why: 'agency' })
  for (const id of details.bundles) {
    const bundle = bundles.get(id)
    if (!bundle) throw bundleNotFound({ bundle: id })
    if (!bundle.receivers.includes(details.kind)) throw invalidReceiver({ why: 'kind' })
  }
  const id = deps.newId<ReceiverId>('rcv')
  await insertReceiver(deps.db, id, details, by, deps.clock.now().toString())
  return (await findReceiver(deps.db, id))!
}

/** Never by whoever registered it. */
export async function decide(
  deps: MydataDeps,
  { official }: Principal,
  id: ReceiverId,
  { allow, note }: { readonly allow: boolean; readonly note: string | null },
): Promise<Receiver> {
  if (!official?.roles.some((role) => REVIEWERS.includes(role))) throw notAllowed({ needs: REVIEWERS[0]! })
  const known = await findReceiver(deps.db, id)
  if (!known) throw receiverNotFound({ id })
  // Who was allowed is stopped, not refused: what it has been sent stays on record.
  const state = allow ? 'allowed' : known.state === 'allowed' ? 'stopped' : 'refused'
  if (!(await decideReceiver(deps.db, id, state, official.id, deps.clock.now().toString(), note))) throw samePerson({})
  return (await findReceiver(deps.db, id))!
}
