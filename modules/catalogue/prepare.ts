/** Files become what is stored: checked, as JSON, hashed. For a whole country that takes seconds, so it can be done on a thread of its own. */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { checkPack } from '@dpg/definitions'
import { definitionsBroken, type ReleaseId, type SourceFile } from './contract.ts'
import { PARTS, type ReleaseContent } from './pack-parts.ts'
import { readSearchWords } from './search-words.ts'
import { releaseId, type Written, write } from './version.ts'

export interface Prepared {
  readonly release: ReleaseId
  readonly definitions: readonly Written[]
}

type Answer = { readonly prepared: Prepared } | { readonly wrong: readonly string[] } | { readonly error: string }

const TOLD = 50

/** Throws `catalogue/definitions-broken`. */
export function prepare(files: readonly SourceFile[]): Prepared {
  const made = read(files)
  if ('wrong' in made) throw broken(made.wrong)
  return made.prepared
}

/** The same on a thread that ends with it: whoever else is served does not wait. */
export async function prepareAside(files: readonly SourceFile[]): Promise<Prepared> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { prepare: files } })
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', (code) => reject(new Error(`the checking thread ended with ${code}`)))
    })
    if ('wrong' in answer) throw broken(answer.wrong)
    if ('error' in answer) throw new Error(answer.error)
    const { release, definitions } = answer.prepared
    // Bytes lose their kind between threads.
    return { release, definitions: definitions.map((one) => ({ ...one, hash: Buffer.from(one.hash) })) }
  } finally {
    await worker.terminate()
  }
}

/** Holds the files to everything a pack promises: schemas, references, gates, cases. */
function read(files: readonly SourceFile[]): { readonly prepared: Prepared } | { readonly wrong: readonly string[] } {
  const { pack, findings } = checkPack(files)
  const { words, wrong } = readSearchWords(files)
  const errors = findings
    .filter(({ level }) => level === 'error')
    .map(({ file, line, message }) => `${file}:${line}: ${message.en}`)
  const all = [...errors, ...wrong]
  if (all.length > 0) return { wrong: all }
  return { prepared: written({ pack, words }) }
}

/** As it is stored; the release is named by all of it. */
export function written(content: ReleaseContent): Prepared {
  const definitions = PARTS.flatMap(({ kind, list }) => [...list(content)].map(([id, definition]) => write(kind, id, definition)))
  return { release: releaseId(definitions), definitions }
}

const broken = (all: readonly string[]) =>
  definitionsBroken(
    { count: all.length, first: all[0]! },
    { errors: all.slice(0, TOLD).map((detail) => ({ pointer: '', detail })) },
  )

const order = workerData as { readonly prepare?: readonly SourceFile[] } | null
if (!isMainThread && order?.prepare) parentPort?.postMessage(answerTo(order.prepare))

function answerTo(files: readonly SourceFile[]): Answer {
  try {
    return read(files)
  } catch (cause) {
    return { error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }
  }
}
