/**
 * Looks of a criminal investigation: the person is told on the day of the charge, or of the decision that there is none (전자정부법
 * 제42조제2항 단서, 제43조제3항). The official who looked says when that is; nobody's word is needed when the longest time is over.
 */
import { accessRecorded, heldNotFound, type Held, type HeldLook } from '../contract.ts'
import { toTraceEntry } from '../entry.ts'
import { openNow } from '../store.ts'
import { openEntry, type TraceDeps } from '../trace.ts'
import { endHeld, heldBy } from './store-held.ts'

const LIMIT = 100

export const createHeld = (deps: TraceDeps): Held => ({
  mine: async (official) => {
    const rows = await heldBy(deps.db, official, deps.clock.now().toString(), LIMIT)
    const opened = await Promise.all(rows.map(async (row) => ({ row, sealed: await openEntry(deps, row.subject, row) })))
    return opened.flatMap(({ sealed }): HeldLook[] => {
      const entry = sealed && toTraceEntry(sealed.entry, null)
      if (!entry?.delay) return []
      const { id, at, use, facts, purpose, law, service, case: of, delay } = entry
      return [{ entry: id, at, use, facts, purpose, law, service, case: of, delay }]
    })
  },
  end: (official, entry, outcome) =>
    deps.db.transaction(async (tx) => {
      const now = deps.clock.now().toString()
      const subject = await endHeld(tx, official, entry, outcome, now)
      if (!subject) throw heldNotFound({ entry })
      await openNow(tx, subject, [entry], now)
      await tx.publish(accessRecorded, { subject, entry })
    }),
})
