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

/** What is known of an id; an answer is read from the file when it is asked for again, for a day of answers is more than memory. */
interface Known {
  readonly at: number
  readonly digest: string
  readonly place?: { readonly from: number; readonly length: number }
}

/** `secret`: the gateway's own private key, from which the key of this file is derived. */
export async function openOnce(folder: string, secret: KeyObject, now: () => number = Date.now): Promise<Once> {
  const key = keyFor('dpg once 1', secret)
  const path = join(folder, FILE)
  await dropOld(path, now())
  const known = new Map<string, Known>()
  const running = new Map<string, { readonly digest: string; readonly answer: Promise<Buffer> }>()
  const file = await openFile(path, 'a+')
  let end = 0
  const note = ({ id, at, digest, answer }: Line, length: number) => {
    known.set(id, { at, digest, ...(answer === undefined ? {} : { place: { from: end, length } }) })
    end += length
  }
  for (const text of (await readFile(path, 'utf8')).split('\n').slice(0, -1))
    note(JSON.parse(text) as Line, Buffer.byteLength(text) + 1)
  const written = createGroup(async (batch: readonly Line[]) => {
    const texts = batch.map((line) => Buffer.from(`${JSON.stringify(line)}\n`))
    await putDown(file, Buffer.concat(texts))
    for (const [at, line] of batch.entries()) note(line, texts[at]!.length)
    return batch
  })
  const answerAt = async (id: string, { from, length }: NonNullable<Known['place']>): Promise<Buffer> => {
    const { buffer } = await file.read({ buffer: Buffer.alloc(length), position: from })
    return open(key, Buffer.from((JSON.parse(buffer.toString('utf8')) as Required<Line>).answer, 'base64'), id)
  }
  async function first(id: string, digest: string, work: () => Promise<Buffer>): Promise<Buffer> {
    await written.add({ id, at: now(), digest })
    const answer = await work()
    await written.add({ id, at: now(), digest, answer: seal(key, answer, id).toString('base64') })
    return answer
  }
  /** The oldest come first. */
  const forget = () => {
    for (const [id, { at }] of known) {
      if (at > now() - KEPT_MS || running.has(id)) return
      known.delete(id)
    }
  }
  return {
    async run(id, question, work) {
      forget()
      const digest = createHash('sha256').update(question).digest('base64')
      const before = known.get(id)
      const atWork = running.get(id)
      if ((atWork ?? before ?? { digest }).digest !== digest) throw new Fault('other-content', { id })
      if (atWork) return atWork.answer
      if (before?.place) return answerAt(id, before.place)
      if (before) throw new Fault('outcome-unknown', { id })
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

/** The file is written anew without what is a day old; a torn last line was never answered. */
async function dropOld(path: string, now: number): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const last = new Map<string, string>()
  for (const one of text.split('\n').slice(0, -1)) {
    const { id, at } = JSON.parse(one) as Line
    if (at > now - KEPT_MS) last.set(id, `${one}\n`)
  }
  await replace(path, [...last.values()].join(''))
}
