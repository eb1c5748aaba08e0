/** A thread of its own for one run: the web process goes on answering meanwhile. */
import { parentPort, workerData } from 'node:worker_threads'
import { LimitError, RuleErrors } from '@dpg/rules'
import { type MeasureRequest, measure, type PrepareRequest, prepare } from './measure.ts'

if (parentPort) {
  const request = workerData as MeasureRequest | PrepareRequest
  try {
    if ('service' in request) {
      const measured = measure(request, (percent) => parentPort?.postMessage({ percent }))
      parentPort.postMessage({ measured })
    } else prepare(request)
  } catch (error) {
    const isRule = error instanceof LimitError || error instanceof RuleErrors
    parentPort.postMessage({ failure: { isRule, why: error instanceof Error ? error.message : String(error) } })
  }
}
