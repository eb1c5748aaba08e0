/** A thread that answers questions: shard after shard until none is left, without waiting to be told the next. */
import { parentPort } from 'node:worker_threads'
import { partOf } from './part.ts'
import { type Answer, shardsFor, type Told } from './threads.ts'

const port = parentPort
if (port === null) throw new Error('runs as a worker thread')
const say = (answer: Answer): void => port.postMessage(answer)
port.on('message', (told: Told) => {
  const first = told.lists[0]![0]
  try {
    for (const shard of shardsFor(told))
      say({ shard, part: partOf({ ...told.question, names: [shard], withRoutes: shard === first }) })
    say({ isDone: true })
  } catch (error) {
    say({ error: error instanceof Error ? error : new Error(String(error)) })
  }
})
