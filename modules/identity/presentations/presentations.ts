/** Mobile ID from a wallet: on this device by a link, on another by a picture and a number that is typed back. */
import { timingSafeEqual } from 'node:crypto'
import type { Principal } from '@dpg/kernel'
import { type Cookies, type Presentations, type WalletEntered, walletRefused, type WalletState } from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { mayRemove } from '../removing.ts'
import { accountOf } from '../sessions.ts'
import { numberOf, receiveAnswer, typedHash } from './answer.ts'
import { enter } from './enter.ts'
import { createIssuers, createTrust } from './issuers.ts'
import {
  askerOf,
  COOKIE,
  openSealed,
  questionOf,
  type Running,
  type Secrets,
  sha256,
  signedRequest,
  startQuestion,
} from './question.ts'
import { createSigner } from './signer.ts'
import { createStatus } from './status.ts'
import {
  countTry,
  deleteWallet,
  keepRefusal,
  listWallets,
  presentationByCode,
  presentationOf,
  type StoredPresentation,
} from './store-presentations.ts'

const OFFERED_MS = 10_000
const MOST_TRIES = 5
const LONGEST_CODE = 100

export function createPresentations(deps: IdentityDeps): Presentations {
  const { db, clock, presentations: own } = deps
  const running: Running = { ...deps, trust: createTrust(deps), signer: createSigner(deps, own?.signer) }
  const check = createStatus(deps, own?.fetchList)
  // On every page of signing in: it changes when an administrator loads or withdraws a list.
  let seen: { readonly is: boolean; readonly until: number } | undefined
  const rowOf = async (cookies: Cookies): Promise<StoredPresentation | undefined> => {
    const token = cookies[COOKIE]
    return token && token.length <= LONGEST_CODE ? presentationOf(db, sha256(token), clock.now().toString()) : undefined
  }
  const go = async (row: StoredPresentation, principal: Principal, userAgent: string | undefined): Promise<WalletEntered> => {
    if (!own) throw walletRefused({ why: 'not-offered' })
    return enter(deps, own.holders, { row, principal, userAgent })
  }
  return {
    issuers: createIssuers(deps, () => {
      seen = undefined
    }),
    isOffered: async () => {
      if (!own) return false
      const now = clock.now().epochMilliseconds
      if (!seen || seen.until <= now) seen = { is: (await running.trust.accepted()).length > 0, until: now + OFFERED_MS }
      return seen.is
    },
    start: (principal, next, userAgent) => startQuestion(running, principal, next, userAgent),
    current: async (cookies, principal) => {
      const row = await rowOf(cookies)
      const { account, session } = askerOf(principal)
      return row?.account === account && row.session === session ? stateOf(running, row) : undefined
    },
    request: (id, walletNonce) => signedRequest(running, id, walletNonce),
    receive: (id, answer) => receiveAnswer(running, check, id, answer),
    back: async (code, cookies, principal, userAgent) => {
      const row = code.length <= LONGEST_CODE ? await presentationByCode(db, sha256(code), clock.now().toString()) : undefined
      if (row?.state !== 'answered') throw walletRefused({ why: 'late' })
      if ((await rowOf(cookies))?.id === row.id) return go(row, principal, userAgent)
      return { step: 'code', code: numberOf(deps, row.id, code), device: row.device, startedAt: row.startedAt }
    },
    confirm: async (typed, cookies, principal, userAgent) => {
      const row = await rowOf(cookies)
      if (!row) throw walletRefused({ why: 'late' })
      if (row.state === 'refused') throw walletRefused({ why: row.why ?? 'late' })
      const tried = await countTry(db, row.id)
      if (!tried) throw walletRefused({ why: row.state === 'used' ? 'late' : 'not-answered' })
      if (tried.tries > MOST_TRIES) {
        await keepRefusal(db, row.id, 'tries')
        throw walletRefused({ why: 'tries' })
      }
      if (!timingSafeEqual(typedHash(deps, row.id, typed), tried.confirm)) throw walletRefused({ why: 'wrong-number' })
      return go((await rowOf(cookies))!, principal, userAgent)
    },
    list: (principal) => listWallets(db, accountOf(principal)),
    remove: async (principal, id) => {
      await mayRemove(deps, principal, await listWallets(db, accountOf(principal)), id)
      if (!(await deleteWallet(db, accountOf(principal), id))) throw walletRefused({ why: 'unknown' })
    },
  }
}

async function stateOf(deps: Running, row: StoredPresentation): Promise<WalletState | undefined> {
  const { next } = await openSealed<Secrets>(deps, row.id, 'sealed', row.sealed)
  switch (row.state) {
    case 'open':
      return { step: 'ask', question: await questionOf(deps, row), next }
    case 'refused':
      return { step: 'refused', why: row.why ?? 'late', next }
    case 'answering':
    case 'answered':
      return { step: 'confirm', next }
    case 'used':
      return undefined
  }
}
