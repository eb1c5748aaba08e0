/** A worker: takes shard after shard from a queue, whichever it is, until all are reported by somebody. */
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Part } from '../compare/part.ts'
import type { Question } from '../compare/threads.ts'
import type { ShardQueue } from './queue.ts'
import { checkShard, checkTask, type ShardReport, shardsOf, type SweepTask } from './task.ts'

export interface WorkOptions {
  /** Where the people of the task are on this machine. */
  readonly population: string
  /** Asked before each shard: true ends the work, whatever is left. */
  readonly isEnough?: () => boolean
  /** It takes shards from now on. */
  readonly onReady?: () => void
  /** A shard is done; `isCounted` is false where another had reported it. */
  readonly onShard?: (shard: string, isCounted: boolean) => void
}

/**
 * Works until nothing is left, waiting for shards that others hold: they are ours if those die. Gives how many it reported.
 * Throws SweepError where people or code are not those of the task, and what the engine throws; then others may try.
 */
export async function workOn(
  task: SweepTask,
  queue: ShardQueue<ShardReport>,
  { population, isEnough = () => false, onReady, onShard }: WorkOptions,
): Promise<number> {
  checkTask(task, population)
  const [first] = shardsOf(task)
  const evaluator = openEvaluator({ question: { ...task.question, folder: population }, code: task.code })
  onReady?.()
  let reported = 0
  try {
    for await (const shard of shardsFrom(queue, isEnough)) {
      const report = await held(queue, shard, async (): Promise<ShardReport> => {
        const before = process.cpuUsage()
        checkShard(task, population, shard)
        const part = await evaluator.evaluate({ shard, withRoutes: shard === first })
        checkShard(task, population, shard)
        const { user, system } = process.cpuUsage(before)
        const maxRss = process.resourceUsage().maxRSS * 1024
        return { shard, worker: queue.owner, part, cpuSeconds: (user + system) / 1e6, maxRss }
      })
      const isCounted = await queue.report(shard, report)
      if (isCounted) reported++
      onShard?.(shard, isCounted)
    }
  } finally {
    await evaluator.close()
  }
  return reported
}

/** Whoever waits for others to end looks so often at most. */
const LOOK_MS = 100

async function* shardsFrom(queue: ShardQueue<ShardReport>, isEnough: () => boolean): AsyncGenerator<string> {
  while (!isEnough()) {
    const shard = await queue.take()
    if (shard !== undefined) yield shard
    else if ((await queue.open()).length === 0) return
    else await pause(Math.min(LOOK_MS, queue.leaseMs / 4))
  }
}

/** Renews the lease while something works on the shard; gives the shard back where that fails. */
async function held<T>(queue: ShardQueue<ShardReport>, shard: string, work: () => Promise<T>): Promise<T> {
  // A queue that cannot be reached now may be there in time for the report; one that says no will say it to the report too.
  const renew = (): void => void queue.renew(shard).catch(() => {})
  const timer = setInterval(renew, queue.leaseMs / 4)
  try {
    return await work()
  } catch (error) {
    await queue.giveBack(shard).catch(() => {})
    throw error
  } finally {
    clearInterval(timer)
  }
}

export interface Asked {
  readonly shard: string
  readonly withRoutes: boolean
}
export type Evaluated = { readonly part: Part } | { readonly error: Error }

export interface ThreadTask {
  readonly question: Question
  readonly code: string
}

function openEvaluator(workerData: ThreadTask) {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData })
  let isOver = false
  // Listened to while something is asked too; an error without a listener would end the process.
  thread
    .on('error', () => {})
    .on('exit', () => {
      isOver = true
    })
  const evaluate = (asked: Asked): Promise<Part> => {
    const { promise, resolve, reject } = Promise.withResolvers<Part>()
    const hear = (told: Evaluated): void => ('part' in told ? resolve(told.part) : reject(told.error))
    const end = (): void => reject(new Error('The thread that evaluates has ended'))
    thread.once('message', hear).once('error', reject).once('exit', end)
    if (isOver) end()
    thread.postMessage(asked)
    return promise.finally(() => thread.off('message', hear).off('error', reject).off('exit', end))
  }
  return { evaluate, close: () => thread.terminate() }
}
