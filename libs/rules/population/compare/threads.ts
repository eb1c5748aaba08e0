/** Threads that evaluate shards, kept for the next question. Without any, the work is done where it is asked. */
import { Worker } from 'node:worker_threads'
import { type Part, partOf, type PartTask } from './part.ts'

export type Question = Omit<PartTask, 'names' | 'withRoutes'>

/** What a thread is told: a question, and the shards of every thread with how many of each list have been taken, shared by all. */
export interface Told {
  readonly question: Question
  readonly lists: readonly (readonly string[])[]
  readonly taken: Int32Array<SharedArrayBuffer>
  readonly thread: number
}

/** What a thread says: the part of one shard after another, and that nothing is left. */
export type Answer = { readonly shard: string; readonly part: Part } | { readonly isDone: true } | { readonly error: Error }

export interface Threads {
  readonly run: (question: Question, shards: readonly string[], onShard?: () => void) => Promise<readonly Part[]>
  readonly close: () => Promise<void>
}

export function createThreads(count: number): Threads {
  if (count === 0) return { run: here, close: async () => {} }
  const workers = Array.from({ length: count }, () => new Worker(new URL('./worker.ts', import.meta.url)))
  return {
    run: async (question, shards, onShard) => {
      const parts = new Map<string, Part>()
      const taken = new Int32Array(new SharedArrayBuffer(4 * count))
      const lists = workers.map((_, thread) => shards.filter((_, i) => i % count === thread))
      const done = (shard: string, part: Part): void => {
        parts.set(shard, part)
        onShard?.()
      }
      const all = await Promise.allSettled(
        workers.map((worker, thread) => answered(worker, { question, lists, taken, thread }, done)),
      )
      for (const one of all) if (one.status === 'rejected') throw one.reason
      return shards.map((shard) => parts.get(shard)!)
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

/** A thread gets the same shards question after question, for it knows their descriptions; who has none left takes another's. */
export function* shardsFor({ lists, taken, thread }: Told): Generator<string> {
  for (let i = 0; i < lists.length; i++) {
    const whose = (thread + i) % lists.length
    const list = lists[whose]!
    for (let at = Atomics.add(taken, whose, 1); at < list.length; at = Atomics.add(taken, whose, 1)) yield list[at]!
  }
}

/** Nobody takes any more. */
const endAll = ({ lists, taken }: Told): void => lists.forEach(({ length }, i) => void Atomics.store(taken, i, length))

async function here(question: Question, shards: readonly string[], onShard?: () => void): Promise<readonly Part[]> {
  return shards.map((shard, i) => {
    const part = partOf({ ...question, names: [shard], withRoutes: i === 0 })
    onShard?.()
    return part
  })
}

/** Waits until the thread has nothing left; where it fails the others end early. */
async function answered(worker: Worker, told: Told, done: (shard: string, part: Part) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const fail = (error: unknown): void => {
    endAll(told)
    reject(error)
  }
  const hear = (answer: Answer): void => {
    if ('part' in answer) done(answer.shard, answer.part)
    else if ('error' in answer) fail(answer.error)
    else resolve()
  }
  const end = (): void => fail(new Error('The population was closed while it was asked'))
  worker.on('message', hear).on('error', fail).on('exit', end)
  worker.postMessage(told)
  try {
    await promise
  } finally {
    worker.off('message', hear).off('error', fail).off('exit', end)
  }
}
