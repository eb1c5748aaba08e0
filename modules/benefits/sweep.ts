/** What time brings, once a minute: days that have come, the coming year of those who changed, looks and consents that are over. */
import type { PersonId } from '@dpg/kernel'
import { defineJob, type Tx } from '@dpg/kernel/server'
import { daysAhead } from './ahead.ts'
import { type ConsentDeps, end } from './consent.ts'
import { inTurns } from './in-turns.ts'
import { type ManyDeps, readEach, settleMany } from './many.ts'
import { goThrough } from './pass.ts'
import { CONSENT_MONTHS } from './plan.ts'
import { valuesOf } from './kept-facts.ts'
import { daysOf } from './openings.ts'
import { type ConsentRow, listEnded, takeToRemind } from './store-consents.ts'
import { deleteLook, deleteOldLooks, listPasses } from './store-looks.ts'
import { deleteSubscriber, keepWakes, listWatched, type SubscriberRow, takeAhead, takeDueWakes } from './store-subscribers.ts'

export type SweepDeps = ManyDeps & ConsentDeps

export const sweep = defineJob<object>('benefits.sweep')

const BATCH = 500
/** So many wait for one commit. */
const AT_ONCE = 50
/** What is left is for the next minute, or for another process. */
const MOST_BATCHES = 400
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

async function wakeDue(deps: SweepDeps): Promise<void> {
  const today = deps.clock.today().toString()
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const count = await deps.db.transaction(async (tx) => {
      const due = await takeDueWakes(tx, today, AT_ONCE)
      // Two days that came while nothing ran are one look.
      if (due.length > 0) await wake(deps, tx, [...new Set(due.map(({ person }) => person))], today)
      return due.length
    })
    if (count < AT_ONCE) return
  }
}

/** Whose day has come. Of the answers those are kept that turn. */
async function wake(deps: SweepDeps, tx: Tx, people: readonly PersonId[], today: string): Promise<void> {
  const rows = await listWatched(tx, deps.clock.now().toString(), people)
  const { screen } = deps.rescreening()
  const occasion = { because: 'day', once: `day:${today}`, register: null, facts: [], services: [] } as const
  const turned = await inTurns(await readEach(deps, tx, rows), ({ row, projection }) => {
    const { facts } = projection
    const open = daysOf(projection.open)
    const answers = screen(valuesOf(facts), today).filter(
      ({ service, outcome }) => (outcome === 'eligible') !== open.has(service),
    )
    return { row, projection, occasion, answers, gone: [] }
  })
  await settleMany(deps, tx, turned)
}

async function lookAhead(deps: SweepDeps): Promise<void> {
  for (const end = performance.now() + AHEAD_MS; performance.now() < end; ) {
    const count = await deps.db.transaction(async (tx) => {
      const rows = await takeAhead(tx, AT_ONCE)
      if (rows.length > 0) await keepDays(deps, tx, rows)
      return rows.length
    })
    if (count < AT_ONCE) return
  }
}

/** As far as the consent reaches; renewing it looks further. */
async function keepDays(deps: SweepDeps, tx: Tx, rows: readonly SubscriberRow[]): Promise<void> {
  const { engine } = deps.rules()
  const read = new Map((await readEach(deps, tx, rows)).map(({ row, projection }) => [row.person, projection]))
  const wakes = await inTurns(rows, ({ person, aheadFrom }) => {
    const projection = read.get(person)
    const to = Temporal.PlainDate.from(aheadFrom!).add({ months: CONSENT_MONTHS }).toString()
    return { person, days: projection ? daysAhead(engine, valuesOf(projection.facts), { from: aheadFrom!, to }) : [] }
  })
  await keepWakes(tx, wakes)
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
