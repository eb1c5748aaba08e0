/** Threads that evaluate shards, kept for the next question. Without any, the work is done where it is asked. */
import { Worker } from 'node:worker_threads'
import { type Part, partOf, type PartTask } from './part.ts'

export type Question = Omit<PartTask, 'names'>
/** What a thread is told: a question, or a shard to answer it for. */
export type Told = { readonly question: Question } | { readonly shard: string }

export interface Threads {
  readonly run: (question: Question, shards: readonly string[], onShard?: () => void) => Promise<readonly Part[]>
  readonly close: () => Promise<void>
}

export function createThreads(count: number): Threads {
  if (count === 0) return { run: here, close: async () => {} }
  const workers = Array.from({ length: count }, () => new Worker(new URL('./worker.ts', import.meta.url)))
  for (const worker of workers) worker.setMaxListeners(0)
  return {
    run: async (question, shards, onShard) => {
      const parts = new Map<string, Part>()
      const next = shardsFor(workers.length, shards)
      const done = (shard: string, part: Part): void => {
        parts.set(shard, part)
        onShard?.()
      }
      await Promise.all(workers.map((worker, i) => work(worker, question, () => next(i), done)))
      return shards.map((shard) => parts.get(shard)!)
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

/** A thread gets the same shards question after question, for it knows their descriptions; who has none left takes another's last. */
function shardsFor(threads: number, shards: readonly string[]): (thread: number) => string | undefined {
  const queues = Array.from({ length: threads }, (_, thread) => shards.filter((_, i) => i % threads === thread))
  return (thread) => queues[thread]!.shift() ?? queues.reduce((a, b) => (b.length > a.length ? b : a)).pop()
}

async function here(question: Question, shards: readonly string[], onShard?: () => void): Promise<readonly Part[]> {
  return shards.map((shard) => {
    const part = partOf({ ...question, names: [shard] })
    onShard?.()
    return part
  })
}

type Answer = { readonly part: Part } | { readonly error: Error }

/** So many shards are under way in a thread: the next one is there when one is done. */
const AHEAD = 2

async function work(
  worker: Worker,
  question: Question,
  next: () => string | undefined,
  done: (shard: string, part: Part) => void,
): Promise<void> {
  const tell = (told: Told) => worker.postMessage(told)
  const waiting: PromiseWithResolvers<Answer>[] = []
  const hear = (answer: Answer): void => waiting.shift()!.resolve(answer)
  const fail = (error: unknown): void => {
    for (const one of waiting.splice(0)) one.reject(error)
  }
  worker.on('message', hear)
  worker.on('error', fail)
  const ask = async (): Promise<void> => {
    for (let shard = next(); shard !== undefined; shard = next()) {
      const asked = Promise.withResolvers<Answer>()
      waiting.push(asked)
      tell({ shard })
      const answer = await asked.promise
      if ('error' in answer) throw answer.error
      done(shard, answer.part)
    }
  }
  tell({ question })
  try {
    const all = await Promise.allSettled(Array.from({ length: AHEAD }, ask))
    for (const one of all) if (one.status === 'rejected') throw one.reason
  } finally {
    worker.off('message', hear)
    worker.off('error', fail)
  }
}
