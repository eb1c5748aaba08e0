/**
 * Keeps what the policies were asked: without names, counted by the hour, written every two seconds. What was not yet written when a
 * process is killed is lost: this is for looking back at a week, not for proof; what was refused stands in the access log.
 */
import type { Clock } from '@dpg/kernel'
import type { Db, Log } from '@dpg/kernel/server'
import type { Question, Verdict } from '@dpg/policies'
import { addAsked, type Asked } from './store.ts'
import { createHash } from 'node:crypto'

export interface Keeper {
  keep(question: Question, verdict: Verdict): void
  flush(): Promise<void>
}

/** Kinds of questions within two seconds; beyond it (somebody makes them up) the rest is not kept. */
const MOST = 20_000
const HOUR_MS = 3_600_000

export function createKeeper({ db, clock, log }: { readonly db: Db; readonly clock: Clock; readonly log: Log }): Keeper {
  let waiting = new Map<string, { question: Question; verdict: Verdict; hour: number; count: number }>()
  return {
    keep: (question, verdict) => {
      const hour = Math.floor(clock.now().epochMilliseconds / HOUR_MS)
      const key = `${hour}${JSON.stringify(question)}`
      const known = waiting.get(key)
      if (known) known.count++
      else if (waiting.size < MOST) waiting.set(key, { question, verdict, hour, count: 1 })
      else log.warn('guard.not-kept', { waiting: waiting.size })
    },
    flush: async () => {
      if (waiting.size === 0) return
      const now = waiting
      waiting = new Map()
      const rows = [...now.values()].map(
        ({ question, verdict, hour, count }): Asked => ({
          hour: Temporal.Instant.fromEpochMilliseconds(hour * HOUR_MS).toString(),
          digest: createHash('sha256').update(JSON.stringify(question)).digest('base64url'),
          question,
          isAllowed: verdict.isAllowed,
          by: verdict.by,
          count,
        }),
      )
      await addAsked(db, rows)
    },
  }
}
