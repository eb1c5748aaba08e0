/** 개발자: builds the module. Only the server calls this. */
import { rulesPublished } from '@dpg/authoring/contract'
import { definitionsPublished } from '@dpg/catalogue/contract'
import type { Principal } from '@dpg/kernel'
import { type Consumer, consumer, jobHandler, type ModuleInfo, type Parts } from '@dpg/kernel/server'
import {
  app,
  apps,
  askForReview,
  change,
  decide,
  end,
  makeAppKey,
  ownApp,
  register,
  revokeKey,
  rotateKey,
  waiting,
} from './apps.ts'
import { appReviewed, type Developers, keysChanged } from './contract.ts'
import { deliver, deliverHook, sweep, sweepDevelopers } from './deliver.ts'
import type { DevelopersDeps, DevelopersRunning, Served } from './deps.ts'
import { failure, failures, forgetOldFailures } from './failures.ts'
import { createGate, syntheticPeople } from './gate.ts'
import { addHook, deliveries, endHook, hooks, redeliver, renewHookSecret, tell, testHook } from './hooks.ts'
import { routes } from './http.ts'
import { hookRoutes } from './http-hooks.ts'
import { createMcp, MCP_PATH } from './mcp.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import operationsKo from './messages/operations.ko.json' with { type: 'json' }
import { createOperations, type Operations } from './operations.ts'
import { quotaNow } from './quota.ts'
import { createRunner } from './run.ts'
import { listUsage } from './store-usage.ts'

export type { DevelopersDeps, Served } from './deps.ts'
export { sweepDevelopers } from './deliver.ts'
export { createOperations } from './operations.ts'

export const developers: ModuleInfo = {
  migrations: { module: 'developers', folder: new URL('./migrations/', import.meta.url) },
  messages: { ko: { ...ko, ...operationsKo }, en },
}

/** What the server does with it. */
export interface DevelopersDoor {
  readonly developers: Developers
  readonly parts: Parts
  /** Once every route is known. Nothing is asked before. */
  serve(served: Served): void
  /** Stands before every route: apps' keys, and `/mcp`. */
  front(request: Request, client: string | undefined, next: (request: Request) => Promise<Response>): Promise<Response>
  /** Who asks, where an app's key says it; undefined: the cookie says it. */
  principalOf(request: Request): Principal | undefined
}

export function createDevelopers(deps: DevelopersDeps): DevelopersDoor {
  let served: Served | undefined
  let known: Operations | undefined
  const running: DevelopersRunning = { ...deps, served: () => served! }
  const operations = () => {
    known ??= createOperations(served!.openApi)
    return known
  }
  const gate = createGate(running, operations)
  const mcp = createMcp(running, gate, operations)
  const runner = createRunner(running, gate)
  const made: Developers = {
    apps: (principal) => apps(running, principal),
    app: (principal, id) => app(running, principal, id),
    register: (principal, details) => register(running, principal, details),
    change: (principal, id, details) => change(running, principal, id, details),
    end: (principal, id) => end(running, principal, id),
    makeKey: (principal, id, kind) => makeAppKey(running, principal, id, kind),
    rotateKey: (principal, id, key, hours) => rotateKey(running, principal, id, key, hours),
    revokeKey: (principal, id, key) => revokeKey(running, principal, id, key),
    askReview: (principal, id) => askForReview(running, principal, id),
    waiting: (principal) => waiting(running, principal),
    decide: (principal, id, isAllowed, reason) => decide(running, principal, id, isAllowed, reason),
    usage: async (principal, id, days) => {
      await ownApp(running, principal, id)
      return listUsage(deps.db, id, deps.clock.today().subtract({ days }).toString())
    },
    quota: async (principal, id) => {
      await ownApp(running, principal, id)
      return quotaNow(deps.db, deps.clock, id)
    },
    failures: (principal, id) => failures(running, principal, id),
    failure: (principal, id, one) => failure(running, principal, id, one),
    ...runner,
    people: (lang) => syntheticPeople(running, lang),
    operations: () => operations().all,
    hooks: (principal, id) => hooks(running, principal, id),
    addHook: (principal, id, url, events) => addHook(running, principal, id, url, events),
    endHook: (principal, id, hook) => endHook(running, principal, id, hook),
    renewHookSecret: (principal, id, hook) => renewHookSecret(running, principal, id, hook),
    testHook: (principal, id, hook) => testHook(running, principal, id, hook),
    deliveries: (principal, id, hook) => deliveries(running, principal, id, hook),
    redeliver: (principal, id, delivery) => redeliver(running, principal, id, delivery),
  }
  return {
    developers: made,
    parts: { routes: [...routes(made), ...hookRoutes(made)], consumers: consumersOf(running), jobs: jobsOf(running) },
    serve: (given) => {
      served = given
    },
    front: (request, client, next) =>
      new URL(request.url).pathname === MCP_PATH ? mcp.handle(request, client) : gate.front(request, next),
    principalOf: gate.principalOf,
  }
}

/** Services that were named in one event; more of them, and the app looks at the list. */
const NAMED = 200

const consumersOf = (running: DevelopersRunning): Consumer[] => [
  consumer({
    name: 'developers.service-changed',
    on: definitionsPublished,
    handle: ({ release, changedServices }) =>
      tell(running, 'service.changed', `service ${release}`, {
        release,
        services: changedServices.slice(0, NAMED),
        count: changedServices.length,
      }),
  }),
  consumer({
    name: 'developers.rules-published',
    on: rulesPublished,
    handle: ({ service, version, draft }) => tell(running, 'rules.published', `rules ${draft}`, { service, version }),
  }),
  consumer({
    name: 'developers.app-reviewed',
    on: appReviewed,
    handle: ({ app: id, isAllowed, at }) => tell(running, 'app.reviewed', `review ${at}`, { app: id, isAllowed }, id),
  }),
  consumer({
    name: 'developers.key-changed',
    on: keysChanged,
    handle: ({ app: id, key, change }) => tell(running, 'app.key-changed', `key ${change} ${key}`, { app: id, key, change }, id),
  }),
]

const jobsOf = (running: DevelopersRunning) => [
  // Its own times are kept in the table: a job that fails by itself is found by the sweep.
  jobHandler({ job: deliverHook, retries: 2, handle: ({ app: id, delivery }) => deliver(running, id, delivery) }),
  jobHandler({
    job: sweepDevelopers,
    concurrency: 1,
    handle: async () => {
      await sweep(running)
      await forgetOldFailures(running)
    },
  }),
]
