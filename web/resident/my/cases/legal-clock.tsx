/** The legal clock of a case in words: until when, or why it stands still. */
import type { ClockView } from '@dpg/casework/contract'
import { type Lang, textIn } from '@dpg/kernel'
import { Clock, dayOf } from '@dpg/ui'

export interface LegalClockProps {
  readonly clock: ClockView
  readonly today: Temporal.PlainDate
  readonly lang: Lang
}

/** Draws nothing where the law sets no period. */
export function LegalClock({ clock, today, lang }: LegalClockProps) {
  const reason = clock.pausedBecause ? { reason: textIn(clock.pausedBecause, lang) } : {}
  if (clock.state === 'paused') return <Clock state="paused" {...(clock.dueAt ? { due: dayOf(clock.dueAt) } : {})} {...reason} />
  if (clock.dueAt === null || clock.state === 'none') return null
  const due = dayOf(clock.dueAt)
  if (clock.state === 'stopped') return clock.isOverdue ? null : <Clock state="done" due={due} />
  const days = Math.abs(today.until(due).total({ unit: 'days' }))
  return <Clock state={clock.isOverdue ? 'late' : 'running'} due={due} days={days} unit="days" />
}
