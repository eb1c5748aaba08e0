/** Where the list of members comes from: an address or a file, asked again every minute; the last good one is kept on disk. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { parseKey } from '@dpg/ledger'
import { type Members, membersOf, openMembers } from './members.ts'

export interface MembersSource {
  readonly current: Members
  /** Why the last try to renew it failed; undefined when it did not. */
  readonly trouble: string | undefined
  /** Asks at once. */
  renew(): Promise<void>
  stop(): void
}

export interface SourceOptions {
  /** `https://…`, `http://…` or the path of a file. */
  readonly from: string
  /** `name+hash+key` of whoever signs the list. */
  readonly anchor: string
  readonly kept: string
  readonly everyMs?: number
}

const TIMEOUT_MS = 10_000

/** Throws when there is no list to begin with, neither there nor kept. */
export async function openSource({ from, anchor, kept, everyMs = 60_000 }: SourceOptions): Promise<MembersSource> {
  const key = await parseKey(anchor)
  let current: Members | undefined
  let trouble: string | undefined
  const take = async (note: string) => {
    const list = await openMembers(note, key)
    if (current && list.number < current.number) throw new Error(`list ${list.number} is older than ${current.number}`)
    if (list.number !== current?.number) current = membersOf(list)
  }
  const renew = async () => {
    try {
      const note = await read(from)
      await take(note)
      await writeFile(`${kept}.new`, note)
      await rename(`${kept}.new`, kept)
      trouble = undefined
    } catch (cause) {
      trouble = cause instanceof Error ? cause.message : String(cause)
    }
  }
  await take(await readFile(kept, 'utf8').catch(() => '')).catch(() => undefined)
  await renew()
  if (!current) throw new Error(`there is no list of members at ${from}: ${trouble}`)
  const timer = setInterval(() => void renew(), everyMs)
  timer.unref()
  return {
    get current() {
      return current!
    },
    get trouble() {
      return trouble
    },
    renew,
    stop: () => clearInterval(timer),
  }
}

async function read(from: string): Promise<string> {
  if (!/^https?:/.test(from)) return readFile(from, 'utf8')
  const answer = await fetch(from, { signal: AbortSignal.timeout(TIMEOUT_MS) })
  if (!answer.ok) throw new Error(`${from} answered ${answer.status}`)
  return answer.text()
}
