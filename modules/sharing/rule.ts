/**
 * The rule, pure: where a request stands on a day, and who may do what next.
 *
 * Open by default: the holder has its month (전자정부법 시행령 제45조제4항) and its silence is a yes. It says no only by naming a
 * registered exception, and that may be appealed. Where a body must agree (개인정보파일: 전자정부법 제39조제4항), the holder's yes, its
 * silence and its objection on that ground all lead to that body, and nothing is granted before it has agreed.
 */
import type { Deed, State } from './contract.ts'

export interface Filed {
  readonly agency: string
  readonly holder: string
  /** Who must agree whatever the holder says; null: nobody. */
  readonly confirmer: string | null
  /** Exceptions that are the confirmer's to judge: the holder objects, the confirmer decides. */
  readonly decides: readonly string[]
  /** ISO day, the last on which the holder may answer. */
  readonly answerBy: string
}

export interface Step {
  readonly deed: Deed
  /** ISO day. */
  readonly on: string
  readonly exception: string | null
  /** Of a refusal: who hears an appeal. */
  readonly reviewer: string | null
  /** ISO day until which what comes next is to be done. */
  readonly dueOn: string | null
}

export interface Standing {
  readonly state: State
  /** Agency whose turn it is; null: nobody's. */
  readonly turn: string | null
  /** ISO day by which it should be done; null: no law sets one. */
  readonly dueOn: string | null
  /** The holder let its time run out. */
  readonly isSilent: boolean
}

type Party = 'agency' | 'holder' | 'confirmer' | 'reviewer'

/** From where a deed may be done, by whom, and whether it is a no. */
export const DEEDS: Readonly<Record<Deed, { readonly from: readonly State[]; readonly by: Party; readonly isRefusal?: true }>> = {
  grant: { from: ['open'], by: 'holder' },
  refuse: { from: ['open'], by: 'holder', isRefusal: true },
  confirm: { from: ['confirming'], by: 'confirmer' },
  decline: { from: ['confirming'], by: 'confirmer', isRefusal: true },
  appeal: { from: ['refused'], by: 'agency' },
  uphold: { from: ['appealed'], by: 'reviewer' },
  overturn: { from: ['appealed'], by: 'reviewer' },
  withdraw: { from: ['open', 'confirming', 'appealed', 'granted'], by: 'agency' },
}

interface Held extends Omit<Standing, 'turn'> {
  readonly reviewer: string | null
}

/** `steps` in their order, all of them done by the rule; `today` an ISO day. */
export function standingOf(filed: Filed, steps: readonly Step[], today: string): Standing {
  return withTurn(filed, heldAfter(filed, steps, today))
}

function heldAfter(filed: Filed, steps: readonly Step[], today: string): Held {
  const start: Held = { state: 'open', dueOn: filed.answerBy, isSilent: false, reviewer: null }
  const after = steps.reduce((held, step) => done(filed, lapsed(filed, held, step.on), step), start)
  return lapsed(filed, after, today)
}

/** Silence is a yes of the holder, on the day after its last: to the asker, or to the body that must agree. */
function lapsed(filed: Filed, held: Held, day: string): Held {
  if (held.state !== 'open' || held.dueOn === null || day <= held.dueOn) return held
  return { ...held, state: agreed(filed), dueOn: null, isSilent: true }
}

/** Where a yes leads that is not the confirmer's own. */
const agreed = ({ confirmer }: Filed): State => (confirmer === null ? 'granted' : 'confirming')

function done(filed: Filed, held: Held, { deed, exception, reviewer, dueOn }: Step): Held {
  const state = stateAfter(filed, held.state, deed, exception)
  return {
    ...held,
    state,
    dueOn: state === 'refused' || state === 'appealed' ? dueOn : null,
    reviewer: reviewer ?? held.reviewer,
  }
}

function stateAfter(filed: Filed, before: State, deed: Deed, exception: string | null): State {
  switch (deed) {
    case 'grant':
    case 'overturn':
      return agreed(filed)
    case 'refuse':
      return exception !== null && filed.decides.includes(exception) ? 'confirming' : 'refused'
    case 'confirm':
      return 'granted'
    case 'decline':
      return 'refused'
    case 'appeal':
      return 'appealed'
    case 'uphold':
      return 'upheld'
    case 'withdraw':
      return before === 'granted' ? 'ended' : 'withdrawn'
  }
}

function withTurn(filed: Filed, { reviewer, ...held }: Held): Standing {
  const turns: Partial<Record<State, string | null>> = {
    open: filed.holder,
    confirming: filed.confirmer,
    refused: filed.agency,
    appealed: reviewer,
  }
  return { ...held, turn: turns[held.state] ?? null }
}

/** not-your-turn: another agency's to do · not-now: not at this point · too-late: its days are over. */
export type Why = 'not-your-turn' | 'not-now' | 'too-late'

/** May this agency do this today? Undefined: it may. */
export function whyNot(filed: Filed, steps: readonly Step[], today: string, deed: Deed, agency: string): Why | undefined {
  const held = heldAfter(filed, steps, today)
  const { from, by } = DEEDS[deed]
  const parties: Readonly<Record<Party, string | null>> = { ...filed, reviewer: held.reviewer }
  if (!from.includes(held.state)) return held.isSilent && from.includes('open') && by === 'holder' ? 'too-late' : 'not-now'
  if (parties[by] !== agency) return 'not-your-turn'
  // A review that takes too long is not thereby lost to the asker.
  return deed === 'appeal' && held.dueOn !== null && today > held.dueOn ? 'too-late' : undefined
}

/** What this agency may do today. */
export const deedsOf = (filed: Filed, steps: readonly Step[], today: string, agency: string): Deed[] =>
  (Object.keys(DEEDS) as Deed[]).filter((deed) => whyNot(filed, steps, today, deed, agency) === undefined)
