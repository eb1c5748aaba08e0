/** The provider's storage: one table, sealed, its rows found by hashes alone; a code or a proof counts once, whoever comes at the same moment. */
import { hash } from 'node:crypto'
import type { Clock } from '@dpg/kernel'
import type { Db } from '@dpg/kernel/server'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { batch } from './batch.ts'
import { loadLibrary } from './library.ts'
import { createSeal } from './seal.ts'
import { type UsedCode, useCodes } from './store-codes.ts'
import {
  claimRecords,
  deleteGrants,
  type FoundRecord,
  findRecordByUid,
  findRecords,
  findRecordsOfSession,
  type StoredRecord,
  writeOnce,
  writeSoon,
} from './store-records.ts'
import { testPerson } from './test-people.ts'
import { type Change, createWorks, type Once, type Outcome, type Written } from './work.ts'

export interface RecordsDeps {
  readonly db: Db
  readonly clock: Pick<Clock, 'now'>
  /** 32 bytes under which records are sealed. */
  readonly key: Uint8Array
  /** The provider's request that is under way here: what it writes waits for `finish`. */
  readonly request?: () => object | undefined
}

export interface Records {
  /** For oidc-provider, by the name of a model. */
  adapter(model: string): Adapter
  /** Writes what this request has changed; to be awaited before its answer leaves. False: another one had what counts once. */
  finish(request: object): Promise<boolean>
  /** The key under which something is kept. */
  idOf(model: string, id: string): Buffer
  /** What was read already, for a request that will ask for it. */
  tell(request: object, record: FoundRecord): void
  /** A code that came sealed: what it says of its grant and session is taken for read, and looked at when it is used. */
  trust(code: AdapterPayload, grant: AdapterPayload): void
  /** Of a token that came sealed: its grant and session, which will be looked at. */
  readAhead(token: AdapterPayload): Promise<void>
  /** What the provider remembers of one of our sessions: one for each browser it was used in. */
  ofSession(session: string): Promise<AdapterPayload[]>
}

/** A proof that is claimed before its end is known. */
const CLAIM_S = 3600
const REPLAY = 'ReplayDetection'

