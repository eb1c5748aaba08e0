/** 공공 마이데이터: builds the module. Only the server calls this. */
import type { ModuleInfo, Parts } from '@dpg/kernel/server'
import { consentRecord, signConsent } from './consent-record.ts'
import type { Mydata } from './contract.ts'
import { deliver } from './deliver.ts'
import type { MydataDeps } from './deps.ts'
import { give, stop, transfer, transfers } from './give.ts'
import { routes } from './http.ts'
import { receiverRoutes } from './http-receivers.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { preview } from './preview.ts'
import { decide, register } from './receivers.ts'
import { createSigning } from './sealing.ts'
import { createBeliever } from './signed-request.ts'
import { findReceiver, listReceivers } from './store.ts'
import { usage, used } from './usage.ts'

export type { MydataDeps } from './deps.ts'

export const mydata: ModuleInfo = {
  migrations: { module: 'mydata', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

export function createMydata(deps: MydataDeps): { mydata: Mydata; parts: Parts } {
  const signing = createSigning(deps.secret('mydata-signing'))
  const made: Mydata = {
    bundles: () => [...deps.catalogue.current().pack.bundles.values()],
    receivers: (state) => listReceivers(deps.db, state ?? null),
    receiver: (id) => findReceiver(deps.db, id),
    register: (principal, details) => register(deps, principal, details),
    decide: (principal, id, decision) => decide(deps, principal, id, decision),
    preview: (principal, bundle, lang) => preview(deps, principal, bundle, lang),
    give: (principal, what, key, lang) => give(deps, principal, what, key, lang),
    transfers: (principal, lang) => transfers(deps, principal, lang),
    transfer: (principal, id, lang) => transfer(deps, principal, id, lang),
    stop: (principal, id, lang) => stop(deps, principal, id, lang),
    consentRecord: (principal, id) => consentRecord(deps, signing, principal, id),
    signConsent: (consent) => signConsent(deps, signing, consent),
    deliver: (receiver, id) => deliver(deps, signing, receiver, id),
    usage: (receiver, month) => usage(deps, signing, receiver, month),
    used: (receiver, day, after) => used(deps, receiver, day, after),
    keys: () => signing.keys(),
  }
  return { mydata: made, parts: { routes: [...routes(deps, made), ...receiverRoutes(made, createBeliever(deps))] } }
}
