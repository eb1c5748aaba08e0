/**
 * Personal facts at rest: AES-256-GCM under a key per subject, wrapped by the key from settings.
 * Destroying a subject's key makes everything sealed for them unreadable, the rows unbroken.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Query } from './db.ts'

export interface Sealing {
  /** Seals any JSON value for a subject. `context` (table, column, id) is authenticated: a value moved elsewhere does not open. */
  seal(on: Query, subject: string, context: string, value: unknown): Promise<Buffer>
  /** Opens what was sealed; throws when the key is gone or a byte was changed. */
  open<T>(on: Query, subject: string, context: string, sealed: Uint8Array): Promise<T>
  /** Fetches the keys of some hundred subjects at once: what is sealed and opened for them next asks the database nothing. */
  prepare(on: Query, subjects: readonly string[]): Promise<void>
  /** Erasure: after this nothing sealed for the subject opens again; in other processes, which keep keys for a minute, a minute later. */
  forget(on: Query, subject: string): Promise<void>
}

const CACHE = 5_000
const KEPT_MS = 60_000
const NONCE = 12
const TAG = 16

/** `now`: milliseconds of a clock that only goes forward. */
export function createSealing(masterKey: Uint8Array, now: () => number = () => performance.now()): Sealing {
  const wrapKey = Buffer.from(hkdfSync('sha256', masterKey, 'dpg', 'wrap subject keys', 32))
  const cache = new Map<string, { readonly key: Buffer; readonly until: number }>()
  const remembered = (subject: string): Buffer | undefined => {
    const kept = cache.get(subject)
    return kept && kept.until > now() ? kept.key : undefined
  }
  // Keys that a transaction has made and not yet committed: known to it alone, gone with it.
  const uncommitted = new WeakMap<Query, Map<string, Buffer>>()
  // Whose key was destroyed: read anew each time, for until the commit somebody may still read the old one.
  const forgotten = new Set<string>()
  const remember = (subject: string, key: Buffer) => {
    if (forgotten.has(subject)) return key
    if (cache.size >= CACHE) cache.delete(cache.keys().next().value!)
    cache.delete(subject)
    cache.set(subject, { key, until: now() + KEPT_MS })
    return key
  }

  const keyOf = async (on: Query, subject: string, make: boolean): Promise<Buffer> => {
    const known = remembered(subject) ?? uncommitted.get(on)?.get(subject)
    if (known) return known
    const [row] = await on.query<{ wrapped: Buffer; unsure: boolean | null }>(
      'select wrapped, xmin = pg_current_xact_id_if_assigned()::xid as unsure from kernel.subject_keys where subject = $1',
      [subject],
    )
    if (row) {
      const key = decrypt(wrapKey, subject, row.wrapped)
      if (!row.unsure) return remember(subject, key)
      uncommitted.set(on, (uncommitted.get(on) ?? new Map<string, Buffer>()).set(subject, key))
      return key
    }
    if (!make) throw new Error('the key of this subject was destroyed')
    const wrapped = encrypt(wrapKey, subject, randomBytes(32))
    const [stored] = await on.query<{ wrapped: Buffer }>(
      `with made as (insert into kernel.subject_keys (subject, wrapped) values ($1, $2) on conflict (subject) do nothing returning wrapped)
       select wrapped from made union all select wrapped from kernel.subject_keys where subject = $1 limit 1`,
      [subject, wrapped],
    )
    if (!stored) return keyOf(on, subject, make)
    // Not cached: the caller's transaction may still roll back.
    return decrypt(wrapKey, subject, stored.wrapped)
  }

  return {
    prepare: async (on, subjects) => {
      const rows = await on.query<{ subject: string; wrapped: Buffer }>(
        `select subject, wrapped from kernel.subject_keys
         where subject = any($1) and xmin is distinct from pg_current_xact_id_if_assigned()::xid`,
        [subjects.filter((subject) => remembered(subject) === undefined)],
      )
      for (const { subject, wrapped } of rows) remember(subject, decrypt(wrapKey, subject, wrapped))
    },
    seal: async (on, subject, context, value) =>
      encrypt(await keyOf(on, subject, true), context, Buffer.from(JSON.stringify(value))),
    open: async <T>(on: Query, subject: string, context: string, sealed: Uint8Array) =>
      JSON.parse(decrypt(await keyOf(on, subject, false), context, Buffer.from(sealed)).toString()) as T,
    forget: async (on, subject) => {
      forgotten.add(subject)
      cache.delete(subject)
      uncommitted.get(on)?.delete(subject)
      await on.query('delete from kernel.subject_keys where subject = $1', [subject])
    },
  }
}

function encrypt(key: Buffer, context: string, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Buffer, context: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE))
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(-TAG))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()])
}
