/** What officials publish is checked on a thread that ends with it; only what is new of it comes back. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { SourceFile } from './contract.ts'
import { broken, type Prepared, preparedOf, readPack } from './prepare.ts'
import { hashFiles } from './reader.ts'
import type { Written } from './version.ts'

export interface Order {
  /** All files as they are, a JSON array of path and text. */
  readonly packed: string
  /** Files that are otherwise. */
  readonly files: readonly SourceFile[]
  /** Hashes of the definitions that are held, by kind, 32 bytes each. */
  readonly held: ReadonlyMap<string, Uint8Array>
}

/** A release told by what it has beyond the one that is held. */
export interface PreparedAside extends Prepared {
  readonly filesHash: string
  /** Of kinds that are not as they were: where each definition stood among those held, or -1 - its place in `definitions`. */
  readonly places: ReadonlyMap<string, Int32Array>
}

type Answer = { readonly prepared: PreparedAside } | { readonly wrong: readonly string[] } | { readonly error: string }

/** Throws `catalogue/definitions-broken`. */
export async function prepareAside(order: Order): Promise<PreparedAside> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { prepare: order } })
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the checking thread ended with ${code}`)))
    })
    if ('wrong' in answer) throw broken(answer.wrong)
    if ('error' in answer) throw new Error(answer.error)
    const { prepared } = answer
    // Bytes lose their kind between threads.
    return { ...prepared, definitions: prepared.definitions.map((one) => ({ ...one, hash: Buffer.from(one.hash) })) }
  } finally {
    await worker.terminate()
  }
}

async function answerTo(order: Order): Promise<Answer> {
  try {
    const all = new Map(JSON.parse(order.packed) as [string, string][])
    for (const { path, text } of order.files) all.set(path, text)
    const files = [...all].map(([path, text]) => ({ path, text }))
    const read = readPack(files)
    if ('wrong' in read) return read
    return { prepared: { ...beyond(order.held, read.definitions), filesHash: await hashFiles(files) } }
  } catch (cause) {
    return { error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
}

function beyond(held: Order['held'], all: readonly Written[]): Omit<PreparedAside, 'filesHash'> {
  const definitions: Written[] = []
  const places = new Map<string, Int32Array>()
  for (const [kind, own] of Map.groupBy(all, (one) => one.kind)) {
    const known = placesOf(held.get(kind) ?? new Uint8Array())
    const at = Int32Array.from(own, (one) => known.get(one.hash.toString('latin1')) ?? -definitions.push(one))
    if (at.length !== known.size || at.some((place, i) => place !== i)) places.set(kind, at)
  }
  for (const kind of held.keys()) if (!all.some((one) => one.kind === kind)) places.set(kind, new Int32Array())
  return { ...preparedOf(all), definitions, places }
}

const HASH_BYTES = 32

function placesOf(hashes: Uint8Array): ReadonlyMap<string, number> {
  const bytes = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength)
  const places = new Map<string, number>()
  for (let at = 0; at < bytes.length; at += HASH_BYTES) places.set(bytes.toString('latin1', at, at + HASH_BYTES), at / HASH_BYTES)
  return places
}

const given = workerData as { readonly prepare?: Order } | null
if (!isMainThread && given?.prepare) parentPort?.postMessage(await answerTo(given.prepare))
