/** The days of a span on which answers change by themselves: by time, and by rules that are approved for one of its days. */
import type { AheadChange, ScreenInput, ServiceResult, Span } from '@dpg/rules'
import type { Telling } from './engine.ts'
import type { ScreenDeps } from './screen.ts'

/** What turns on a day, and the rules of that day. `byRules`: services that the new rules turn, not the day. */
export interface Turn {
  readonly day: string
  readonly changes: readonly AheadChange[]
  readonly rules: Telling
  readonly byRules: ReadonlySet<string>
}

type Facts = Omit<ScreenInput, 'asOf'>

const NONE: ReadonlySet<string> = new Set()

/** In order; the first day of the span is where it starts from. */
export function turnsOf({ rules, newRules }: Pick<ScreenDeps, 'rules' | 'newRules'>, facts: Facts, { from, to }: Span): Turn[] {
  const found: Turn[] = []
  let [start, now] = [from, rules(from)]
  const byTime = (until: string) => {
    const { engine } = now
    const days = start < until ? engine.ahead(facts, { from: start, to: until }) : []
    found.push(...days.map(({ day, changes }) => ({ day, changes, rules: now, byRules: NONE })))
  }
  for (const day of newRules?.(from, to) ?? []) {
    byTime(dayBefore(day))
    const next = rules(day)
    const turn = turnAt(now, next, facts, day)
    if (turn.changes.length > 0) found.push(turn)
    start = day
    now = next
  }
  byTime(to)
  return found
}

function turnAt(was: Telling, rules: Telling, facts: Facts, day: string): Turn {
  const before = new Map(was.engine.screen({ ...facts, asOf: dayBefore(day) }).results.map((one) => [one.service, one]))
  const changes = rules.engine.screen({ ...facts, asOf: day }).results.flatMap((after): AheadChange[] => {
    const old = before.get(after.service)
    if (!old || old.outcome === after.outcome) return []
    return [{ service: after.service, before: old.outcome, after: after.outcome, criteria: turnedIn(old, after) }]
  })
  const services = changes.map(({ service }) => service)
  const byTime = new Map(
    was.engine.screen({ ...facts, services, asOf: day }).results.map(({ service, outcome }) => [service, outcome]),
  )
  const byRules = new Set(changes.filter(({ service, after }) => byTime.get(service) !== after).map(({ service }) => service))
  return { day, changes, rules, byRules }
}

/** Conditions that come out otherwise, or were not there. */
const turnedIn = (old: ServiceResult, now: ServiceResult): readonly string[] =>
  now.reasons
    .filter(({ criterion, outcome }) => old.reasons.find((one) => one.criterion === criterion)?.outcome !== outcome)
    .map(({ criterion }) => criterion)

/** Browsers without `Temporal` work this out as well. */
export const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
