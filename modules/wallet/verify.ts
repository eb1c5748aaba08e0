/** What a stranger learns of a document that they were shown. */
import { createHash } from 'node:crypto'
import type { Identity } from '@dpg/identity/contract'
import type { Clock } from '@dpg/kernel'
import { tooManyTries, type Verification } from './contract.ts'
import { maskName } from './mask.ts'
import { parseNumber } from './number.ts'
import { type UnsealDeps, unseal } from './sealed.ts'
import { type DocumentRow, findByDigest, findByNumber } from './store.ts'
import { readDigests } from './store-files.ts'
import type { Tries } from '@dpg/kernel/server'

export interface VerifyDeps extends UnsealDeps {
  readonly clock: Clock
  readonly identity: Pick<Identity, 'resident'>
  readonly tries: Tries
}

export async function verify(deps: VerifyDeps, typed: string, from: string | undefined): Promise<Verification | undefined> {
  const wait = from === undefined ? 0 : deps.tries.take(from)
  if (wait > 0) throw tooManyTries({ retryAfterS: wait })
  const number = parseNumber(typed)
  const row = number && (await findByNumber(deps.db, number))
  // Only wrong numbers use up tries: an office may check a whole pile of papers.
  if (row && from !== undefined) deps.tries.giveBack(from)
  return row ? verificationOf(deps, row) : undefined
}

export async function verifyFile(deps: VerifyDeps, bytes: Uint8Array): Promise<Verification | undefined> {
  const row = await findByDigest(deps.db, createHash('sha256').update(bytes).digest())
  return row && verificationOf(deps, row)
}

async function verificationOf(deps: VerifyDeps, row: DocumentRow): Promise<Verification | undefined> {
  const [sealed, holder, digests] = await Promise.all([
    unseal(deps, row),
    deps.identity.resident(row.owner),
    readDigests(deps.db, row.owner, row.id),
  ])
  if (!sealed) return undefined
  return {
    state: stateOf(row, deps.clock.today().toString()),
    title: sealed.documents.ko.title,
    issuer: sealed.issuer,
    issuedAt: row.issuedAt,
    validUntil: row.validUntil,
    holder: maskName(holder?.name ?? ''),
    digests,
  }
}

function stateOf({ revokedAt, validUntil }: DocumentRow, today: string): Verification['state'] {
  if (revokedAt !== null) return 'revoked'
  return validUntil !== null && validUntil < today ? 'expired' : 'valid'
}
