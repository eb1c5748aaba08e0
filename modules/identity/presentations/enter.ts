/** Whose account it is: of the wallet that is known, or of the person whom the registers know by that number; opened where there is none. */
import { randomBytes } from 'node:crypto'
import { type Principal, textIn } from '@dpg/kernel'
import { type SignedIn, type WalletEntered, type WalletId, walletRefused } from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import { beginSession } from '../sessions.ts'
import { lower, rank } from '../sign-on/levels.ts'
import { raiseSession } from '../store-sessions.ts'
import { findAccount, insertAccounts, nameContext } from '../store.ts'
import { holderOf, type Result } from './answer.ts'
import type { HolderSource } from './ports.ts'
import { askerOf, clearedQuestion, openSealed, type Secrets } from './question.ts'
import { findWallet, holdWallet, keepWallet, type StoredPresentation, useAnswer } from './store-presentations.ts'

export interface Entering {
  readonly row: StoredPresentation
  readonly principal: Principal
  readonly userAgent: string | undefined
}

type Known = NonNullable<Awaited<ReturnType<HolderSource['find']>>>

export async function enter(deps: IdentityDeps, holders: HolderSource, entering: Entering): Promise<WalletEntered> {
  const { row, principal, userAgent } = entering
  const asker = askerOf(principal)
  // Whoever asked is whoever comes back: nobody's mobile ID is hung on another's account.
  if (row.account !== asker.account || row.session !== asker.session) throw walletRefused({ why: 'other-account' })
  if (principal.kind === 'official') throw walletRefused({ why: 'official' })
  if (row.state !== 'answered' || !row.result) throw walletRefused({ why: 'late' })
  const result = await openSealed<Result>(deps, row.id, 'result', row.result)
  const { next } = await openSealed<Secrets>(deps, row.id, 'sealed', row.sealed)
  const holder = holderOf(deps, result.shown)
  const known = (await findWallet(deps.db, holder)) ? undefined : await askRegisters(holders, result)
  const signedIn = await deps.db.transaction(async (tx): Promise<SignedIn | null> => {
    await holdWallet(tx, holder)
    if (!(await useAnswer(tx, row.id))) throw walletRefused({ why: 'late' })
    const before = await findWallet(tx, holder)
    if (!before && !known) throw walletRefused({ why: 'stranger' })
    const account = before ?? (await accountFor(deps, tx, known!))
    if (asker.account !== null && asker.account !== account.id) throw walletRefused({ why: 'others' })
    const at = deps.clock.now().toString()
    const worth = lower(result.worth, account.assured)
    const kept = { account: account.id, id: deps.newId<WalletId>('wlt'), holder, name: textIn(result.issuer, 'ko') }
    await keepWallet(tx, { ...kept, assurance: result.worth, at })
    if (asker.account === null) return beginSession(deps, tx, account, { way: 'wallet', worth, userAgent })
    if (rank(worth) > rank(principal.assurance)) await raiseSession(tx, asker.account, asker.session!, 'wallet', worth, at)
    return null
  })
  return { step: 'in', signedIn, next, cookies: [clearedQuestion, ...(signedIn ? [signedIn.cookie] : [])] }
}

const askRegisters = (holders: HolderSource, { shown }: Result): Promise<Known | undefined> =>
  holders.find(shown).catch((cause: unknown) => {
    throw walletRefused({ why: 'register-away' }, { cause })
  })

async function accountFor(deps: IdentityDeps, tx: Parameters<typeof findAccount>[0], { person, name }: Known) {
  const there = await findAccount(tx, person)
  if (there) return there
  const sealed = await deps.sealing.seal(tx, person, nameContext(person), name)
  const row = { id: person, kind: 'resident' as const, name: sealed, handle: randomBytes(32) }
  await insertAccounts(tx, [row], deps.clock.now().toString())
  return (await findAccount(tx, person))!
}
