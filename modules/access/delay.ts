/** Entries that the law keeps from the person for a time: committed to at once, readable when the time has come, by nobody's hand. */
import type { AccessRecord, Delay } from './contract.ts'
import DELAYS from './delays.json' with { type: 'json' }

const DAY_MS = 86_400_000

/** When the entry opens; null: at once. Throws RangeError when it would be kept longer than such entries may be. */
export function opensAt({ delay }: Pick<AccessRecord, 'delay'>, now: Date): string | null {
  if (!delay) return null
  const until = Date.parse(delay.until)
  const { mostDays } = DELAYS[delay.why]
  if (Number.isNaN(until)) throw new RangeError(`not a time: ${delay.until}`)
  if (until - now.getTime() > mostDays * DAY_MS) throw new RangeError(`${delay.why}: kept back for ${mostDays} days at most`)
  return new Date(until).toISOString()
}

/** As it is committed to: the person reads afterwards why the entry came late, and by which law. */
export const delayOf = ({ why, until, law }: Delay) => ({ why, until, law: law ?? DELAYS[why].law })
