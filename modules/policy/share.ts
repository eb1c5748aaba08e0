/**
 * A run shared out: the database hands the shards of the people to every process that has the same ones, a few at a time. Whoever began it
 * waits for all, takes over what a killed one held, and puts the parts together.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type Db, defineJob, type Log } from '@dpg/kernel/server'
import { codeVersion } from './code-version.ts'
import type { PopulationRun, Question } from './people/population.ts'
import { type Counter, RunStopped } from './people/thread.ts'
import { type Measured, type Part, together } from './people/together.ts'
import { postgresQueue } from './sweep/queue.ts'
import { deleteOldRuns, deleteSweep, hasFreeShards, insertSweep, taskOf } from './sweep/store.ts'

/** A run to be worked out; with `again` one that is finished, to be compared. With `help` somebody else's, whose shards wait. */
export const workOut = defineJob<{ run: string; again?: boolean } | { help: string }>('policy.work-out')

export interface ShareDeps {
  readonly db: Db
  readonly log: Log
  readonly population: PopulationRun
  /** So long a shard is held without a sign of life; half a minute where absent. */
  readonly leaseMs?: number
}

interface SharedTask {
  readonly question: Question
  /** Which people, and which code: parts of others do not belong together. */
  readonly data: string
  readonly code: string
}

export interface Shares {
  /** The share of people that is written for the engine, where that must be done first. */
  readonly onWriting?: (share: number) => void
  /** The shards are handed out from now on. */
  readonly onShared?: () => Promise<void>
  readonly limitMs?: number
}

/** `id` names what is counted: whoever begins it again goes on with what is reported, until it is forgotten. Throws RunStopped, and when people cannot be read. */
export async function countTogether(
  deps: ShareDeps,
  id: string,
  question: Question,
  { onWriting = () => {}, onShared = async () => {}, limitMs }: Shares = {},
): Promise<Measured> {
  const { db, population, leaseMs } = deps
  const { version } = await population.ready()
  return population.count(question, onWriting, async (counter) => {
    const end = limitMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + limitMs
    const task = JSON.stringify({ question, data: version, code: codeVersion() } satisfies SharedTask)
    await deleteOldRuns(db)
    await db.transaction(async (tx) => {
      await insertSweep(tx, { id, task, shards: namesOf(counter), isRun: true })
      if (counter.shards > 1) await tx.enqueue(workOut, { help: id })
    })
    await onShared()
    const queue = postgresQueue<Part>(db, id, { ...(leaseMs && { leaseMs }) })
    for (;;) {
      await within(end, limitMs, takeAll(queue, counter))
      if ((await queue.open()).length === 0) break
      await within(end, limitMs, pause(LOOK_MS))
    }
    const parts = await queue.reports()
    if (parts.length !== counter.shards) throw new Error(`of the run ${id} ${parts.length} of ${counter.shards} parts are there`)
    return together(counter.info, parts)
  })
}

/** Once the result is kept, or given up: nothing is left of what was reported. */
export const forgetShares = ({ db }: Pick<ShareDeps, 'db'>, id: string): Promise<void> => deleteSweep(db, id)

/** Takes shards of a run that another process began, until none is free. */
export async function help(deps: ShareDeps, id: string): Promise<void> {
  const { db, log, population, leaseMs } = deps
  const text = await taskOf(db, id)
  if (text === undefined || !(await hasFreeShards(db, id))) return
  // Whoever counts already would only wait: the next free process is to have it.
  if (population.isBusy()) return callHelp(db, id, BUSY_S)
  const { question, data, code }: SharedTask = JSON.parse(text)
  const { version, isReady } = population.describe()
  if (!isReady || version !== data || code !== codeVersion()) return callHelp(db, id, BUSY_S)
  try {
    await population.count(
      question,
      () => {},
      async (counter) => {
        if (await hasFreeShards(db, id)) await callHelp(db, id)
        await takeAll(postgresQueue<Part>(db, id, { ...(leaseMs && { leaseMs }) }), counter)
      },
    )
  } catch (cause) {
    // What it gave back is counted, or fails again, where the run was begun.
    log.warn('policy.help-failed', { run: id }, cause)
  }
}

const LOOK_MS = 100
const BUSY_S = 2

const callHelp = (db: Db, id: string, startAfterSeconds?: number): Promise<void> =>
  db.transaction((tx) => tx.enqueue(workOut, { help: id }, startAfterSeconds === undefined ? {} : { startAfterSeconds }))

/** Names that stand in the order of their numbers. */
const DIGITS = 6
const namesOf = ({ shards }: Counter): string[] =>
  Array.from({ length: shards }, (_, shard) => String(shard).padStart(DIGITS, '0'))

type Queue = ReturnType<typeof postgresQueue<Part>>

/** Until none is free. */
async function takeAll(queue: Queue, counter: Counter): Promise<void> {
  for (;;) {
    const shard = await queue.take()
    if (shard === undefined) return
    const timer = setInterval(() => void queue.renew(shard).catch(() => {}), queue.leaseMs / 4)
    try {
      await queue.report(shard, await counter.part(Number(shard)))
    } catch (cause) {
      await queue.giveBack(shard).catch(() => {})
      throw cause
    } finally {
      clearInterval(timer)
    }
  }
}

/** Throws RunStopped when it takes longer; the thread that counts is ended with the run. */
async function within<T>(end: number, limitMs: number | undefined, work: Promise<T>): Promise<T> {
  if (limitMs === undefined) return work
  work.catch(() => {})
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new RunStopped(`more than ${limitMs / 1000} s`)), Math.max(0, end - performance.now()))
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
