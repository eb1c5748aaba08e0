/** The table of states and actions of a service, asked: may this be done now, by this one, and where does it lead? Pure. */
import type { ServiceDefinition, WorkflowAction, WorkflowState } from '@dpg/definitions'
import type { OfficialId } from '@dpg/kernel'
import { actionNotAllowed, reasonNeeded, sameOfficial, staleVersion } from './contract.ts'

/** The part of a definition that moves a case. */
export type Process = Pick<ServiceDefinition, 'work' | 'fourEyes' | 'decisions' | 'clock' | 'withdrawal'>

export type By =
  | { readonly kind: 'system' }
  | { readonly kind: 'applicant' }
  | { readonly kind: 'official'; readonly id: OfficialId; readonly roles: readonly string[] }

/** Where a case stands. */
export interface Standing {
  readonly state: string
  readonly version: number
  /** Extensions of the period, and of the deadline of the present supplement. */
  readonly extensions: number
  readonly postponements: number
  readonly proposal: { readonly decision: string; readonly by: OfficialId } | null
  /** An accepted change is on its way to a register: nothing else may be done until it answers. */
  readonly isEntering: boolean
}

export interface Wish {
  readonly action: string
  /** The version that was seen; null: the platform itself, which holds the row. */
  readonly version: number | null
  readonly by: By
  readonly reason?: string | undefined
  readonly reasonCodes?: readonly string[] | undefined
  /** Guards and conditions: FEEL over the facts of the case. */
  readonly holds: (feel: string) => boolean
}

export interface Step {
  readonly action: WorkflowAction
  readonly from: WorkflowState
  readonly to: WorkflowState
  readonly effects: readonly string[]
  /** Only a proposal: another official completes it. */
  readonly proposes: boolean
  readonly decision: string | null
}

/** An applicant may ask twice for more time (민원 처리에 관한 법률 시행령 제24조제2항). */
const POSTPONEMENTS = 2

/** Where the action leads. Throws `stale-version`, `action-not-allowed`, `same-official`, `reason-needed`. */
export function transition(process: Process, at: Standing, wish: Wish): Step {
  if (wish.version !== null && wish.version !== at.version) throw staleVersion({ expected: wish.version, found: at.version })
  const action = actionsOf(process).find(({ id, from }) => id === wish.action && from.includes(at.state))
  const allowed = allowedActions(process, at, wish.by, wish.holds)
  if (!action || !allowed.includes(action)) {
    if (action && isOwnProposal(action, at, wish.by)) throw sameOfficial({})
    throw actionNotAllowed({ action: wish.action.slice(0, 60), state: at.state, allowed: allowed.map(({ id }) => id) })
  }
  const proposes = isProposal(process, action)
  const decision = action.decision
  if (wish.by.kind === 'official') checkReason(process, action, wish)
  const from = stateOf(process, at.state)
  const to = stateOf(process, proposes ? approvalOf(action) : action.to)
  return { action, from, to, proposes, decision, effects: proposes ? [] : action.effects }
}

/** What this one may do now, in the order of the definition. */
export function allowedActions(process: Process, at: Standing, by: By, holds: Wish['holds']): WorkflowAction[] {
  if (stateOf(process, at.state).end || (at.isEntering && by.kind !== 'system')) return []
  return actionsOf(process).filter(
    (action) =>
      action.from.includes(at.state) &&
      mayAct(action.actor, by) &&
      isOpen(process, action, at, by) &&
      (action.guard === null || holds(action.guard)),
  )
}

/** The reasons that an action which decides may name. */
export const reasonsOf = (process: Process, action: WorkflowAction) =>
  process.decisions.find(({ code }) => code === action.decision)?.reasons ?? []

/** Does the act only propose, for a second pair of eyes? */
export const isProposal = (process: Process, action: WorkflowAction): boolean =>
  process.fourEyes && action.fourEyes !== null && action.fourEyes !== false

export function stateOf(process: Process, id: string): WorkflowState {
  const state = process.work?.states.find((one) => one.id === id)
  if (!state) throw new Error(`the definition has no state ${id}`)
  return state
}

export function startOf(process: Process): WorkflowState {
  const state = process.work?.states.find(({ start }) => start)
  if (!state) throw new Error('the definition has no state to start in')
  return state
}

export const actionsOf = (process: Process): readonly WorkflowAction[] => process.work?.actions ?? []

/** Is this the state in which registers are asked? */
export const isGathering = (process: Pick<Process, 'work'>, state: string): boolean =>
  (process.work?.actions ?? []).some(({ effects, to }) => effects.includes('gather') && to === state)

const approvalOf = (action: WorkflowAction): string => (typeof action.fourEyes === 'string' ? action.fourEyes : 'approval')

function mayAct(actor: string, by: By): boolean {
  if (actor === 'system' || actor === 'bot') return by.kind === 'system'
  if (actor === 'applicant') return by.kind === 'applicant'
  return by.kind === 'official' && by.roles.includes(actor === 'officer' ? 'caseworker' : actor)
}

/** What the definition's numbers and the second pair of eyes leave open. */
function isOpen(process: Process, action: WorkflowAction, at: Standing, by: By): boolean {
  if (action.effects.includes('extendClock') && at.extensions >= (process.clock?.extension?.count ?? 0)) return false
  if (action.effects.includes('extendDeadline') && at.postponements >= POSTPONEMENTS) return false
  if (action.id === 'withdraw' && !process.withdrawal.allowed) return false
  if (at.proposal === null) return true
  if (action.decision !== null && action.actor !== 'applicant' && action.decision !== at.proposal.decision) return false
  return !isOwnProposal(action, at, by)
}

/** The four-eyes rule: who proposed does not approve, nor send back to themselves. */
const isOwnProposal = (action: WorkflowAction, at: Standing, by: By): boolean =>
  at.proposal !== null && by.kind === 'official' && action.actor === 'approver' && by.id === at.proposal.by

/** 이유제시 (행정절차법 제23조): where a reason is due it is given, and a listed one where there is a list. */
function checkReason(process: Process, action: WorkflowAction, wish: Wish): void {
  const listed = reasonsOf(process, action).map(({ code }) => code)
  const named = wish.reasonCodes ?? []
  const unknown = named.some((code) => !listed.includes(code))
  const isApproval = action.actor === 'approver' && action.decision !== null
  if (unknown) throw reasonNeeded({ action: action.id })
  if (isApproval || !(action.reason || listed.length > 0)) return
  const isGiven = listed.length > 0 ? named.length > 0 : (wish.reason ?? '').trim() !== ''
  if (!isGiven) throw reasonNeeded({ action: action.id })
}
