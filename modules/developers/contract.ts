/** 개발자(Developers): apps and their keys, a playground on synthetic people, usage, errors that can be run again, webhooks, tools for assistants. */
import { defineEvent, defineProblem, type Id, type Lang, type PersonId, type Principal } from '@dpg/kernel'
import type { DeliveryId, Hook, HookDelivery, HookEvent, HookId } from './contract-hooks.ts'

export * from './contract-hooks.ts'

export type AppId = Id<'AppId'>
export type AppKeyId = Id<'AppKeyId'>
/** Of a request, as its answer told it (`x-request-id`). */
export type FailureId = string & { readonly __failure: true }

/** test: only synthetic people · live: what is open to everybody, after review. */
export const KEY_KINDS = ['test', 'live'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

export interface AppDetails {
  readonly name: string
  /** What it does, for whom: read by whoever reviews it. */
  readonly about: string
  readonly homepage: string | null
}

export interface App extends AppDetails {
  readonly id: AppId
  readonly state: 'sandbox' | 'waiting' | 'allowed' | 'refused'
  /** Why it was refused. */
  readonly reason: string | null
  readonly madeAt: string
  /** Those that still open something, newest first. */
  readonly keys: readonly AppKey[]
}

export interface AppKey {
  readonly id: AppKeyId
  readonly kind: KeyKind
  /** How it begins and ends: enough to know it again, not to use it. */
  readonly hint: string
  readonly madeAt: string
  /** Rotated: until then both keys open. */
  readonly endsAt: string | null
}

/** The key itself, shown once: only its hash is kept. */
export interface NewKey {
  readonly key: AppKey
  readonly secret: string
}

/** An app as whoever reviews it sees it. */
export type WaitingApp = Omit<App, 'keys'> & { readonly askedAt: string }

/** One of the demonstration's people: the same in every agency's register. */
export interface SandboxPerson {
  readonly id: PersonId
  readonly name: string
  readonly story: string
}

/** One call that an app may make, as the OpenAPI text has it. */
export interface Operation {
  readonly id: string
  readonly method: string
  /** `/api/services/{id}` */
  readonly path: string
  readonly tag: string
  /** In English, from the OpenAPI text. */
  readonly summary: string
  /** It is about a person: a test key names which one. */
  readonly needsPerson: boolean
  /** Takes an Idempotency-Key. */
  readonly needsKey: boolean
  readonly parameters: readonly OperationParameter[]
  readonly body: { readonly type: string; readonly schema: object } | null
}

export interface OperationParameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly isRequired: boolean
  readonly description: string
  readonly schema: object
}

/** A request as it can be shown, and run again: without key, cookie or session. */
export interface ShownRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Null: none, or too long to keep. */
  readonly body: string | null
}

/** A request that was run by the playground, and its answer. */
export interface Run {
  readonly request: ShownRequest
  readonly curl: string
  readonly requestId: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly ms: number
}

export interface ToRun {
  /** Counted for this app; null: somebody who only looks round, a few times a minute. */
  readonly app: AppId | null
  readonly person: string | null
  readonly method: string
  readonly path: string
  readonly body: string | null
}

export interface UsageRow {
  /** ISO day, in Seoul. */
  readonly day: string
  readonly kind: KeyKind
  /** `GET /api/services/{id}` */
  readonly operation: string
  readonly status: number
  readonly calls: number
  readonly meanMs: number
}

/** What is left within a window (draft-ietf-httpapi-ratelimit-headers). */
export interface QuotaNow {
  readonly kind: KeyKind
  readonly policy: 'minute' | 'day'
  readonly most: number
  readonly left: number
  readonly resetsInS: number
}

/** A request of the app that was refused or failed. */
export interface Failure {
  readonly id: FailureId
  readonly at: string
  readonly kind: KeyKind
  readonly operation: string
  readonly status: number
  /** Of the problem, such as `kernel/invalid-request`. */
  readonly type: string | null
  /** It was run again from this one. */
  readonly again: FailureId | null
}

export interface FailureShown extends Failure {
  readonly request: ShownRequest
  readonly curl: string
}

