/** One deed about a request: by whose turn it is, in time, and a no only on a registered ground. */
import type { ExceptionDefinition } from '@dpg/definitions'
import type { Principal } from '@dpg/kernel'
import { officialOf } from './ask.ts'
import {
  type Act,
  type Deed,
  exceptionNeeded,
  notNow,
  notYourTurn,
  otherContent,
  reasonsNeeded,
  requestNotFound,
  type SharingId,
  tooLate,
} from './contract.ts'
import { type SharingDeps, todayOf } from './deps.ts'
import { exceptionsFor } from './grounds.ts'
import { lastDay } from './periods.ts'
import { DEEDS, standingOf, whyNot } from './rule.ts'
import { addStep, findRequest, type RequestRow, type StepRow, stepsOf } from './store.ts'

/** Deeds that are nothing without reasons. */
const REASONED: readonly Deed[] = ['refuse', 'decline', 'appeal', 'uphold', 'overturn']

export async function act(deps: SharingDeps, principal: Principal, id: SharingId, what: Act): Promise<void> {
  const official = officialOf(principal)
  const today = todayOf(deps)
  await deps.db.transaction(async (tx) => {
    const request = await findRequest(tx, today, id, true)
    if (!request) throw requestNotFound({ id })
    const steps = (await stepsOf(tx, [id])).get(id) ?? []
    const before = steps.find((one) => one.official === official.id && one.key === what.key)
    if (before) return sameAs(before, what)
    mustBeAllowed(request, steps, today, what.deed, official.agency)
    const reasons = what.reasons?.trim() ?? ''
    if (REASONED.includes(what.deed) && reasons.length < 5) throw reasonsNeeded({ deed: what.deed })
    const ground = DEEDS[what.deed].isRefusal ? groundOf(deps, request, what) : undefined
    const step: StepRow = {
      seq: steps.length + 1,
      deed: what.deed,
      official: official.id,
      agency: official.agency,
      at: deps.clock.now().toString(),
      on: today,
      exception: ground?.id ?? null,
      reviewer: ground?.review ?? null,
      reasons: reasons === '' ? null : reasons,
      dueOn: dueAfter(deps, what.deed, today),
      key: what.key,
    }
    const { state } = standingOf(request, [...steps, step], today)
    await addStep(tx, id, step, state)
  })
}

function sameAs({ deed, exception, reasons }: StepRow, what: Act): void {
  const ground = DEEDS[deed].isRefusal ? what.exception : null
  const isSame = deed === what.deed && exception === ground && (reasons ?? '') === (what.reasons?.trim() ?? '')
  if (!isSame) throw otherContent({ key: what.key })
}

function mustBeAllowed(request: RequestRow, steps: readonly StepRow[], today: string, deed: Deed, agency: string): void {
  const why = whyNot(request, steps, today, deed, agency)
  const { state, dueOn } = standingOf(request, steps, today)
  if (why === 'not-your-turn') throw notYourTurn({ deed })
  if (why === 'too-late') throw tooLate({ dueOn: dueOn ?? request.answerBy })
  if (why === 'not-now') throw notNow({ state })
}

/** There is no other way to say no than by an exception that everybody can read and that closes this. */
function groundOf({ catalogue }: SharingDeps, request: RequestRow, { exception }: Act): ExceptionDefinition {
  const fit = exceptionsFor(catalogue.current().pack, request)
  const named = fit.find(({ id }) => id === exception)
  if (!named) throw exceptionNeeded({ named: exception ?? '', exceptions: fit.map(({ id }) => id) })
  return named
}

function dueAfter({ catalogue }: SharingDeps, deed: Deed, today: string): string | null {
  const { pack } = catalogue.current()
  if (DEEDS[deed].isRefusal) return lastDay(pack, 'appeal', today)
  return deed === 'appeal' ? lastDay(pack, 'review', today) : null
}
