/** When something may be sent again: once, or after its period has passed. */
import type { Give } from './contract.ts'

const DAY_MS = 86_400_000
/** Asked again within a day, what was sent once is sent as it was: an answer that got lost is no second look. */
const ONCE_AGAIN_MS = DAY_MS

export type Due = 'first' | 'again' | 'new' | 'over'

/** `again`: the same bytes; `new`: the registers are asked anew; `over`: it was for once. */
export function dueOf(every: Give['every'], lastAt: string | undefined, now: string): Due {
  if (lastAt === undefined) return 'first'
  const passed = Date.parse(now) - Date.parse(lastAt)
  if (every === null) return passed < ONCE_AGAIN_MS ? 'again' : 'over'
  return Date.parse(now) >= nextOf(every, lastAt) ? 'new' : 'again'
}

function nextOf(every: NonNullable<Give['every']>, lastAt: string): number {
  if (every !== 'P1M') return Date.parse(lastAt) + (every === 'P1D' ? 1 : 7) * DAY_MS
  const next = new Date(lastAt)
  const day = next.getUTCDate()
  next.setUTCMonth(next.getUTCMonth() + 1)
  // 31 January and a month is the last of February.
  if (next.getUTCDate() !== day) next.setUTCDate(0)
  return next.getTime()
}
