/** A thread of its own for one run: the web process goes on answering meanwhile. It counts the shards that it is asked for. */
import { parentPort, workerData } from 'node:worker_threads'
import { LimitError, RuleErrors } from '@dpg/rules'
import { type MeasureRequest, openCounting, type PrepareRequest, prepare } from './measure.ts'
import type { FromThread } from './thread.ts'

const tell = (message: FromThread): void => parentPort?.postMessage(message)

function tried(work: () => void): void {
  try {
    work()
  } catch (error) {
    const isRule = error instanceof LimitError || error instanceof RuleErrors
    tell({ failure: { isRule, why: error instanceof Error ? error.message : String(error) } })
  }
}

if (parentPort) {
  const request = workerData as MeasureRequest | PrepareRequest
  tried(() => {
    if (!('service' in request)) return prepare(request)
    const { info, shards, part } = openCounting(request, (share) => tell({ written: share }))
    parentPort?.on('message', (shard: number) => tried(() => tell({ part: part(shard) })))
    tell({ open: { info, shards } })
  })
}
