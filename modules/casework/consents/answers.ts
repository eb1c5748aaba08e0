/** What a case's own history says of the people who were asked: who is awaited, who said no, and when the agency could not go on. Pure. */
import type { ServiceDefinition } from '@dpg/definitions'
import type { CaseEvent } from '../case-file.ts'
import type { ConsentState } from '../contract-consents.ts'
import { isGathering } from '../transition.ts'

/** How long an answer is waited for before an official goes on without it. */
export const PATIENCE_DAYS = 14

const DAY_MS = 86_400_000
const PREFIX = 'consent-'

export interface Answer {
  /** Of the consent. */
  readonly id: string
  readonly name: string
  readonly state: ConsentState
  /** The wish for an answer ends (ms). */
  readonly until: number
}

/** How each one stands after these events, in the order in which they were asked. */
export function answersIn(events: readonly CaseEvent[]): Answer[] {
  const found = new Map<string, Answer>()
  for (const event of events) {
    const told = toldBy(event)
    if (!told) continue
    const at = Temporal.Instant.from(event.at).epochMilliseconds
    const until = told.state === 'asked' ? at + PATIENCE_DAYS * DAY_MS : (found.get(told.id)?.until ?? at)
    found.set(told.id, { ...told, until })
  }
  return [...found.values()]
}

/** Events are named after the state into which a consent came. */
function toldBy({ action, detail }: CaseEvent): Omit<Answer, 'until'> | undefined {
  if (!action.startsWith(PREFIX)) return undefined
  const { name = '', consent = name } = detail.values ?? {}
  return { id: consent, name, state: action.slice(PREFIX.length) as ConsentState }
}

export const isAwaited = ({ state }: Answer): boolean => state === 'asked'

/** Those whose answer is awaited or missing. */
export const lackingIn = (events: readonly CaseEvent[]) =>
  answersIn(events).flatMap(({ name, state }) => (state === 'given' || state === 'not-needed' ? [] : [{ name, state }]))

/** Does an application of this service wait for the consent of others? */
export const waitsForOthers = ({ needs }: Pick<ServiceDefinition, 'needs'>): boolean =>
  needs.some(({ consent: { of, waits } }) => of !== undefined && waits)

/**
 * After which events the agency could not go on for want of somebody's consent: a paper of the application that is not there yet, so that
 * time does not count (민원 처리에 관한 법률 시행령 제20조제1호, 행정절차법 시행령 제11조제1호).
 */
export function heldAfter(definition: ServiceDefinition, events: readonly CaseEvent[]): boolean[] {
  if (!waitsForOthers(definition)) return events.map(() => false)
  const open = new Set<string>()
  return events.map((event) => {
    const told = toldBy(event)
    if (told?.state === 'asked') open.add(told.id)
    else if (told) open.delete(told.id)
    return open.size > 0 && isGathering(definition, event.to)
  })
}
