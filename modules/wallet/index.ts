/** 전자문서지갑: builds the module. Only the server calls this. */
import type { Identity } from '@dpg/identity/contract'
import type { Clock, Lang, NewId, Translate } from '@dpg/kernel'
import { createTries, type Db, type Log, type ModuleInfo, type Parts, type Sealing } from '@dpg/kernel/server'
import { documentsOf, type MandateDeps } from './by-mandate.ts'
import { documentNotFound, type Wallet } from './contract.ts'
import { routes } from './http.ts'
import { issue } from './issue.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { newNumber } from './number.ts'
import { createPdfRenderer, type RenderPdf } from './pdf-renderer.ts'
import { find, list, read } from './read.ts'
import { renderHandler } from './render.ts'
import { markRevoked } from './store.ts'
import { verify, verifyFile } from './verify.ts'

export type { RenderPdf } from './pdf-renderer.ts'

export interface WalletDeps extends MandateDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly sealing: Sealing
  readonly texts: (lang: Lang) => Translate
  readonly identity: Pick<Identity, 'resident'>
  /** Address of the portal as people reach it, without trailing slash: it stands on every document. */
  readonly baseUrl: string
  /** A thread of its own when absent. */
  readonly renderPdf?: RenderPdf
  /** Draws a verification number; random when absent. */
  readonly newNumber?: () => string
}

export const wallet: ModuleInfo = {
  migrations: { module: 'wallet', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export function createWallet(given: WalletDeps): { wallet: Wallet; parts: Parts } {
  const deps = { newNumber, renderPdf: createPdfRenderer(), ...given, tries: createTries(given.clock) }
  const module: Omit<Wallet, 'of'> = {
    issue: (tx, command) => issue(deps, tx, command),
    list: (owner, lang) => list(deps, owner, lang),
    find: (owner, id, lang) => find(deps, owner, id, lang),
    read: (owner, id, form, lang) => read(deps, owner, id, { form, lang }),
    verify: (number, from) => verify(deps, number, from),
    verifyFile: (bytes) => verifyFile(deps, bytes),
    revoke: async (tx, owner, id) => {
      if (!(await markRevoked(tx, owner, id, deps.clock.now().toString()))) throw documentNotFound({ id })
    },
  }
  const wallet: Wallet = { ...module, of: (principal) => documentsOf(deps, module, principal) }
  return { wallet, parts: { routes: routes(wallet), jobs: [renderHandler(deps)] } }
}
