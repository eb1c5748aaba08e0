/** Requests with an app's key: who they are for, counted, held to the quota, remembered when they go wrong. */
import { ANONYMOUS, type PersonId, type Principal, Problem, textIn } from '@dpg/kernel'
import type { AppId, FailureId, KeyKind, QuotaNow, SandboxPerson } from './contract.ts'
import { keyRefused, notOpen, notSynthetic, onlyBySignOn, personNeeded, quotaUsedUp } from './contract.ts'
import type { DevelopersRunning } from './deps.ts'
import { remember } from './failures.ts'
import { noteInTheirName } from './in-their-name.ts'
import { hashOf, keyIn } from './key.ts'
import type { Operations } from './operations.ts'
import { quotaHeaders, take } from './quota.ts'
import { refuse } from './refuse.ts'
import { findCaller } from './store-apps.ts'
import { addUsage } from './store-usage.ts'

/** On whose behalf a test key asks: one of the synthetic people. */
export const PERSON_HEADER = 'dpg-person'

/** `app` null: somebody in the playground without an app, whom nobody counts here. */
export interface Calling {
  readonly app: AppId | null
  readonly kind: KeyKind
  /** It was run again from this one. */
  readonly again?: FailureId
}

type Next = (request: Request) => Promise<Response>

export interface Gate {
  /** Every request from outside: without a key of ours it goes on as it came. */
  front(request: Request, next: Next): Promise<Response>
  /** Whose key it is. Throws `developers/key-refused`; undefined: it carries none. */
  callerOf(request: Request): Promise<Calling | undefined>
  /** A request on behalf of an app. */
  call(calling: Calling, request: Request, next: Next): Promise<Response>
  /** Who asks, where a key says it. */
  principalOf(request: Request): Principal | undefined
}

export function createGate(deps: DevelopersRunning, operations: () => Operations): Gate {
  const principals = new WeakMap<Request, Principal>()

  const callerOf = async (request: Request): Promise<Calling | undefined> => {
    const key = keyIn(request.headers.get('authorization'))
    if (key === undefined) return undefined
    const found = key ? await findCaller(deps.db, hashOf(key), deps.clock.now().toString()) : undefined
    if (!found) throw keyRefused({})
    return found
  }

  const call = async (calling: Calling, request: Request, next: Next): Promise<Response> => {
    const { app, kind } = calling
    const { pathname } = new URL(request.url)
    const at = operations().at(request.method, pathname)
    const started = performance.now()
    const quota = app ? await take(deps.db, deps.clock, app, kind) : undefined
    const kept = app && isSmall(request) ? request.clone() : undefined
    const response = await answer(async () => {
      if (quota?.over) throw used(quota.over)
      if (at && !at.isOpen) throw notOpen({ operation: at.name })
      if (!at && !pathname.startsWith('/api/')) throw notOpen({ operation: `${request.method} ${pathname.slice(0, 100)}` })
      const principal = await principalFor(deps, kind, request)
      if (at?.operation?.needsPerson && principal === ANONYMOUS) throw kind === 'live' ? onlyBySignOn({}) : personNeeded({})
      if (principal.person)
        await noteInTheirName(deps, calling, principal.person, at?.operation ?? { method: request.method, path: '/api/…' })
      principals.set(request, principal)
      return next(request)
    }, request)
    if (!app) return response
    const ms = Math.round(performance.now() - started)
    const operation = at?.name ?? `${request.method} /api/…`
    // Counted before the answer leaves: what was answered is in the count, also after a crash.
    const day = deps.clock.today().toString()
    await addUsage(deps.db, { app, day, kind, operation, status: response.status, ms })
    if (response.status >= 400) await remember(deps, { ...calling, app }, operation, kept ?? withoutBody(request), response)
    return withHeaders(response, quota ? quotaHeaders(quota.windows) : {})
  }

  const answer = (work: () => Promise<Response>, request: Request): Promise<Response> =>
    work().catch((cause: unknown) => {
      if (cause instanceof Problem) return refuse(deps, request, cause)
      throw cause
    })

  return {
    callerOf,
    call,
    principalOf: (request) => principals.get(request),
    front: (request, next) =>
      answer(async () => {
        const calling = await callerOf(request)
        return calling ? call(calling, request, next) : next(request)
      }, request),
  }
}

const used = ({ policy, most, resetsInS }: QuotaNow) => quotaUsedUp({ policy, most, retryAfterS: resetsInS })

/** A test key is one of the synthetic people, or nobody; a live key is nobody: people use an app by signing in there. */
async function principalFor(deps: DevelopersRunning, kind: KeyKind, request: Request): Promise<Principal> {
  const person = request.headers.get(PERSON_HEADER)
  if (person === null || person === '') return ANONYMOUS
  if (kind === 'live') throw onlyBySignOn({})
  const found = (await syntheticPeople(deps)).find(({ id }) => id === person)
  if (!found) throw notSynthetic({ person: person.slice(0, 60) })
  return {
    kind: 'resident',
    person: found.id,
    displayName: found.name,
    assurance: 'substantial',
    acting: null,
    permissions: new Set(['signed-in', 'resident']),
  }
}

/** The people of the demonstration; nobody in an installation that serves real ones. */
export async function syntheticPeople(
  { isDemo, identity }: DevelopersRunning,
  lang: 'ko' | 'en' = 'ko',
): Promise<SandboxPerson[]> {
  if (!isDemo) return []
  const personas = await identity.personas()
  return personas
    .filter(({ kind }) => kind === 'resident')
    .map(({ id, name, story }) => ({ id: id as PersonId, name, story: textIn(story, lang) }))
}

/** Its body was too long to keep, or is gone. */
const withoutBody = ({ url, method, headers }: Request) => new Request(url, { method, headers })

const KEPT_BYTES = 64 * 1024
const isSmall = (request: Request) =>
  request.body === null || Number(request.headers.get('content-length') ?? Infinity) <= KEPT_BYTES

function withHeaders(response: Response, more: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(more)) response.headers.set(name, value)
  // What is left of a quota is this app's alone.
  const { headers } = response
  headers.set('cache-control', (headers.get('cache-control') ?? 'no-store').replace(/\bpublic\b/, 'private'))
  return response
}
