/** A thread that answers the question it was told last, shard by shard. */
import { parentPort } from 'node:worker_threads'
import { partOf } from './part.ts'
import type { Question, Told } from './threads.ts'

const port = parentPort
if (port === null) throw new Error('runs as a worker thread')
let question: Question | undefined
port.on('message', (told: Told) => {
  if ('question' in told) {
    question = told.question
    return
  }
  try {
    port.postMessage({ part: partOf({ ...question!, names: [told.shard] }) })
  } catch (error) {
    port.postMessage({ error })
  }
})