export function createRecords({ db, clock, key, request = () => undefined }: RecordsDeps): Records {
  const works = createWorks(request)
  const sealing = createSeal(key)
  const open = ({ id, payload, consumed }: FoundRecord): AdapterPayload => {
    const opened = JSON.parse(sealing.open(id, payload)) as AdapterPayload
    return consumed ? { ...opened, consumed: true } : opened
  }
  const rowOf = ({ model, id, payload, text, expiresIn }: Written, once: Buffer | null): StoredRecord => ({
    id,
    payload: sealing.seal(id, text),
    grant: payload.grantId ? keyOf('Grant', payload.grantId) : null,
    uid: model === 'Session' && payload.uid ? keyOf('uid', payload.uid) : null,
    of: payload.sessionUid ? keyOf('uid', payload.sessionUid) : null,
    session: model === 'Session' ? sessionOf(payload.accountId) : null,
    sweptAfter: hourAfter(clock, expiresIn),
    once,
  })

  const find = batch(async (ids: readonly Buffer[]) => {
    const found = new Map((await findRecords(db, ids)).map((row) => [nameOf(row.id), row]))
    return ids.map((id) => found.get(nameOf(id)))
  })
  /** Of one record the last word counts; in the order of ids, so that two processes never wait for each other. */
  const laidOut = (all: readonly Outcome[]) => {
    const last = new Map(
      all
        .flatMap(({ changes, once }) => changes.map((change) => ({ change, once: once?.id ?? null })))
        .map((one) => [nameOf(one.change.id), one]),
    )
    const ordered = [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
    return {
      rows: ordered.flatMap(({ change, once }) => (change.text === undefined ? [] : [rowOf(change, once)])),
      gone: ordered.flatMap(({ change }) => (change.text === undefined ? [change.id] : [])),
    }
  }
  const soon = batch(async (all: readonly Outcome[]) => {
    const { rows, gone } = laidOut(all)
    await writeSoon(db, rows, gone)
    return all.map(() => true)
  })
  /** True for each that had what counts once. */
  const durably = batch(async (all: readonly (Outcome & { readonly once: Once })[]) => {
    const firsts = firstOf(all)
    const { rows, gone } = laidOut([...firsts.values()])
    const ids = [...firsts.values()].map(({ once }) => once.id)
    const used = await writeOnce(db, rows, gone, { ids, at: clock.now().toString() })
    return all.map((one) => firsts.get(nameOf(one.once.id)) === one && used.has(nameOf(one.once.id)))
  })
  /** As `durably`, of codes that travelled. Who comes second takes back what the first was given (RFC 6749 §4.1.2). */
  const redeem = batch(async (all: readonly (Outcome & { readonly once: Travelled })[]) => {
    const firsts = firstOf(all)
    // Seldom anything. It goes with the grant, and is on disk with the code.
    const { rows, gone } = laidOut([...firsts.values()].map(({ changes }) => ({ changes, once: undefined })))
    if (rows.length > 0 || gone.length > 0) await writeSoon(db, rows, gone)
    const codes = [...firsts.values()].map(({ once }) => once.travelled).toSorted((a, b) => Buffer.compare(a.code, b.code))
    const used = await useCodes(db, codes, hourAfter(clock, CLAIM_S))
    const hasIt = all.map((one) => firsts.get(nameOf(one.once.id)) === one && used.has(nameOf(one.once.id)))
    const lost = all.filter((_, place) => !hasIt[place]).map(({ once }) => once.travelled.grant)
    if (lost.length > 0) await deleteGrants(db, lost, true)
    return hasIt
  })
  const write = ({ changes, once }: Outcome) => {
    if (!once) return soon({ changes, once })
    const { travelled } = once
    return travelled ? redeem({ changes, once: { ...once, travelled } }) : durably({ changes, once })
  }
  const claim = batch(async (rows: readonly StoredRecord[]) => {
    const made = await claimRecords(db, rows)
    return rows.map(({ id }) => made.delete(id.toString('hex')))
  })
  const change = async (one: Change) => {
    const work = works.current()
    if (work) work.change(one)
    else await write({ changes: [one], once: undefined })
  }
  const read = async (id: Buffer): Promise<AdapterPayload | undefined> => {
    const work = works.current()
    const written = work?.written(id)
    if (written) return readText(written)
    const known = work?.known(id)
    if (known) return known
    const row = await find(id)
    if (!row) return undefined
    const { grant, grantPayload, of, ofId, ofPayload } = row
    if (grant && grantPayload) work?.learn(grant, () => open({ id: grant, payload: grantPayload, consumed: false }))
    if (of && ofId && ofPayload) work?.learn(of, () => open({ id: ofId, payload: ofPayload, consumed: false }))
    return open(row)
  }
  const readByUid = async (key: Buffer) => {
    const row = await findRecordByUid(db, key)
    return row && open(row)
  }

  const adapter = (model: string): Adapter => ({
    upsert: (id, payload, expiresIn = CLAIM_S) => change(written(model, keyOf(model, id), payload, expiresIn)),
    find: async (id) => {
      const key = keyOf(model, id)
      if (model !== REPLAY) return read(key)
      // Asked and claimed at once: of two that show the same proof together, one has it.
      return (await claim(rowOf(written(model, key, { jti: id }, CLAIM_S), null))) ? undefined : { jti: id, kind: REPLAY }
    },
    findByUid: async (uid) => {
      const work = works.current()
      const written = work?.writtenSession(uid)
      if (written) return readText(written)
      const key = keyOf('uid', uid)
      return work?.known(key) ?? readByUid(key)
    },
    findByUserCode: async () => undefined,
    consume: async (id) => {
      const key = keyOf(model, id)
      const once = { model, id: key, travelled: works.current()?.hangsOn(key) }
      if (works.current()?.use(once)) return
      if (!(await write({ changes: [], once }))) throw await refusal(model)
    },
    destroy: (id) => change({ id: keyOf(model, id) }),
    revokeByGrantId: async (grantId) => {
      works.current()?.drop(grantId)
      await deleteGrants(db, [keyOf('Grant', grantId)], false)
    },
  })
  return {
    adapter,
    finish: async (asked) => {
      const outcome = works.end(asked)
      return outcome.changes.length === 0 && !outcome.once ? true : write(outcome)
    },
    idOf: keyOf,
    tell: (asked, record) => works.of(asked)?.learn(record.id, () => open(record)),
    trust: (code, { iat, exp, openid, rejected }) => {
      const { jti, accountId, clientId, grantId, sessionUid } = code as GivenCode
      const work = works.current()
      const [grant, of] = [keyOf('Grant', grantId), keyOf('uid', sessionUid)]
      const common = { accountId, iat, exp } as AdapterPayload
      work?.learn(grant, () => ({ ...common, kind: 'Grant', jti: grantId, clientId, openid, rejected }) as AdapterPayload)
      const authorizations = { [clientId]: { sid: '', grantId } }
      work?.learn(of, () => ({ ...common, kind: 'Session', jti: sessionUid, uid: sessionUid, authorizations }))
      const person = personOf(accountId)
      const session = testPerson(person) ? null : sessionOf(accountId)
      work?.hang({ code: keyOf('AuthorizationCode', jti), grant, of, account: person, session })
    },
    readAhead: async ({ grantId = '', sessionUid = '' }) => {
      const work = works.current()
      const [grant, of] = [keyOf('Grant', grantId), keyOf('uid', sessionUid)]
      const [found, session] = await Promise.all([find(grant), readByUid(of)])
      if (found) work?.learn(grant, () => open(found))
      if (session) work?.learn(of, () => session)
    },
    ofSession: async (session) => (await findRecordsOfSession(db, session)).map(open),
  }
}

type GivenCode = Readonly<Record<'jti' | 'accountId' | 'clientId' | 'grantId' | 'sessionUid', string>>
type Travelled = Once & { readonly travelled: UsedCode }

/** Of those that would use the same, the one that came first. */
function firstOf<T extends { readonly once: Once }>(all: readonly T[]): Map<string, T> {
  const first = new Map<string, T>()
  for (const one of all) if (!first.has(nameOf(one.once.id))) first.set(nameOf(one.once.id), one)
  return first
}

const nameOf = (id: Buffer): string => id.toString('latin1')

const written = (model: string, id: Buffer, payload: AdapterPayload, expiresIn: number): Written => ({
  model,
  id,
  payload,
  text: JSON.stringify(payload),
  expiresIn,
})
const readText = ({ text }: Change): AdapterPayload | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as AdapterPayload)

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
  return new Date((Math.floor(end / 3_600_000) + 2) * 3_600_000).toISOString()
}
