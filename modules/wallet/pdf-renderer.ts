/** The thread that renders: started when there is something to render, ended when there has been nothing for a while. */
import { Worker } from 'node:worker_threads'
import type { IssuedDocument } from '@dpg/documents'
import { notPrintable } from './contract.ts'

/** Bytes of the PDF; the same document and time give the same. Throws `wallet/not-printable`. */
export type RenderPdf = (document: IssuedDocument, createdAt: number) => Promise<Uint8Array>

export interface Order {
  readonly id: number
  readonly document: IssuedDocument
  readonly createdAt: number
}

export type Answer =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly missing: readonly string[] }
  | { readonly id: number; readonly error: string }

interface Waiting {
  resolve(bytes: Uint8Array): void
  reject(cause: Error): void
}

const IDLE_MS = 30_000

export function createPdfRenderer({ idleMs = IDLE_MS } = {}): RenderPdf {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let idle: NodeJS.Timeout | undefined
  let count = 0

  const settle = (answer: Answer) => {
    const one = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('bytes' in answer) one?.resolve(answer.bytes)
    else one?.reject('missing' in answer ? notPrintable({ characters: [...answer.missing] }) : new Error(answer.error))
    if (waiting.size > 0) return
    // A thread with nothing to do keeps neither the process nor its memory.
    worker?.unref()
    const done = worker
    idle = setTimeout(() => {
      worker = undefined
      void done?.terminate()
    }, idleMs).unref()
  }

  const start = (): Worker => {
    const started = new Worker(new URL('./pdf-worker.ts', import.meta.url))
    const lose = (cause: Error) => {
      if (worker !== started) return
      worker = undefined
      for (const one of waiting.values()) one.reject(cause)
      waiting.clear()
    }
    started.on('message', settle)
    started.on('error', lose)
    started.on('exit', () => lose(new Error('the rendering thread ended')))
    return started
  }

  return (document, createdAt) =>
    new Promise((resolve, reject) => {
      clearTimeout(idle)
      worker ??= start()
      worker.ref()
      const id = count++
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, document, createdAt } satisfies Order)
    })
}