/** All but `people` and `operations` throw `developers/app-not-found` for an app that is not one's own. */
export interface Developers {
  apps(principal: Principal): Promise<readonly App[]>
  app(principal: Principal, id: AppId): Promise<App>
  /** With a test key that works on the next request. Throws `developers/too-many`. */
  register(principal: Principal, details: AppDetails): Promise<{ readonly app: App } & NewKey>
  change(principal: Principal, id: AppId, details: AppDetails): Promise<App>
  /** Its keys open nothing from now on; what was kept of its requests can no longer be read. */
  end(principal: Principal, id: AppId): Promise<void>
  /** A live key needs an app that was allowed (`developers/not-allowed-yet`). */
  makeKey(principal: Principal, id: AppId, kind: KeyKind): Promise<NewKey>
  /** A new key of the kind; the old one opens for as many hours more. */
  rotateKey(principal: Principal, id: AppId, key: AppKeyId, overlapHours: number): Promise<NewKey>
  revokeKey(principal: Principal, id: AppId, key: AppKeyId): Promise<void>
  /** Throws `developers/review-not-possible`. */
  askReview(principal: Principal, id: AppId): Promise<void>
  /** For administrators and privacy officers, oldest first. */
  waiting(principal: Principal): Promise<readonly WaitingApp[]>
  /** Never by whoever registered it; a refusal says why. Throws `developers/review-not-possible`. */
  decide(principal: Principal, id: AppId, isAllowed: boolean, reason: string | null): Promise<void>
  /** Newest day first. */
  usage(principal: Principal, id: AppId, days: number): Promise<readonly UsageRow[]>
  quota(principal: Principal, id: AppId): Promise<readonly QuotaNow[]>
  /** Newest first, a hundred at most. */
  failures(principal: Principal, id: AppId): Promise<readonly Failure[]>
  failure(principal: Principal, id: AppId, failure: FailureId): Promise<FailureShown>
  /** Runs the request again, as the app. */
  runAgain(principal: Principal, id: AppId, failure: FailureId): Promise<Run>
  /** Throws `developers/not-open`, `developers/not-synthetic`. */
  run(principal: Principal, what: ToRun, client: string | undefined, lang: Lang): Promise<Run>
  people(lang: Lang): Promise<readonly SandboxPerson[]>
  operations(): readonly Operation[]
  hooks(principal: Principal, id: AppId): Promise<readonly Hook[]>
  /** With its secret, shown once. Throws `developers/hook-refused`, `developers/too-many`. */
  addHook(principal: Principal, id: AppId, url: string, events: readonly HookEvent[]): Promise<{ hook: Hook; secret: string }>
  endHook(principal: Principal, id: AppId, hook: HookId): Promise<void>
  /** For a day deliveries are signed with both secrets. */
  renewHookSecret(principal: Principal, id: AppId, hook: HookId): Promise<string>
  testHook(principal: Principal, id: AppId, hook: HookId): Promise<HookDelivery>
  deliveries(principal: Principal, id: AppId, hook: HookId): Promise<readonly HookDelivery[]>
  redeliver(principal: Principal, id: AppId, delivery: DeliveryId): Promise<HookDelivery>
}

export const appReviewed = defineEvent<{ app: AppId; isAllowed: boolean; at: string }>('developers.app-reviewed')
export const keysChanged = defineEvent<{ app: AppId; key: AppKeyId; change: 'made' | 'rotated' | 'revoked' }>(
  'developers.keys-changed',
)

export const appNotFound = defineProblem<{ app: string }>('developers/app-not-found', 404)
export const keyNotFound = defineProblem<object>('developers/key-not-found', 404)
export const keyRefused = defineProblem<object>('developers/key-refused', 401)
export const tooMany = defineProblem<{ what: 'apps' | 'keys' | 'hooks'; most: number }>('developers/too-many', 409)
export const notAllowedYet = defineProblem<object>('developers/not-allowed-yet', 409)
export const reviewNotPossible = defineProblem<object>('developers/review-not-possible', 409)
export const notOpen = defineProblem<{ operation: string }>('developers/not-open', 403)
export const notSynthetic = defineProblem<{ person: string }>('developers/not-synthetic', 403)
export const onlyBySignOn = defineProblem<object>('developers/only-by-sign-on', 403)
export const personNeeded = defineProblem<object>('developers/person-needed', 403)
export const quotaUsedUp = defineProblem<{ policy: string; most: number; retryAfterS: number }>('developers/quota-used-up', 429)
export const failureNotFound = defineProblem<object>('developers/failure-not-found', 404)
export const hookNotFound = defineProblem<object>('developers/hook-not-found', 404)
export const hookRefused = defineProblem<{ why: 'not-https' | 'inside' | 'unknown-host' | 'no-events' }>(
  'developers/hook-refused',
  422,
)
