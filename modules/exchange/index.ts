/** 행정정보 공동이용: builds the module. Only the server calls this. */
import type { ModuleInfo, Parts } from '@dpg/kernel/server'
import { createBreakers } from './breaker.ts'
import type { Exchange } from './contract.ts'
import type { ExchangeDeps, Running } from './deps.ts'
import { fetchFacts } from './fetch.ts'
import { findPerson } from './find.ts'
import { createCaller } from './gateways.ts'
import { routes } from './http.ts'
import { ownRoutes } from './http-own.ts'
import { createListener, type Listener } from './listen.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { createPace } from './pace.ts'
import { receipt } from './receipts.ts'
import { recordChange } from './record-change.ts'

export type { ExchangeDeps } from './deps.ts'
export type { Gateway, Gateways } from './gateways.ts'
export type { Listener } from './listen.ts'
export { memberRoutes } from './members/http-members.ts'
export { createMembers, type MemberLists, type UnsignedList } from './members/members.ts'

export const exchange: ModuleInfo = {
  migrations: { module: 'exchange', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko, en },
}

/** The server starts `listener` when it serves and stops it before it closes the database. */
export function createExchange(deps: ExchangeDeps): { exchange: Exchange; parts: Parts; listener: Listener } {
  const caller = createCaller()
  const running: Running = { ...deps, call: caller.call, breakers: createBreakers(deps.clock), pace: createPace() }
  const made: Exchange = {
    fetch: (request) => fetchFacts(running, request),
    find: (search) => findPerson(running, search),
    recordChange: (command) => recordChange(running, command),
    receipt: (subject, id) => receipt(deps, subject, id),
    status: () => [...deps.catalogue.current().pack.registers.keys()].map((register) => running.breakers.status(register)),
  }
  const listener = createListener(running)
  const stop = async () => {
    await listener.stop()
    caller.close()
  }
  return { exchange: made, parts: { routes: [...routes(deps, made), ...ownRoutes(deps, made)] }, listener: { ...listener, stop } }
}
