/** For the tests: the module on a real database, and what a resident's page does to check a proof. */
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import type { PersonId } from '@dpg/kernel'
import { createSealing, type Db, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import { fromBase64, type Json, openCheckpoint, parseKey, type SignatureCheck, verifyEntry } from '@dpg/ledger/verify'
import type { AccessRecord, EntryProof } from './contract.ts'
import { access, createAccess, type LogKey } from './index.ts'

export const logKey: LogKey = { name: 'dpg.test/access', privateKey: generateKeyPairSync('ed25519').privateKey }
export const clock = fixedClock('2026-03-03T00:00:00Z')

export async function setUp() {
  const db = await openTestDb(access.migrations)
  const sealing = createSealing(Buffer.alloc(32, 1))
  const build = (on: Db = db, key: LogKey = logKey) =>
    createAccess({ db: on, clock, newId, log: silentLog, sealing, logKey: key })
  return { db, sealing, build, ...build() }
}

export const person = (name: string) => `per_${name}` as PersonId

export const fetched: AccessRecord = {
  subject: person('haneul'),
  actor: { kind: 'system', name: '디지털 정부 서비스', agency: null },
  use: 'fetch',
  facts: ['person.birthDate', 'household.recognisedIncome'],
  purpose: { ko: '기초연금 심사', en: 'Deciding on the Basic Pension' },
  law: '기초연금법 제11조제2항',
  register: 'resident-register',
  service: 'SSE000000170',
  case: null,
}

/** Ed25519 as a browser checks it. */
export const checkSignature: SignatureCheck = (publicKey, message, signature) =>
  verify(null, message, ed25519(publicKey), signature)

const ed25519 = (raw: Uint8Array) =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' })

/** All that the page of the resident checks: the signature of the head, and the entry under it. */
export async function believes(proof: EntryProof | undefined, publishedKey: string): Promise<boolean> {
  if (!proof) return false
  const head = await openCheckpoint(proof.checkpoint, await parseKey(publishedKey), checkSignature)
  if (!head || head.size !== proof.size) return false
  return verifyEntry({
    entry: proof.entry as Json,
    salt: fromBase64(proof.salt),
    index: proof.index,
    size: head.size,
    proof: proof.proof.map(fromBase64),
    root: head.root,
  })
}
