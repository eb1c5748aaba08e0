/** The checking thread as its callers see it: started when there is something to check, ended when a question takes too long. */
import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Catalogue } from '@dpg/catalogue/contract'
import { Problem } from '@dpg/kernel'
import { type Effect, type RuleFile, tooHeavy } from '../contract.ts'
import type { MeasureOrder } from '../effect/measure.ts'
import { type Check, stopped } from './report.ts'
import type { Order, Reply } from './worker.ts'

export interface Desk {
  check(slug: string, files: readonly RuleFile[]): Promise<Check>
  /** Throws `authoring/too-heavy`. */
  measure(order: MeasureOrder): Promise<Effect>
  stop(): Promise<void>
}

export interface DeskOptions {
  readonly checkMs?: number
  readonly measureMs?: number
  readonly idleMs?: number
}

const KEPT = 64

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (cause: unknown) => void
}

/** `name` tells apart the thread that answers while one types from the one that counts people. */
export function createDesk(
  catalogue: Catalogue,
  { checkMs = 10_000, measureMs = 120_000, idleMs = 300_000 }: DeskOptions = {},
): Desk {
  const checking = createThread(catalogue, idleMs)
  const measuring = createThread(catalogue, idleMs)
  const kept = new Map<string, Promise<Check>>()
  /** The same files over the same release come to the same: what a draft began from is checked once. */
  const once = (key: string, ask: () => Promise<Check>): Promise<Check> => {
    const known = kept.get(key)
    if (known) return known
    const asked = ask()
    kept.set(key, asked)
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
    asked.catch(() => kept.delete(key))
    return asked
  }
  const keyOf = (slug: string, files: readonly RuleFile[]) =>
    createHash('sha256')
      .update(JSON.stringify([catalogue.current().release, slug, files]))
      .digest('base64url')
  return {
    check: (slug, files) =>
      once(keyOf(slug, files), () =>
        checking
          .ask<Check>((id) => ({ kind: 'check', id, slug, files }), checkMs)
          .catch((cause: unknown) => {
            // So that its author can still open it and mend it.
            if (cause instanceof Problem && cause.type === tooHeavy.type) return stopped(Math.ceil(checkMs / 1000))
            throw cause
          }),
      ),
    measure: (order) => measuring.ask<Effect>((id) => ({ kind: 'measure', id, order }), measureMs),
    stop: async () => {
      await Promise.all([checking.stop(), measuring.stop()])
    },
  }
}

function createThread(catalogue: Catalogue, idleMs: number) {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let release: string | undefined
  let idle: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let count = 0

  const end = async (cause?: unknown) => {
    const done = worker
    worker = undefined
    release = undefined
    for (const one of waiting.values()) one.reject(cause)
    waiting.clear()
    await done?.terminate()
  }

  const start = (): Worker => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 8 },
    })
    started.on('message', (reply: Reply) => {
      const one = waiting.get(reply.id)
      waiting.delete(reply.id)
      if ('error' in reply) one?.reject(new Error(reply.error))
      else one?.resolve(reply.value as never)
    })
    const lose = (cause: Error) => void (worker === started && end(cause))
    started.on('error', lose)
    started.on('exit', () => lose(new Error('the checking thread ended')))
    return started
  }

  /** One question at a time, so that a time limit is the question's own. */
  const put = <T>(order: (id: number) => Order, limitMs: number): Promise<T> => {
    clearTimeout(idle)
    worker ??= start()
    worker.ref()
    const snapshot = catalogue.current()
    if (release !== snapshot.release) worker.postMessage({ kind: 'pack', pack: snapshot.pack } satisfies Order)
    release = snapshot.release
    const id = count++
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    waiting.set(id, { resolve, reject })
    const limit = setTimeout(() => void end(tooHeavy({ seconds: Math.round(limitMs / 1000) })), limitMs)
    worker.postMessage(order(id))
    return promise.finally(() => {
      clearTimeout(limit)
      if (waiting.size > 0) return
      worker?.unref()
      idle = setTimeout(() => void end(new Error('idle')), idleMs).unref()
    })
  }

  return {
    ask<T>(order: (id: number) => Order, limitMs: number): Promise<T> {
      const mine = turn.then(() => put<T>(order, limitMs))
      turn = mine.catch(() => undefined)
      return mine
    },
    stop: () => end(new Error('stopped')),
  }
}
