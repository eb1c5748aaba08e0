/** Facts that were said too long ago to stand on: how long each may be used stands in its definition (`validFor`). */
import { type Clock, SEOUL } from '@dpg/kernel'
import type { Rules } from './engine.ts'

export interface LapsingDeps {
  readonly clock: Clock
  readonly rules: () => Rules
}

/** `at`: when it was said (ISO), undefined when it is not known. The same is worked out once, however many people it is asked of. */
export function lapsing({ clock, rules }: LapsingDeps): (fact: string, at: string | undefined) => boolean {
  const { facts } = rules().snapshot.pack
  const now = clock.now()
  const known = new Map<string, boolean>()
  return (fact, at) => {
    const validFor = facts.get(fact)?.validFor
    if (validFor == null || at === undefined) return false
    const key = `${at} ${validFor}`
    const isOver = known.get(key) ?? Temporal.Instant.compare(endOf(at, validFor), now) < 0
    known.set(key, isOver)
    return isOver
  }
}

const endOf = (at: string, validFor: string): Temporal.Instant =>
  Temporal.Instant.from(at).toZonedDateTimeISO(SEOUL).add(validFor).toInstant()
