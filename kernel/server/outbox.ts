/** The relay: delivers what the outbox holds, at least once, each consumer on its own. */
import type { EventKind } from '../events.ts'
import { type Db, outsideTransaction, type Query } from './db.ts'
import type { Log } from './log.ts'

/** May run twice for one event; a unique key or a conditional update makes the second run do nothing. */
export interface Consumer<P extends object = object> {
  readonly name: string
  readonly on: EventKind<P>
  handle(payload: P): Promise<void>
}

export interface Relay {
  /** Looks now instead of at the next tick. */
  wake(): void
  /** Delivers everything that waits; for tests and for a clean stop. */
  drain(): Promise<void>
  stop(): Promise<void>
}

interface Waiting {
  readonly id: bigint
  readonly name: string
  readonly payload: object
  readonly done: string[]
  readonly attempts: number
}

interface Outcome {
  readonly id: bigint
  readonly done: readonly string[]
  /** Null: everybody has heard it. */
  readonly waitS: number | null
}

const BATCH = 50
const LITTLE = 5
const PASSED_OVER = 1_000
const MAX_BACKOFF_S = 300
/** How long a delivered event is kept, to look into what went wrong: that somebody moved or was refused is nothing to keep for ever. */
const KEPT_DAYS = 7
const FORGET_EVERY_MS = 3_600_000
const FORGET_BATCH = 5_000

export interface RelayDeps {
  readonly db: Db
  readonly log: Log
  readonly consumers: readonly Consumer[]
  readonly pollMs?: number
  /** How long a consumer may take; then it has failed and others are served. */
  readonly limitMs?: number
  /** Resolves when there is time to deliver; at once when absent. False: only for a little. */
  readonly quiet?: () => Promise<boolean>
}

export function startRelay(deps: RelayDeps): Relay {
  const { db, log, consumers, limitMs = 60_000 } = deps
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let queued = false

  const names = [...new Set(consumers.map(({ on }) => on.name))]

  const deliverBatch = async (limit = BATCH): Promise<number> => {
    // A flood of what nobody waits for holds nobody up.
    const passedOver = await passOver(db, names)
    return Math.max(await deliverSome(limit), passedOver === PASSED_OVER ? limit : 0)
  }

  const deliverSome = (limit: number): Promise<number> =>
    db.transaction(async (tx) => {
      const batch = await tx.query<Waiting>(
        `select id, name, payload, done, attempts from kernel.outbox
         where delivered_at is null and next_at <= now() order by id limit ${limit} for update skip locked`,
      )
      const outcomes: Outcome[] = []
      for (const event of batch) outcomes.push(await deliverOne(event))
      if (outcomes.length > 0) await keepOutcomes(tx, outcomes)
      return batch.length
    })

  const deliverOne = async (event: Waiting): Promise<Outcome> => {
    const done = [...event.done]
    let failed = false
    for (const consumer of consumers.filter((one) => one.on.name === event.name && !done.includes(one.name))) {
      try {
        await within(
          limitMs,
          outsideTransaction(() => consumer.handle(event.payload)),
        )
        done.push(consumer.name)
      } catch (cause) {
        failed = true
        log.warn('outbox.consumer-failed', { event: event.name, consumer: consumer.name, attempts: event.attempts + 1 }, cause)
      }
    }
    return { id: event.id, done, waitS: failed ? Math.min(MAX_BACKOFF_S, 2 ** event.attempts) : null }
  }

  const pass = async (): Promise<void> => {
    queued = false
    try {
      for (let isMore = true; isMore; ) {
        const isQuiet = (await deps.quiet?.()) ?? true
        if (stopped) return
        const limit = isQuiet ? BATCH : LITTLE
        isMore = (await deliverBatch(limit)) === limit
      }
    } catch (cause) {
      if (!stopped) log.warn('outbox.pass-failed', {}, cause)
    }
  }
  const wake = () => {
    if (stopped || queued) return
    queued = true
    running = running.then(pass)
  }
  const timer = setInterval(wake, deps.pollMs ?? 500)
  timer.unref()
  let forgetting: Promise<void> = Promise.resolve()
  const forget = () => {
    forgetting = forgetDelivered(db).catch((cause: unknown) => {
      if (!stopped) log.warn('outbox.not-forgotten', {}, cause)
    })
  }
  const forgetTimer = setInterval(forget, FORGET_EVERY_MS)
  forgetTimer.unref()
  forget()

  return {
    wake,
    drain: async () => {
      while ((await deliverBatch()) > 0);
    },
    stop: async () => {
      stopped = true
      clearInterval(timer)
      clearInterval(forgetTimer)
      await Promise.all([running, forgetting])
    },
  }
}

/** Events that nobody hears have been delivered. Gives how many there were. */
async function passOver(on: Query, heard: readonly string[]): Promise<number> {
  const rows = await on.query(
    `update kernel.outbox set delivered_at = now(), attempts = attempts + 1 where id in (select id from kernel.outbox
       where delivered_at is null and next_at <= now() and name <> all($1) limit ${PASSED_OVER} for update skip locked) returning id`,
    [heard],
  )
  return rows.length
}

/** One statement for all. */
async function keepOutcomes(on: Query, outcomes: readonly Outcome[]): Promise<void> {
  await on.query(
    `update kernel.outbox set done = array(select jsonb_array_elements_text(outcome.done)), attempts = attempts + 1,
       delivered_at = case when wait_s is null then now() end,
       next_at = case when wait_s is null then next_at else now() + make_interval(secs => wait_s) end
     from unnest($1::bigint[], $2::jsonb[], $3::float8[]) as outcome (id, done, wait_s) where outbox.id = outcome.id`,
    [outcomes.map(({ id }) => id), outcomes.map(({ done }) => JSON.stringify(done)), outcomes.map(({ waitS }) => waitS)],
  )
}

/** Takes away what was delivered more than a week ago; what waits stays, however old. */
export async function forgetDelivered(on: Query): Promise<void> {
  for (;;) {
    const gone = await on.query(
      `delete from kernel.outbox where id in (select id from kernel.outbox
         where delivered_at < now() - make_interval(days => ${KEPT_DAYS}) limit ${FORGET_BATCH}) returning id`,
    )
    if (gone.length < FORGET_BATCH) return
  }
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`not done in ${limitMs} ms`)), limitMs)
  })
  await Promise.race([work, tooLong]).finally(() => clearTimeout(timer))
}
