/** Asks the witnesses to sign each new head. Nothing waits for them: who is asked and does not answer is asked again. */
import { setTimeout as pause } from 'node:timers/promises'
import { readAtMost, type Db, type Log } from '@dpg/kernel/server'
import {
  consistencyProof,
  formatWitnessRequest,
  type HashReader,
  openCosignature,
  parseWitnessKey,
  type WitnessKey,
} from '@dpg/ledger'
import { checkSignature } from './check-signature.ts'
import { insertCosignature, lastSigned, listWitnesses, type Witness } from './store-witness.ts'
import { type Head, readHead } from './store-tree.ts'

export interface CosignerDeps {
  readonly db: Db
  readonly log: Log
  readonly tree: HashReader
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 5_000

/** One round: every witness is shown the newest head. Returns how many signed it now. */
export async function cosignNewest(deps: CosignerDeps): Promise<number> {
  const head = await readHead(deps.db)
  if (!head || head.size === 0) return 0
  const signed = await Promise.all(
    (await listWitnesses(deps.db)).map((witness) =>
      askWitness(deps, witness, head).catch((cause: unknown) => {
        deps.log.warn('access.witness-failed', { witness: witness.url }, cause)
        return false
      }),
    ),
  )
  return signed.filter(Boolean).length
}

async function askWitness(deps: CosignerDeps, witness: Witness, head: Head): Promise<boolean> {
  const key = await parseWitnessKey(witness.key)
  const known = await lastSigned(deps.db, key.name)
  if (known >= head.size) return false
  const answer = await show(deps, witness, head, known)
  // It knows another size than we remember: it says which, and is shown the way from there.
  const last = answer.status === 409 ? await show(deps, witness, head, Number(answer.body.trim())) : answer
  if (last.status !== 200) throw new Error(`the witness answers ${last.status}`)
  return keep(deps, key, head, last.body)
}

async function show({ tree, timeoutMs }: CosignerDeps, { url }: Witness, { size, note }: Head, oldSize: number) {
  if (!Number.isSafeInteger(oldSize) || oldSize < 0 || oldSize > size)
    throw new Error(`the witness has seen a tree of ${oldSize}, ours has ${size}: this is a graver matter than a failure`)
  const body = formatWitnessRequest({ oldSize, proof: await consistencyProof(tree, oldSize, size), checkpoint: note })
  const response = await fetch(`${url.replace(/\/$/, '')}/add-checkpoint`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    // Where it leads is not the witness that was let in.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs ?? TIMEOUT_MS),
  })
  return { status: response.status, body: (await readAtMost(response.body, MOST_BYTES, tooLong)).toString('utf8') }
}

/** A size, or some lines of signatures. */
const MOST_BYTES = 64 * 1024
const tooLong = () => new Error('the witness answers too much')

/** Only a signature that we can check ourselves is worth keeping. */
async function keep({ db }: CosignerDeps, key: WitnessKey, head: Head, lines: string): Promise<boolean> {
  for (const line of lines.split('\n').filter(Boolean)) {
    const time = await openCosignature(`${head.note}${line}\n`, key, checkSignature)
    if (time === undefined) continue
    const row = { size: head.size, witness: key.name, line: `${line}\n`, signedAt: new Date(time * 1000).toISOString() }
    await insertCosignature(db, row)
    return true
  }
  throw new Error('the witness signed with another key than is known of it')
}

export interface Cosigner {
  start(): void
  stop(): Promise<void>
}

/** A head is shown at most this often; those in between are covered by the next. */
const EVERY_MS = 1_000

export function createCosigner(deps: CosignerDeps): Cosigner {
  const ending = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const run = async () => {
    while (!ending.signal.aborted) {
      await cosignNewest(deps).catch((cause: unknown) => deps.log.warn('access.cosigning-failed', {}, cause))
      await pause(EVERY_MS, undefined, { signal: ending.signal, ref: false }).catch(() => {})
    }
  }
  return {
    start: () => {
      running = run()
    },
    stop: async () => {
      ending.abort()
      await running
    },
  }
}
