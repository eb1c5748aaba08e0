/** Hears what registers say happened: one open question to each, answered when there is something. Each event is told on once. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Json } from '@dpg/rules'
import { eventsAnswer, type FeedEvent, feedEvent } from './answers.ts'
import { ask } from './ask.ts'
import { factsChanged } from './contract.ts'
import type { Running } from './deps.ts'
import { type Cursor, insertEvents, keepCursor, parkEvent, readCursor } from './store.ts'

export interface Listener {
  /** The server starts it when it serves. */
  start(): void
  /** Before the database is closed. */
  stop(): Promise<void>
}

/** How long a register may keep the question open, and how much longer we wait. */
const WAIT_S = 20
const GRACE_MS = 5_000
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 5_000

export function createListener(deps: Running): Listener {
  const ended = new AbortController()
  let running: Promise<unknown> = Promise.resolve()
  return {
    start: () => {
      const registers = [...deps.catalogue.current().pack.registers.keys()].filter((register) => deps.gateways.before(register))
      running = Promise.all(registers.map((register) => listenTo(deps, register, ended.signal)))
    },
    stop: async () => {
      ended.abort()
      await running
    },
  }
}

async function listenTo(deps: Running, register: string, ended: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS
  let isHeard = false
  while (!ended.aborted) {
    // The first question after a silence is answered at once, so that it is known at once that the register is there.
    isHeard = await hear(deps, register, isHeard ? WAIT_S : 0, ended).catch((cause: unknown) => {
      if (!ended.aborted) deps.log.warn('exchange.events-not-taken', { register }, cause)
      return false
    })
    pauseMs = isHeard ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    if (!isHeard) await pause(pauseMs, undefined, { signal: ended }).catch(() => {})
  }
}

/** One question; false when there was no answer to be believed. */
async function hear(deps: Running, register: string, waitS: number, signal: AbortSignal): Promise<boolean> {
  const cursor = await readCursor(deps.db, register)
  const path = `events?journal=${cursor?.journal ?? ''}&after=${cursor?.next ?? 0}&waitS=${waitS}`
  const told = await ask(deps, { register, method: 'GET', path, timeoutMs: waitS * 1000 + GRACE_MS, signal })
  if (signal.aborted) return false
  if (!told.ok) {
    if (told.kind === 'unreachable') deps.breakers.failed(register, told.kind, 0)
    return false
  }
  if (told.status !== 200 || told.voucher !== 'register') return false
  const answer = eventsAnswer.safeParse(told.content).data
  if (answer?.register !== register) {
    // Without a place to go on from it can only be asked again; operators hear of it each time, no more than every five seconds.
    deps.log.warn('exchange.feed-not-readable', { register })
    return false
  }
  deps.breakers.heard(register)
  const isNews = answer.events.length > 0 || answer.journal !== cursor?.journal || answer.next !== cursor.next
  if (isNews) await take(deps, register, answer.events, answer)
  return true
}

/** Events, and how far we are, together or not at all. What cannot be read is put aside, and the next one is heard. */
async function take(deps: Running, register: string, told: readonly Json[], cursor: Cursor): Promise<void> {
  const readable = new Map<string, FeedEvent>()
  const parked: { place: number; event: Json; why: string }[] = []
  for (const [place, event] of told.entries()) {
    const parsed = feedEvent.safeParse(event)
    if (parsed.success) readable.set(parsed.data.id, parsed.data)
    else parked.push({ place, event, why: parsed.error.issues.map(({ path }) => path.join('.')).join(' ') || 'shape' })
  }
  const events = [...readable.values()].flatMap((one) => {
    const person = deps.identity.behind(register, one.subject)
    if (!person) deps.log.warn('exchange.event-about-nobody', { register, event: one.id })
    return person ? [{ ...one, person }] : []
  })
  const at = deps.clock.now().toString()
  await deps.db.transaction(async (tx) => {
    const fresh = await insertEvents(tx, register, at, events)
    for (const { id, person, change, facts } of events.filter((one) => fresh.has(one.id)))
      await tx.publish(factsChanged, { subject: person, register, change, facts, eventId: id })
    for (const { place, event, why } of parked) {
      const sealed = await deps.sealing.seal(tx, `register:${register}`, PARKED, event)
      await parkEvent(tx, { register, ...cursor, place, why: why.slice(0, 300), sealed, at })
    }
    await keepCursor(tx, register, cursor)
  })
  for (const { place, why } of parked) deps.log.warn('exchange.event-parked', { register, next: cursor.next, place, why })
}

/** It may say anything about anybody. */
const PARKED = 'exchange.parked_events.sealed'
