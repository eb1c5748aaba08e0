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
      const queue = [...shards]
      const parts = new Map<string, Part>()
      await Promise.all(
        workers.map((worker) =>
          work(
            worker,
            question,
            () => queue.shift(),
            (shard, part) => {
              parts.set(shard, part)
              onShard?.()
            },
          ),
        ),
      )
      return shards.map((shard) => parts.get(shard)!)
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

async function here(question: Question, shards: readonly string[], onShard?: () => void): Promise<readonly Part[]> {
  return shards.map((shard) => {
    const part = partOf({ ...question, names: [shard] })
    onShard?.()
    return part
  })
}

type Answer = { readonly part: Part } | { readonly error: Error }

async function work(
  worker: Worker,
  question: Question,
  next: () => string | undefined,
  done: (shard: string, part: Part) => void,
): Promise<void> {
  const tell = (told: Told) => worker.postMessage(told)
  tell({ question })
  for (let shard = next(); shard !== undefined; shard = next()) {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      tell({ shard: shard! })
    })
    if ('error' in answer) throw answer.error
    done(shard, answer.part)
  }
}
