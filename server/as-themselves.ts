import type { FactRequest } from '@dpg/exchange/contract'
import type { PersonId } from '@dpg/kernel'

/** Somebody waits before a page. */
export const LONGEST_MS = 3_000

/** A question to the registers about somebody, in their own name, for what they are doing just now. */
export const asThemselves = (
  { person, name }: { readonly person: PersonId; readonly name: string },
  ask: Pick<FactRequest, 'facts' | 'purpose' | 'law'>,
): FactRequest => ({
  ...ask,
  subject: person,
  actor: { kind: 'resident', person, name, agency: null },
  service: null,
  case: null,
  consent: 'given',
  timeoutMs: LONGEST_MS,
})
