/** 규칙 쓰기: builds the module. Only the server calls this. */
import { definitionsPublished } from '@dpg/catalogue/contract'
import { consumer, jobHandler, type ModuleInfo, type Parts } from '@dpg/kernel/server'
import { createDesk, type DeskOptions } from './check/desk.ts'
import type { Authoring } from './contract.ts'
import { discard, publish, sendBack, submit, withdraw } from './decide.ts'
import type { AuthoringDeps, Inside } from './deps.ts'
import { history, services } from './history.ts'
import { routes } from './http.ts'
import { measureDraft } from './measure.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { open } from './open.ts'
import { rebase } from './rebase.ts'
import { giveBackMoved, onItsDay, takeEffect } from './scheduled.ts'
import { save } from './save.ts'
import { tableIn, tableOut } from './tables/exchange.ts'
import { drafts, view } from './view.ts'
import { readerOf } from './who.ts'
import { words } from './words.ts'

export type { AuthoringDeps } from './deps.ts'

export const authoring: ModuleInfo = {
  migrations: { module: 'authoring', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

/** `stop` ends the checking thread. */
export function createAuthoring(
  given: AuthoringDeps,
  options: DeskOptions = {},
): { authoring: Authoring; parts: Parts; stop(): Promise<void> } {
  const desk = createDesk(given.catalogue, options)
  const deps: Inside = { ...given, desk, today: () => given.clock.today().toString() }
  const made: Authoring = {
    services: (principal, lang) => services(deps, principal, lang),
    drafts: (principal, lang) => drafts(deps, principal, lang),
    history: (principal, service, lang) => history(deps, principal, service, lang),
    words: (principal, lang) => {
      readerOf(principal)
      return words(deps.catalogue, given.texts(lang), lang)
    },
    open: (principal, command) => open(deps, principal, command),
    draft: (principal, id, lang) => view(deps, principal, id, lang),
    save: (principal, id, revision, edit) => save(deps, principal, id, revision, edit),
    measure: (principal, id) => measureDraft(deps, principal, id),
    submit: (principal, command) => submit(deps, principal, command),
    withdraw: (principal, command) => withdraw(deps, principal, command),
    discard: (principal, command) => discard(deps, principal, command),
    publish: (principal, command) => publish(deps, principal, command),
    sendBack: (principal, command) => sendBack(deps, principal, command),
    rebase: (principal, command) => rebase(deps, principal, command),
    tableOut: (principal, id, table) => tableOut(deps, principal, id, table),
    tableIn: (principal, id, revision, table, bytes) => tableIn(deps, principal, id, revision, table, bytes),
  }
  const parts: Parts = {
    routes: routes(made),
    consumers: [consumer({ name: 'authoring.give-back-moved', on: definitionsPublished, handle: () => giveBackMoved(deps) })],
    jobs: [jobHandler({ job: takeEffect, concurrency: 1, retries: 100, handle: ({ draft }) => onItsDay(deps, draft) })],
  }
  return { authoring: made, parts, stop: desk.stop }
}
