/** The checking thread as its callers see it: started when there is something to check, ended when a question takes too long. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Pack } from '@dpg/definitions'
import { createTurns, Problem } from '@dpg/kernel'
import { type RuleFile, tooHeavy } from '../contract.ts'
import { readForm } from '../form/read.ts'
import { type Check, stopped } from './report.ts'
import type { Order, Reply } from './worker.ts'

const READY = -1

export interface Desk {
  check(slug: string, files: readonly RuleFile[]): Promise<Check>
  stop(): Promise<void>
}

export interface DeskOptions {
  readonly checkMs?: number
  readonly idleMs?: number
}

const KEPT = 64
/** Entries of the catalogue in one message. */
const PART = 1000
const AGAIN_MS = 30_000

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (cause: unknown) => void
}

export function createDesk(catalogue: Catalogue, { checkMs = 20_000, idleMs = 300_000 }: DeskOptions = {}): Desk {
  const checking = createThread(catalogue, idleMs)
  const kept = new Map<string, Promise<Check>>()
  /** The same files over the same release come to the same: what a draft began from is checked once. */
  const once = (key: string, ask: () => Promise<Check>): Promise<Check> => {
    const known = kept.get(key)
    if (known) return known
    const asked = ask()
    kept.set(key, asked)
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
    asked.then(
      // Next time the machine may have more time for it.
      ({ stoppedAfter }) => stoppedAfter !== null && setTimeout(() => kept.delete(key), AGAIN_MS).unref(),
      () => kept.delete(key),
    )
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
            if (cause instanceof Problem && cause.type === tooHeavy.type)
              return stopped(Math.ceil(checkMs / 1000), slug, files, readForm(slug, files))
            throw cause
          }),
      ),
    stop: checking.stop,
  }
}

function* partsOf(pack: Pack): Generator<Order> {
  const { rows } = pack.catalogue
  yield { kind: 'pack', pack: { ...pack, catalogue: { ...pack.catalogue, rows: [] } } }
  for (let at = 0; at < rows.length; at += PART) yield { kind: 'rows', rows: rows.slice(at, at + PART) }
  yield { kind: 'whole' }
}

function createThread(catalogue: Catalogue, idleMs: number) {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let release: string | undefined
  let idle: NodeJS.Timeout | undefined
  const inTurn = createTurns()
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

  const put = <T>(order: (id: number) => Order): Promise<T> => {
    const id = count++
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    waiting.set(id, { resolve, reject })
    worker!.postMessage(order(id))
    return promise
  }

  /** The thread with the pack in force; starting it and handing it over costs no question its time. */
  const prepare = async (): Promise<void> => {
    clearTimeout(idle)
    worker ??= start()
    worker.ref()
    const snapshot = catalogue.current()
    if (release === snapshot.release) return
    release = snapshot.release
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    waiting.set(READY, { resolve, reject })
    // It may end before anybody waits for it.
    promise.catch(() => {})
    // A whole country is handed over in parts, so that whoever else is served need not wait for it.
    for (const order of partsOf(snapshot.pack)) {
      worker?.postMessage(order)
      await setImmediate()
    }
    await promise
  }

  /** One question at a time, so that a time limit is the question's own. */
  const answer = async <T>(order: (id: number) => Order, limitMs: number): Promise<T> => {
    await prepare()
    const limit = setTimeout(() => void end(tooHeavy({ seconds: Math.ceil(limitMs / 1000) })), limitMs)
    return put<T>(order).finally(() => {
      clearTimeout(limit)
      worker?.unref()
      idle = setTimeout(() => void end(new Error('idle')), idleMs).unref()
    })
  }

  return {
    ask: <T>(order: (id: number) => Order, limitMs: number): Promise<T> => inTurn(() => answer<T>(order, limitMs)),
    stop: () => end(new Error('stopped')),
  }
}
