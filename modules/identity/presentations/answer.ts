/** What a wallet has answered: opened, believed, looked up; then it waits, sealed, for the browser that asked. */
import { createHmac } from 'node:crypto'
import type { Text } from '@dpg/kernel'
import {
  claimAt,
  clientIdOf,
  openResponse,
  questionsOf,
  readPresentation,
  RefusedError,
  type Shown,
  thumbprintOf,
} from '@dpg/presentation'
import { type Level, type Presentations, walletRefused } from '../contract.ts'
import type { IdentityDeps } from '../index.ts'
import type { Believed } from './issuers.ts'
import type { ShownPerson } from './ports.ts'
import { openSealed, random, responseUri, type Running, sealFor, type Secrets, sha256 } from './question.ts'
import type { CheckStatus } from './status.ts'
import { keepAnswer, keepRefusal, type StoredPresentation, takeQuestion } from './store-presentations.ts'

/** Where the wallet's browser goes on. */
export const BACK = '/signin/wallet/back'
const LONGEST = 80

/** Who was shown, and what that is worth. */
export interface Result {
  readonly shown: ShownPerson
  readonly issuer: Text
  readonly worth: Level
}

export async function receiveAnswer(
  deps: Running,
  check: CheckStatus,
  id: string,
  { response, error }: Parameters<Presentations['receive']>[1],
): Promise<string> {
  const row = await takeQuestion(deps.db, id, deps.clock.now().toString())
  if (!row) throw walletRefused({ why: 'late' })
  try {
    if (response === undefined) throw walletRefused({ why: error === undefined ? 'malformed' : 'declined' })
    const result = await believe(deps, check, row, response)
    const code = random()
    const kept = { code: sha256(code), confirm: typedHash(deps, id, numberOf(deps, id, code)) }
    await keepAnswer(deps.db, id, { ...kept, result: await sealFor(deps, id, 'result', result) })
    const back = new URL(BACK, deps.baseUrl())
    back.searchParams.set('code', code)
    return back.href
  } catch (cause) {
    const why = whyOf(cause)
    await keepRefusal(deps.db, id, why)
    deps.log.info('identity.wallet-refused', { why })
    throw why === 'failed' ? cause : walletRefused({ why }, { cause })
  }
}

function whyOf(cause: unknown): string {
  if (cause instanceof RefusedError) return cause.doubt
  const { type, values } = (cause ?? {}) as { readonly type?: unknown; readonly values?: { readonly why?: unknown } }
  return type === walletRefused.type && typeof values?.why === 'string' ? values.why : 'failed'
}

async function believe(deps: Running, check: CheckStatus, { id, sealed }: StoredPresentation, response: string): Promise<Result> {
  const { nonce, state, key } = await openSealed<Secrets>(deps, id, 'sealed', sealed)
  const opened = await openResponse(response, key)
  if (opened.state !== state) throw new RefusedError('other-session')
  const accepted = await deps.trust.accepted()
  const asked = {
    now: deps.clock.now().epochMilliseconds,
    nonce,
    audience: clientIdOf(await deps.signer()),
    responseUri: responseUri(deps, id),
    sealedTo: await thumbprintOf(key),
  }
  const shown = await readPresentation(opened, { questions: questionsOf(accepted), accepted, asked })
  if (shown.status) await check(shown.status, shown.by)
  return { shown: personIn(shown), issuer: shown.by.called, worth: shown.by.worth }
}

function personIn(shown: Shown<Believed>): ShownPerson {
  const { issuer, number, name, birthDate } = shown.by
  const text = (path: readonly string[]): string => {
    const value = claimAt(shown, path)
    if (typeof value !== 'string' || value.trim() === '' || value.length > LONGEST) throw new RefusedError('malformed')
    return value.trim()
  }
  const born = text(birthDate)
  if (!/^\d{4}-\d\d-\d\d$/.test(born)) throw new RefusedError('malformed')
  return { issuer, number: text(number), name: text(name), birthDate: born }
}

const mac = ({ secret }: Pick<IdentityDeps, 'secret'>, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', secret('wallets')).update(JSON.stringify(parts)).digest()

/** Six digits, the same for the same answer: nowhere kept, shown by whoever brings the code. */
export const numberOf = (deps: Pick<IdentityDeps, 'secret'>, id: string, code: string): string =>
  String(mac(deps, 'number', id, code).readUIntBE(0, 6) % 1_000_000).padStart(6, '0')

export const typedHash = (deps: Pick<IdentityDeps, 'secret'>, id: string, typed: string): Buffer =>
  mac(deps, 'typed', id, typed.replace(/\D/g, ''))

/** What a person is known by in our tables: keyed, so that a copy of them tells nobody's number. */
export const holderOf = (deps: Pick<IdentityDeps, 'secret'>, { issuer, number }: ShownPerson): Buffer =>
  mac(deps, 'holder', issuer, number)
