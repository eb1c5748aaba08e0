/** Whom we believe about mobile IDs. Let in whole by two officials; nobody before that. */
import { createPublicKey, X509Certificate } from 'node:crypto'
import type { Accepted } from '@dpg/presentation'
import {
  type AcceptedCredential,
  type AcceptedIssuer,
  type Level,
  type WalletIssuers,
  type WalletIssuersId,
  walletIssuersNotFound,
  walletIssuersRefused,
} from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { accountOf } from '../sessions.ts'
import { lower } from '../sign-on/levels.ts'
import { issuersBody } from './schema.ts'
import { endIssuers, heldIssuers, holdIssuers, insertIssuers, issuerLists, issuersOf } from './store-issuers.ts'

/** One kind of credential of one issuer, with what showing it is worth. */
export interface Believed extends Accepted, Pick<AcceptedCredential, 'number' | 'name' | 'birthDate'> {
  readonly called: AcceptedIssuer['name']
  readonly worth: Level
}

export interface Trust {
  /** Those that are believed now: read again only when a list came or went, here or at another server. */
  accepted(): Promise<readonly Believed[]>
}

export function createTrust({ db }: Pick<IdentityDeps, 'db'>): Trust {
  let kept: { readonly id: WalletIssuersId; readonly accepted: readonly Believed[] } | undefined
  return {
    accepted: async () => {
      const id = await heldIssuers(db)
      if (id === undefined) return []
      if (kept?.id !== id) kept = { id, accepted: (await issuersOf(db, id)).flatMap(believedOf) }
      return kept.accepted
    },
  }
}

/** Throws when a key or a certificate cannot be read. */
export function believedOf({ id, name, keys, anchors, credentials }: AcceptedIssuer): Believed[] {
  const certificates = anchors.map((one) => new X509Certificate(Buffer.from(one, 'base64')))
  for (const key of keys) createPublicKey({ key, format: 'jwk' })
  return credentials.map((one) => ({
    issuer: id,
    called: name,
    format: one.format,
    type: one.type,
    claims: [one.number, one.name, one.birthDate],
    number: one.number,
    name: one.name,
    birthDate: one.birthDate,
    keys,
    anchors: certificates,
    needsStatus: one.needsStatus,
    worth: lower(one.identity, one.authentication),
  }))
}

export function createIssuers({ db, clock, newId, log }: IdentityDeps, changed: () => void): WalletIssuers {
  return {
    list: () => issuerLists(db),
    read: readIssuers,
    check: checkIssuers,
    hold: async (tx, issuers, by) => {
      checkIssuers(issuers)
      const at = clock.now().toString()
      await holdIssuers(tx)
      await endIssuers(tx, by, at)
      const list = await insertIssuers(tx, newId<WalletIssuersId>('wil'), issuers, by, at)
      tx.afterCommit(() => {
        changed()
        log.info('identity.wallet-issuers-held', { list: list.id, issuers: issuers.length })
      })
      return list
    },
    withdraw: async (principal) => {
      if (!(await endIssuers(db, accountOf(principal), clock.now().toString()))) throw walletIssuersNotFound({})
      changed()
      log.info('identity.wallet-issuers-withdrawn', {})
    },
  }
}

function readIssuers(file: Uint8Array): readonly AcceptedIssuer[] {
  let given: unknown
  try {
    given = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file))
  } catch (cause) {
    throw walletIssuersRefused({ why: 'malformed', where: 'JSON' }, { cause })
  }
  const { data, error } = issuersBody.safeParse(given)
  if (data) return data.issuers
  throw walletIssuersRefused({ why: 'malformed', where: `/${error.issues[0]!.path.join('/')}`.slice(0, 200) })
}

function checkIssuers(issuers: readonly AcceptedIssuer[]): void {
  if (new Set(issuers.map(({ id }) => id)).size < issuers.length) throw walletIssuersRefused({ why: 'twice' })
  if (issuers.some(({ keys, anchors }) => keys.length + anchors.length === 0)) throw walletIssuersRefused({ why: 'no-key' })
  try {
    for (const one of issuers) believedOf(one)
  } catch (cause) {
    throw walletIssuersRefused({ why: 'key' }, { cause })
  }
}
