/** The key by which wallets know us: the operator's; without one a key of our own making, under a certificate that only says so itself. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { certify, type RequestSigner } from '@dpg/presentation'
import type { IdentityDeps } from '../index.ts'
import { findSigner, keepSigner } from './store-issuers.ts'

const SUBJECT = 'identity.wallet-signer'
const CONTEXT = 'identity.wallet_signer.sealed:1'
const DAY_H = 24
const HOLDS_DAYS = 398
const RENEWED_DAYS = 30
/** Another server may have made a newer one. */
const KEPT_MS = 10 * 60_000

export function createSigner(deps: IdentityDeps, own: RequestSigner | undefined): () => Promise<RequestSigner> {
  const { db, clock, sealing } = deps
  let kept: { readonly signer: RequestSigner; readonly until: number } | undefined
  const read = async (needed: string): Promise<RequestSigner | undefined> => {
    const stored = await findSigner(db, needed)
    if (!stored) return undefined
    const pem = await sealing.open<string>(db, SUBJECT, CONTEXT, stored.sealed)
    return { key: createPrivateKey(pem), chain: [stored.certificate] }
  }
  const make = async (needed: string): Promise<void> => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const host = new URL(deps.baseUrl()).hostname
    const from = clock.now().epochMilliseconds
    const until = from + HOLDS_DAYS * DAY_H * 3_600_000
    const certificate = certify({
      name: host,
      host,
      key: publicKey,
      by: { name: host, key: privateKey },
      from: from - 60_000,
      until,
    })
    await db.transaction(async (tx) => {
      const sealed = await sealing.seal(tx, SUBJECT, CONTEXT, privateKey.export({ format: 'pem', type: 'pkcs8' }))
      await keepSigner(tx, { sealed, certificate }, Temporal.Instant.fromEpochMilliseconds(until).toString(), needed)
    })
  }
  return async () => {
    if (own) return own
    const now = clock.now()
    if (kept && kept.until > now.epochMilliseconds) return kept.signer
    const needed = now.add({ hours: RENEWED_DAYS * DAY_H }).toString()
    const there = await read(needed)
    if (!there) await make(needed)
    const signer = there ?? (await read(needed))!
    kept = { signer, until: now.epochMilliseconds + KEPT_MS }
    return signer
  }
}
