/**
 * What changes something is handed to a system once, however often it is sent: its id is on disk before the system hears of it, its
 * answer before the asker does. Kept for a day, sealed with a key of this gateway.
 */
import { createHash, type KeyObject } from 'node:crypto'
import { open as openFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { putDown } from './down.ts'
import { Fault } from './fault.ts'
import { createGroup } from './group.ts'
import { keyFor, replace } from './kept.ts'
import { open, seal } from './seal.ts'

const KEPT_MS = 24 * 3_600_000
const FILE = 'once.jsonl'

interface Line {
  readonly id: string
  readonly at: number
  /** Of the question. */
  readonly digest: string
  /** Base64 of the sealed answer; absent until there is one. */
  readonly answer?: string
}

export interface Once {
  /**
   * The answer of `work`, which is done once for this id. Throws `other-content` when the id came with something else, and
   * `outcome-unknown` when a first try was cut off before it was answered.
   */
  run(id: string, question: Buffer, work: () => Promise<Buffer>): Promise<Buffer>
  close(): Promise<void>
}

/** `secret`: the gateway's own private key, from which the key of this file is derived. */
export async function openOnce(folder: string, secret: KeyObject, now: () => number = Date.now): Promise<Once> {
  const key = keyFor('dpg once 1', secret)
  const lines = await kept(join(folder, FILE), now())
  const running = new Map<string, { readonly digest: string; readonly answer: Promise<Buffer> }>()
  const file = await openFile(join(folder, FILE), 'a')
  const written = createGroup(async (batch: readonly Line[]) => {
    await putDown(file, Buffer.from(batch.map((line) => `${JSON.stringify(line)}\n`).join('')))
    for (const line of batch) lines.set(line.id, line)
    return batch
  })
  async function first(id: string, digest: string, work: () => Promise<Buffer>): Promise<Buffer> {
    await written.add({ id, at: now(), digest })
    const answer = await work()
    await written.add({ id, at: now(), digest, answer: seal(key, answer, id).toString('base64') })
    return answer
  }
  return {
    async run(id, question, work) {
      const digest = createHash('sha256').update(question).digest('base64')
      const known = lines.get(id)
      const atWork = running.get(id)
      if ((atWork ?? known ?? { digest }).digest !== digest) throw new Fault('other-content', { id })
      if (atWork) return atWork.answer
      if (known?.answer) return open(key, Buffer.from(known.answer, 'base64'), id)
      if (known) throw new Fault('outcome-unknown', { id })
      const answer = first(id, digest, work)
      running.set(id, { digest, answer })
      return answer.finally(() => running.delete(id))
    },
    async close() {
      await written.idle()
      await file.close()
    },
  }
}

/** What is not a day old; the file is written anew without the rest. */
async function kept(path: string, now: number): Promise<Map<string, Line>> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const lines = new Map<string, Line>()
  for (const one of text.split('\n').slice(0, -1)) {
    const line = JSON.parse(one) as Line
    if (line.at > now - KEPT_MS) lines.set(line.id, line)
  }
  await replace(path, [...lines.values()].map((line) => `${JSON.stringify(line)}\n`).join(''))
  return lines
}
