/** The provider's storage: one table, sealed, its rows found by hashes alone; a code or a proof counts once, whoever comes at the same moment. */
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'
import type { Clock } from '@dpg/kernel'
import type { Db } from '@dpg/kernel/server'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { batch } from './batch.ts'
import { loadLibrary } from './library.ts'
import {
  claimRecords,
  consumeRecords,
  deleteRecords,
  deleteRecordsOfGrant,
  type FoundRecord,
  findRecordByUid,
  findRecords,
  findRecordsOfSession,
  type StoredRecord,
  writeRecords,
} from './store-records.ts'

export interface RecordsDeps {
  readonly db: Db
  readonly clock: Pick<Clock, 'now'>
  /** 32 bytes under which records are sealed. */
  readonly key: Uint8Array
}

export interface Records {
  /** For oidc-provider, by the name of a model. */
  adapter(model: string): Adapter
  /** What the provider remembers of one of our sessions: one for each browser it was used in. */
  ofSession(session: string): Promise<AdapterPayload[]>
}

const NONCE = 12
const TAG = 16
/** A proof that is claimed before its end is known. */
const CLAIM_S = 3600
const REPLAY = 'ReplayDetection'

export function createRecords({ db, clock, key }: RecordsDeps): Records {
  const seal = (id: Buffer, payload: AdapterPayload): Buffer => {
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(id)
    return Buffer.concat([nonce, cipher.update(JSON.stringify(payload)), cipher.final(), cipher.getAuthTag()])
  }
  const open = ({ id, payload, consumed }: FoundRecord): AdapterPayload => {
    const cipher = createDecipheriv('aes-256-gcm', key, payload.subarray(0, NONCE)).setAAD(id).setAuthTag(payload.subarray(-TAG))
    const text = cipher.update(payload.subarray(NONCE, -TAG), undefined, 'utf8') + cipher.final('utf8')
    const opened = JSON.parse(text) as AdapterPayload
    return consumed ? { ...opened, consumed: true } : opened
  }
  const rowOf = (model: string, id: Buffer, payload: AdapterPayload, expiresIn: number): StoredRecord => ({
    id,
    payload: seal(id, payload),
    grant: payload.grantId ? keyOf('Grant', payload.grantId) : null,
    uid: model === 'Session' && payload.uid ? keyOf('uid', payload.uid) : null,
    session: model === 'Session' ? sessionOf(payload.accountId) : null,
    sweptAfter: hourAfter(clock, expiresIn),
  })

  const find = batch(async (ids: readonly Buffer[]) => {
    const found = new Map((await findRecords(db, ids)).map((row) => [row.id.toString('hex'), row]))
    return ids.map((id) => found.get(id.toString('hex')))
  })
  const write = batch(async (rows: readonly StoredRecord[]) => {
    // Of one record the last word counts; in the order of ids, so that two processes never wait for each other.
    const last = new Map(rows.map((row) => [row.id.toString('hex'), row]))
    await writeRecords(
      db,
      [...last.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
    )
    return rows.map(() => true)
  })
  const claim = batch(async (rows: readonly StoredRecord[]) => {
    const made = await claimRecords(db, rows)
    return rows.map(({ id }) => made.delete(id.toString('hex')))
  })
  const consume = batch(async (ids: readonly Buffer[]) => {
    const used = await consumeRecords(db, ids, clock.now().toString())
    return ids.map((id) => used.delete(id.toString('hex')))
  })
  const remove = batch(async (ids: readonly Buffer[]) => {
    await deleteRecords(db, ids)
    return ids.map(() => true)
  })

  const adapter = (model: string): Adapter => ({
    upsert: async (id, payload, expiresIn) => void (await write(rowOf(model, keyOf(model, id), payload, expiresIn ?? CLAIM_S))),
    find: async (id) => {
      const key = keyOf(model, id)
      // Asked and claimed at once: of two that show the same proof together, one has it.
      if (model === REPLAY) return (await claim(rowOf(model, key, { jti: id }, CLAIM_S))) ? undefined : { jti: id, kind: REPLAY }
      const row = await find(key)
      return row && open(row)
    },
    findByUid: async (uid) => {
      const row = await findRecordByUid(db, keyOf('uid', uid))
      return row && open(row)
    },
    findByUserCode: async () => undefined,
    consume: async (id) => {
      if (!(await consume(keyOf(model, id)))) throw await refusal(model)
    },
    destroy: async (id) => void (await remove(keyOf(model, id))),
    revokeByGrantId: (grantId) => deleteRecordsOfGrant(db, keyOf('Grant', grantId)),
  })
  return { adapter, ofSession: async (session) => (await findRecordsOfSession(db, session)).map(open) }
}

/** As the library says it of what was used before. */
async function refusal(model: string): Promise<Error> {
  const { errors } = await loadLibrary()
  return new errors.InvalidGrant(`${model} already consumed`)
}

const keyOf = (model: string, id: string): Buffer => hash('sha256', `${model}:${id}`, 'buffer')

/** The provider's accounts carry the session they came in by: `per_…~ses_…`. */
export const accountIn = (person: string, session: string): string => `${person}~${session}`
export const personOf = (account: string): string => account.split('~')[0]!
export const sessionOf = (account: string | undefined): string | null => account?.split('~')[1] ?? null

function hourAfter(clock: Pick<Clock, 'now'>, seconds: number): string {
  const end = clock.now().epochMilliseconds + seconds * 1000
  return Temporal.Instant.fromEpochMilliseconds((Math.floor(end / 3_600_000) + 2) * 3_600_000).toString()
}
