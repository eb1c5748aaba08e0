/** Sealed lines in a file, each on disk before `add` settles: what a gateway must still know after it was killed. */
import { createHash, createSecretKey, type KeyObject } from 'node:crypto'
import { open as openFile, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { putDown } from './down.ts'
import { createGroup } from './group.ts'
import { open, seal } from './seal.ts'

/** A key for one use, derived from a private key that never leaves this machine. */
export const keyFor = (use: string, secret: KeyObject): KeyObject =>
  createSecretKey(
    createHash('sha256')
      .update(use)
      .update(secret.export({ format: 'der', type: 'pkcs8' }))
      .digest(),
  )

export interface Kept<Line extends object> {
  /** Settles once it is on disk. Lines that wait for the disk at the same time wait once. */
  add(line: Line): Promise<void>
  close(): Promise<void>
}

export interface KeptOptions<Line extends object> {
  readonly path: string
  readonly key: KeyObject
  /** What the file is for: a line of another file does not open in this one. */
  readonly use: string
  /** Is given what is in the file and gives back what shall stay in it. */
  readonly keep: (lines: readonly Line[]) => readonly Line[]
}

/** Throws when a line was not sealed by this gateway; a torn last one was never answered and is left out. */
export async function openKept<Line extends object>({ path, key, use, keep }: KeptOptions<Line>): Promise<Kept<Line>> {
  const sealed = (line: Line) => `${seal(key, Buffer.from(JSON.stringify(line)), use).toString('base64')}\n`
  const text = await readFile(path, 'utf8').catch(() => '')
  const lines = text.split('\n').slice(0, -1)
  const read = lines.map((line) => JSON.parse(open(key, Buffer.from(line, 'base64'), use).toString('utf8')) as Line)
  await replace(path, keep(read).map(sealed).join(''))
  const file = await openFile(path, 'a')
  const written = createGroup(async (batch: readonly Line[]) => {
    await putDown(file, Buffer.from(batch.map(sealed).join('')))
    return batch
  })
  return {
    add: async (line) => void (await written.add(line)),
    async close() {
      await written.idle()
      await file.close()
    },
  }
}

/** The file has the old or the new content whatever happens; what is added later is added to the new. */
export async function replace(path: string, content: string): Promise<void> {
  await writeFile(`${path}.new`, content, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
  const folder = await openFile(dirname(path), 'r')
  await folder.sync()
  await folder.close()
}
