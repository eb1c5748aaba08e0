/** The thread of a worker that evaluates; the worker itself stays free to renew its lease. */
import { parentPort, workerData } from 'node:worker_threads'
import { partOf } from '../compare/part.ts'
import type { Question } from '../compare/threads.ts'
import type { Asked, Evaluated } from './work.ts'

const port = parentPort
if (port === null) throw new Error('runs as a worker thread')
const question = workerData as Question
port.on('message', ({ shard, withRoutes }: Asked) => {
  const say = (evaluated: Evaluated): void => port.postMessage(evaluated)
  try {
    say({ part: partOf({ ...question, names: [shard], withRoutes }) })
  } catch (error) {
    say({ error: error instanceof Error ? error : new Error(String(error)) })
  }
})
