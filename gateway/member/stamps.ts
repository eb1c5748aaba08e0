/** Time-stamps of the journal: now and then the signed checkpoint goes to an outside authority, and its answer is kept beside it. */
import { randomBytes, X509Certificate } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GatewayConfig } from './config.ts'
import type { Caller } from './http.ts'
import type { Journal } from './journal.ts'
import { readTimeStamp, type TimeStamp, timeStampRequest } from './timestamp.ts'

export type StampSettings = NonNullable<GatewayConfig['timestamps']>

const TIMEOUT_MS = 30_000
const nameOf = (size: number) => String(size).padStart(12, '0')
const NAME = /^\d{12}\.note$/

export interface Stamps {
  /** One time-stamp for all entries since the last. Undefined: there are none. Throws when the authority does not give one. */
  stamp(): Promise<TimeStamp | undefined>
}

/** `folder`: the journal's. */
export function createStamps(folder: string, settings: StampSettings, journal: Journal, caller: Caller): Stamps {
  const at = join(folder, 'timestamps')
  return {
    async stamp() {
      await mkdir(at, { recursive: true })
      const note = await journal.checkpoint()
      const size = Number(note.split('\n')[1])
      if (size === 0 || (await readdir(at)).includes(`${nameOf(size)}.note`)) return undefined
      const nonce = BigInt(`0x${randomBytes(8).toString('hex')}`)
      const { status, body } = await caller.call({
        method: 'POST',
        url: settings.url,
        headers: { 'content-type': 'application/timestamp-query' },
        body: timeStampRequest(Buffer.from(note), nonce),
        timeoutMs: TIMEOUT_MS,
      })
      if (status !== 200) throw new Error(`the time-stamp authority answered ${status}`)
      const stamp = readTimeStamp(body, Buffer.from(note), await readTrusted(settings.trust), nonce)
      // The note last: where it is, its time-stamp is.
      const path = join(at, nameOf(size))
      await writeFile(`${path}.tsr`, body, { flush: true })
      await writeFile(`${path}.new`, note, { flush: true })
      await rename(`${path}.new`, `${path}.note`)
      return stamp
    },
  }
}

/** Certificates in PEM, one after another. */
export async function readTrusted(file: string): Promise<readonly X509Certificate[]> {
  const found = (await readFile(file, 'latin1')).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  return (found ?? []).map((pem) => new X509Certificate(pem))
}

export interface Stamped {
  readonly note: string
  readonly response: Buffer
}

/** All that are kept, oldest first. */
export async function* stampsIn(folder: string): AsyncGenerator<Stamped> {
  const at = join(folder, 'timestamps')
  for (const name of (await readdir(at).catch(() => [])).filter((one) => NAME.test(one)).sort())
    yield {
      note: await readFile(join(at, name), 'utf8'),
      response: await readFile(join(at, name.replace('.note', '.tsr'))),
    }
}
