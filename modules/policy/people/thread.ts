/** People counted in a thread, shard by shard, as whoever shares them with others gets them. */
import { Worker } from 'node:worker_threads'
import type { FolderInfo } from './format.ts'
import type { MeasureRequest, PrepareRequest } from './measure.ts'
import type { Part } from './together.ts'

export type FromThread =
  | { readonly written: number }
  | { readonly open: { readonly info: FolderInfo; readonly shards: number } }
  | { readonly part: Part }
  | { readonly failure: { readonly isRule: boolean; readonly why: string } }

/** A rule stopped the run, or took too long; nothing is wrong with the people. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped'
}

export interface Counter {
  readonly info: FolderInfo
  readonly shards: number
  /** One after another. Throws RunStopped where a rule cannot be worked out. */
  part(shard: number): Promise<Part>
  /** Ends the thread, whatever it is at. */
  close(): Promise<void>
}

/** Throws when the people cannot be read. */
export async function openCounter(request: MeasureRequest, onWriting: (share: number) => void): Promise<Counter> {
  const thread = startThread(request, onWriting)
  const opened = await thread.next()
  if (!('open' in opened)) throw new Error('a thread that counted before it was asked')
  return {
    ...opened.open,
    part: async (shard) => {
      thread.worker.postMessage(shard)
      const told = await thread.next()
      if (!('part' in told)) throw new Error('a shard without a result')
      return told.part
    },
    close: async () => void (await thread.worker.terminate()),
  }
}

/** Writes them for the engine, and ends. */
export async function prepareInThread({ folder, engine, today, asOf }: PrepareRequest): Promise<void> {
  const { next } = startThread({ folder, engine, today, asOf }, () => {})
  await next().catch((error: unknown) => {
    if (!(error instanceof Ended)) throw error
  })
}

class Ended extends Error {}

/** `next`: the next answer; one question at a time. */
function startThread(request: MeasureRequest | PrepareRequest, onWriting: (share: number) => void) {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  })
  let waiting = Promise.withResolvers<Exclude<FromThread, { written: number } | { failure: object }>>()
  // Whoever does not wait at this moment hears of it with the next answer.
  waiting.promise.catch(() => {})
  worker.on('message', (told: FromThread) => {
    if ('written' in told) onWriting(told.written)
    else if ('failure' in told)
      waiting.reject(told.failure.isRule ? new RunStopped(told.failure.why) : new Error(told.failure.why))
    else waiting.resolve(told)
  })
  worker.on('error', (error) => waiting.reject(error))
  worker.on('exit', (code) =>
    waiting.reject(code === 0 ? new Ended('the thread has ended') : new Error(`the run ended with ${code}`)),
  )
  return {
    worker,
    next: async () => {
      const answer = await waiting.promise
      waiting = Promise.withResolvers()
      waiting.promise.catch(() => {})
      return answer
    },
  }
}
