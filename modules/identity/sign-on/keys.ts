/** Keys the provider signs with: made here, sealed, changed every quarter; a new one is published a day before it signs. */
import { generateKeyPairSync } from 'node:crypto'
import type { Clock, Id, NewId } from '@dpg/kernel'
import type { Db, Sealing, Tx } from '@dpg/kernel/server'
import { deleteKeys, insertKey, listKeys, lockKeys, type StoredKey } from './store-keys.ts'

export interface KeysDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly sealing: Sealing
}

export interface SigningKey extends JsonWebKey {
  readonly kid: string
  readonly alg: 'ES256'
  readonly use: 'sig'
}

const SIGNS_H = 90 * 24
/** Sites keep a key set for hours: they know a key before it signs, and still when it no longer does. */
const AHEAD_H = 24
const AFTER_H = 24
const SUBJECT = 'identity.sign-on'
const contextOf = (id: string) => `identity.signing_keys.sealed:${id}`

/** What is published now, the one that signs first; makes what is missing. */
export async function currentKeys(deps: KeysDeps): Promise<SigningKey[]> {
  const now = deps.clock.now().toString()
  let stored = await listKeys(deps.db, now)
  if (isDue(deps, stored)) stored = await rotate(deps)
  const signing = stored.find(({ signsFrom }) => Temporal.Instant.compare(signsFrom, now) <= 0)
  const ordered = signing ? [signing, ...stored.filter((key) => key !== signing)] : stored
  return Promise.all(
    ordered.map(async ({ id, sealed }) => ({
      ...(await deps.sealing.open<JsonWebKey>(deps.db, SUBJECT, contextOf(id), sealed)),
      kid: id,
      alg: 'ES256' as const,
      use: 'sig' as const,
    })),
  )
}

/** The newest key begins its last day: its successor must be known by then. */
function isDue({ clock }: KeysDeps, [newest]: readonly StoredKey[]): boolean {
  if (!newest) return true
  const due = Temporal.Instant.from(newest.signsFrom).add({ hours: SIGNS_H - AHEAD_H })
  return Temporal.Instant.compare(clock.now(), due) >= 0
}

const rotate = (deps: KeysDeps): Promise<StoredKey[]> =>
  deps.db.transaction(async (tx) => {
    await lockKeys(tx)
    const now = deps.clock.now()
    const stored = await listKeys(tx, now.toString())
    // Somebody else was first.
    if (!isDue(deps, stored)) return stored
    await deleteKeys(tx, now.toString())
    const made = await makeKey(deps, tx, stored.length === 0 ? now : now.add({ hours: AHEAD_H }))
    return [made, ...stored]
  })

async function makeKey({ clock, newId, sealing }: KeysDeps, tx: Tx, signsFrom: Temporal.Instant): Promise<StoredKey> {
  const id = newId<Id<'SigningKeyId'>>('key')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key: StoredKey = {
    id,
    sealed: await sealing.seal(tx, SUBJECT, contextOf(id), privateKey.export({ format: 'jwk' })),
    madeAt: clock.now().toString(),
    signsFrom: signsFrom.toString(),
    goneAfter: signsFrom.add({ hours: SIGNS_H + AHEAD_H + AFTER_H }).toString(),
  }
  await insertKey(tx, key)
  return key
}
