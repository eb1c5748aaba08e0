/** Whoever asks for something is as surely known as the service says, and where it says so, was seen just now (전자정부법 제10조). */
import type { ServiceDefinition } from '@dpg/definitions'
import { assuranceTooLow, proveAgain } from '@dpg/identity/contract'
import type { Assurance, Principal } from '@dpg/kernel'
import type { DraftDeps } from './draft-contents.ts'

const ORDER: readonly Assurance[] = ['none', 'low', 'substantial', 'high']
const RECENTLY_MIN = 60

type Needs = Pick<ServiceDefinition, 'assurance'>

/** Throws `identity/assurance-too-low`. */
export function assure(principal: Principal, { assurance: { identity } }: Needs): void {
  if (ORDER.indexOf(principal.assurance) >= ORDER.indexOf(identity)) return
  throw assuranceTooLow({ needs: identity === 'none' ? 'low' : identity })
}

/** At the moment of sending. Throws `identity/assurance-too-low`, `identity/prove-again`. */
export function assureNow({ clock }: Pick<DraftDeps, 'clock'>, principal: Principal, needs: Needs): void {
  assure(principal, needs)
  if (!needs.assurance.reauthenticate) return
  const since = clock.now().subtract({ minutes: RECENTLY_MIN })
  if (!principal.provedAt || Temporal.Instant.compare(principal.provedAt, since) < 0) throw proveAgain({})
}
