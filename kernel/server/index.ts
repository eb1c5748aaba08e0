/** The part of the kernel that knows Node: database, outbox, jobs, HTTP, settings, log. */
import { randomUUIDv7 } from 'node:crypto'
import { idMaker, type NewId } from '../ids.ts'
import en from '../messages/en.json' with { type: 'json' }
import ko from '../messages/ko.json' with { type: 'json' }
import type { ModuleInfo } from './parts.ts'

export { DatabaseAwayError, isDatabaseAway } from './database-away.ts'
export * from './db.ts'
export * from './embedded-postgres.ts'
export { parseCookies } from './cookies.ts'
export { createHttp, type HttpDeps } from './http.ts'
export * from './preferences.ts'
export * from './jobs.ts'
export * from './log.ts'
export * from './migrate.ts'
export * from './openapi.ts'
export * from './outbox.ts'
export * from './outside.ts'
export * from './pairwise.ts'
export * from './parts.ts'
export * from './problems.ts'
export * from './route.ts'
export * from './rush.ts'
export * from './sealing.ts'
export * from './settings.ts'
export { createSharedLimits, type Limits, type SharedLimits } from './shared-limits.ts'
export { type Allowance, createTries, type Tries } from './tries.ts'
export { type Form, type FormValue, readAtMost, readBytes } from './body.ts'

/** Ids of a running platform. */
export const newId: NewId = idMaker(() => randomUUIDv7())

/** The kernel's own tables (outbox, keys) and texts, beside those of the modules. */
export const kernel: ModuleInfo = {
  migrations: { module: 'kernel', folder: new URL('../migrations/', import.meta.url) },
  messages: { ko, en },
}
