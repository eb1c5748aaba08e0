/** A thread of its own for one run: the web process goes on answering meanwhile. */
import { parentPort, workerData } from 'node:worker_threads'
import { LimitError, RuleErrors } from '@dpg/rules'
import { type MeasureRequest, measure } from './measure.ts'

if (parentPort) {
  try {
    const measured = measure(workerData as MeasureRequest, (percent) => parentPort?.postMessage({ percent }))
    parentPort.postMessage({ measured })
  } catch (error) {
    const isRule = error instanceof LimitError || error instanceof RuleErrors
    parentPort.postMessage({ failure: { isRule, why: error instanceof Error ? error.message : String(error) } })
  }
}
