import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileQueue, fillQueue } from './file-queue.ts'
import { queuePromises } from './testing/queue.ts'

const root = mkdtempSync(join(tmpdir(), 'dpg-queue-'))
after(() => rmSync(root, { recursive: true, force: true }))

queuePromises('a folder', async (shards, leaseMs) => {
  const folder = mkdtempSync(join(root, 'queue-'))
  fillQueue(folder, shards)
  return { worker: () => fileQueue<number>(folder, { leaseMs }), fill: async (again) => fillQueue(folder, again) }
})
