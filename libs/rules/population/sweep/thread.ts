/** The thread of a worker that evaluates; the worker itself stays free to renew its lease. */
import { parentPort, workerData } from 'node:worker_threads'
import { partOf } from '../compare/part.ts'
import { checkCode } from './task.ts'
import type { Asked, Evaluated, ThreadTask } from './work.ts'

const port = parentPort
if (port === null) throw new Error('runs as a worker thread')
const { question, code } = workerData as ThreadTask
port.on('message', ({ shard, withRoutes }: Asked) => {
  const say = (evaluated: Evaluated): void => port.postMessage(evaluated)
  try {
    // This thread runs what was on the disk when it began, which the process around it may be older than.
    checkCode({ code })
    say({ part: partOf({ ...question, names: [shard], withRoutes }) })
  } catch (error) {
    say({ error: error instanceof Error ? error : new Error(String(error)) })
  }
})
