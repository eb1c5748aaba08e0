/** A thread that evaluates the shards it is told, one by one. */
import { parentPort, workerData } from 'node:worker_threads'
import { partOf, type PartTask } from './part.ts'

const port = parentPort
if (port === null) throw new Error('runs as a worker thread')
const task: Omit<PartTask, 'names'> = workerData
port.on('message', (name: string) => {
  port.postMessage(partOf({ ...task, names: [name] }))
})
port.postMessage('ready')
