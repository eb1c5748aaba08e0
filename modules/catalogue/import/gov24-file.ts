/** Records of a file: JSON (a list, or an answer of the API) or JSON lines, gzipped or not. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { importBroken } from '../contract.ts'

/** A record and the number of its line (or its place in the list), from 1. */
export interface Line {
  readonly number: number
  readonly raw: unknown
}

/** What a line says when it is not JSON. */
export const BROKEN_LINE = Symbol('not JSON')

/** The name of a file and the hash of what is in it: the same file is gone on with, a new one is begun. */
export async function fileSource(path: string): Promise<string> {
  const hash = createHash('sha256')
  await guard(path, () => pipeline(createReadStream(path), hash))
  return `${basename(path)} ${hash.digest('hex').slice(0, 12)}`
}

export async function* linesOf(path: string): AsyncGenerator<Line> {
  const isLines = /\.(jsonl|ndjson)(\.gz)?$/i.test(path)
  if (isLines) yield* jsonLines(path)
  else yield* jsonList(path)
}

async function* jsonLines(path: string): AsyncGenerator<Line> {
  let number = 0
  const input = open(path)
  const failed = new Promise<never>((_, reject) => input.once('error', reject))
  failed.catch(() => {})
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  for (;;) {
    const line = await guard(path, () => Promise.race([lines.next(), failed]))
    if (line.done) return
    number += 1
    if (line.value.trim() !== '') yield { number, raw: parse(line.value) }
  }
}

async function* jsonList(path: string): AsyncGenerator<Line> {
  const chunks: Buffer[] = []
  await guard(path, async () => {
    for await (const chunk of open(path)) chunks.push(chunk as Buffer)
  })
  const value = parse(Buffer.concat(chunks).toString('utf8'))
  const list = Array.isArray(value) ? value : (value as { data?: unknown } | null)?.data
  if (!Array.isArray(list)) throw importBroken({ source: basename(path), why: 'neither a list nor an answer of the API' })
  for (const [place, raw] of list.entries()) yield { number: place + 1, raw }
}

/** A failure of the file below a gunzip reaches who reads. */
function open(path: string): Readable {
  const file = createReadStream(path)
  if (!path.endsWith('.gz')) return file
  const plain = createGunzip()
  file.on('error', (error) => plain.destroy(error))
  return file.pipe(plain)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch {
    return BROKEN_LINE
  }
}

async function guard<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    throw importBroken({ source: basename(path), why: (cause as NodeJS.ErrnoException).code ?? 'unreadable' }, { cause })
  }
}
