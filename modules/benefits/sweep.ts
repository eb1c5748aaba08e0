/** What time brings, once a minute: days that have come, the coming year of those who changed, looks and consents that are over. */
import type { PersonId } from '@dpg/kernel'
import { defineJob, type Tx } from '@dpg/kernel/server'
import { daysAhead } from './ahead.ts'
import { type ConsentDeps, end } from './consent.ts'
import { lookAgain, type NotifierDeps } from './notifier.ts'
import { goThrough, type PassDeps } from './pass.ts'
import { CONSENT_MONTHS } from './plan.ts'
import { openProjection, valuesOf } from './projection.ts'
import { type ConsentRow, listEnded, takeToRemind } from './store-consents.ts'
import { deleteLook, deleteOldLooks, listPasses } from './store-looks.ts'
import { deleteSubscriber, keepWakes, type SubscriberRow, takeAhead, takeDueWakes } from './store-subscribers.ts'

export type SweepDeps = NotifierDeps & ConsentDeps & PassDeps

export const sweep = defineJob<object>('benefits.sweep')

const BATCH = 500
/** What is left is for the next minute, or for another process. */
const MOST_BATCHES = 40
/** A part of each minute, so that people who wait are not kept. */
const AHEAD_MS = 15_000
const REMIND_DAYS = 30

export async function sweepAll(deps: SweepDeps): Promise<void> {
  await deleteOldLooks(deps.db, deps.clock.now().toString())
  await wakeDue(deps)
  await lookAhead(deps)
  await endConsents(deps)
  await remind(deps)
  // A publication whose job was lost.
  for (const release of await listPasses(deps.db)) await deps.db.transaction((tx) => tx.enqueue(goThrough, { release }))
}

async function wakeDue({ db, clock }: SweepDeps): Promise<void> {
  const today = clock.today().toString()
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const count = await db.transaction(async (tx) => {
      const due = await takeDueWakes(tx, today, BATCH)
      // Two days that came while nothing ran are one look.
      for (const person of new Set(due.map((one) => one.person))) await tx.enqueue(lookAgain, { person, ...dayOccasion(today) })
      return due.length
    })
    if (count < BATCH) return
  }
}

const dayOccasion = (today: string) =>
  ({ because: 'day', once: `day:${today}`, register: null, facts: [], services: [], tries: 0 }) as const

async function lookAhead(deps: SweepDeps): Promise<void> {
  for (const end = performance.now() + AHEAD_MS; performance.now() < end; ) {
    const isDone = await deps.db.transaction(async (tx) => {
      const row = await takeAhead(tx)
      if (row) await keepDays(deps, tx, row)
      return row === undefined
    })
    if (isDone) return
  }
}

/** As far as the consent reaches; renewing it looks further. */
async function keepDays({ sealing, rules, log }: SweepDeps, tx: Tx, row: SubscriberRow): Promise<void> {
  const from = row.aheadFrom!
  const to = Temporal.PlainDate.from(from).add({ months: CONSENT_MONTHS }).toString()
  const days = await openProjection(sealing, tx, row).then(
    (projection) => (projection ? daysAhead(rules(), valuesOf(projection.facts), { from, to }) : []),
    (cause: unknown) => {
      log.warn('benefits.subscriber-unreadable', {}, cause)
      return []
    },
  )
  await keepWakes(tx, row.person, days)
}

/** Over by time: ended, and what was kept for it erased; whoever was watched is told. */
async function endConsents(deps: SweepDeps): Promise<void> {
  for (const { person, purpose } of await listEnded(deps.db, deps.clock.now().toString(), BATCH))
    await deps.db.transaction(async (tx) => {
      if (!(await end(deps, tx, person, purpose, 'time'))) return
      if (purpose === 'look') await deleteLook(tx, person)
      else {
        await deleteSubscriber(tx, person)
        await write(deps, tx, person, 'ended', deps.clock.today().toString())
      }
    })
}

/** A month before a subscription ends. */
async function remind(deps: SweepDeps): Promise<void> {
  const before = deps.clock.now().add({ hours: REMIND_DAYS * 24 })
  await deps.db.transaction(async (tx) => {
    const ending: readonly ConsentRow[] = await takeToRemind(tx, before.toString(), BATCH)
    for (const { person, id, endsAt } of ending) await write(deps, tx, person, 'ending', id, endsAt)
  })
}

async function write(
  { notices, texts }: SweepDeps,
  tx: Tx,
  person: PersonId,
  what: 'ending' | 'ended',
  once: string,
  endsAt?: string,
): Promise<void> {
  const letter = (lang: 'ko' | 'en') => {
    const t = texts(lang)
    return { subject: t(`benefits.${what}.subject`), body: t(`benefits.${what}.body`), short: t(`benefits.${what}.subject`) }
  }
  const day = endsAt && Temporal.Instant.from(endsAt).toZonedDateTimeISO('Asia/Seoul').toPlainDate()
  const values = (lang: 'ko' | 'en') => ({
    ...(day ? { day: day.toLocaleString(lang === 'ko' ? 'ko-KR' : 'en-GB', { dateStyle: 'long' }) } : {}),
  })
  await notices.send(tx, {
    key: `benefits:${what}:${once}`,
    to: person,
    kind: 'benefits',
    letter: { ko: letter('ko'), en: letter('en') },
    values: { ko: values('ko'), en: values('en') },
    service: null,
    case: null,
    documents: [],
    link: '/my/benefits/watch',
    legal: null,
  })
}
