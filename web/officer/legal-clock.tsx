/** The legal clock of a case as the design component draws it. */
import type { ClockView } from '@dpg/casework/contract'
import { type Lang, textIn } from '@dpg/kernel'
import { Clock } from '@dpg/ui'

const DAY_MS = 86_400_000

/** Days left, or over, are calendar days between now and the due day in Seoul. */
export function LegalClock({ clock, now, lang }: { readonly clock: ClockView; readonly now: number; readonly lang: Lang }) {
  const reason = clock.pausedBecause ? { reason: textIn(clock.pausedBecause, lang) } : {}
  const due = clock.dueAt
  if (clock.state === 'none') return null
  // While it stands still nobody can say the last day.
  if (due === null) return clock.state === 'paused' ? <Clock state="paused" {...reason} /> : null
  const days = Math.abs(Math.round(dayNumber(Date.parse(due)) - dayNumber(now)))
  if (clock.state === 'stopped') return <Clock state="done" due={seoulDay(due)} />
  if (clock.state === 'paused') return <Clock state="paused" due={seoulDay(due)} days={days} unit="days" {...reason} />
  return <Clock state={clock.isOverdue ? 'late' : 'running'} due={seoulDay(due)} days={days} unit="days" />
}

const SEOUL_MS = 9 * 3_600_000
const dayNumber = (ms: number) => Math.floor((ms + SEOUL_MS) / DAY_MS)

/** The day in Seoul of an instant. */
export const seoulDay = (instant: string): string => new Date(Date.parse(instant) + SEOUL_MS).toISOString().slice(0, 10)
