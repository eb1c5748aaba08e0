/** The HTTP border: one place that checks size, origin, session, permission and schema, and answers problems. */
import { randomUUID } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { ANONYMOUS, type Principal } from '../principal.ts'
import { Problem, type FieldError } from '../problem.ts'
import type { Lang, Translate } from '../texts.ts'
import { type Clock, systemClock } from '../time.ts'
import { readForm, readJson } from './body.ts'
import { cookieText, parseCookies } from './cookies.ts'
import { isDatabaseAway, whyAway } from './database-away.ts'
import type { Log } from './log.ts'
import {
  crossSite,
  databaseAway,
  invalidRequest,
  methodNotAllowed,
  notAllowed,
  notFound,
  problemDetails,
  signInNeeded,
  spokenTo,
  tooManyRequests,
  unavailable,
  unexpected,
} from './problems.ts'
import { findBrokenText } from './plain-text.ts'
import { PREFERENCES_COOKIE, preferencesOf } from './preferences.ts'
import type { Answer, Asked, Route } from './route.ts'
import { createLimits, type Limits } from './shared-limits.ts'

export interface HttpDeps {
  readonly routes: readonly Route[]
  readonly log: Log
  readonly texts: (lang: Lang) => Translate
  /** Who is asking, by cookie or header; never throws for a stranger. */
  readonly principalOf: (cookies: Readonly<Record<string, string>>, request: Request) => Promise<Principal> | Principal
  /** May this be asked? Throws the problem when not. By default whoever holds the permission that the route needs. */
  readonly allow?: (route: Route, principal: Principal) => Promise<void> | void | undefined
  /** Draws a problem for a person; the API gets JSON. */
  readonly problemPage: (
    problem: { title: string; detail: string; status: number; errors: readonly FieldError[] },
    asked: Pick<Asked<never, never, never>, 'lang' | 'preferences' | 't' | 'principal' | 'requestId' | 'url'>,
  ) => string
  /** Headers every answer carries, such as Content-Security-Policy. */
  readonly headers: Readonly<Record<string, string>>
  readonly secureCookies: boolean
  /** How many proxies of our own stand before us, each adding whom it served to X-Forwarded-For; none when absent. */
  readonly proxies?: number
  readonly clock?: Pick<Clock, 'now'>
  /** How often an address may ask; absent: this process counts for itself. */
  readonly limits?: Limits
}

/** What every answer needs. */
interface Border extends HttpDeps {
  readonly limits: Limits
}

export function createHttp(given: HttpDeps): Hono {
  const deps: Border = { ...given, limits: given.limits ?? createLimits(given.clock ?? systemClock) }
  // From the start on: what is taken of them elsewhere counts before anybody has asked here.
  for (const { limit: allowed } of deps.routes) if (allowed) deps.limits.of(allowed.name, allowed)
  const app = new Hono({ strict: false })
  for (const route of deps.routes)
    app.on(route.method, route.path.replace(/\{(\w+)\}/g, ':$1'), (context) => answer(deps, route, context))
  const methodsAt = createMethods(deps.routes)
  app.notFound((context) => refuseUnknown(deps, context, methodsAt))
  app.onError((error, context) => refuse(deps, context, error))
  return app
}

/** Which methods an address takes (RFC 9110 §10.2.1). */
function createMethods(routes: readonly Route[]): (path: string) => readonly string[] {
  const known = routes.map(({ method, path }) => {
    const pattern = path
      .replace(/[.+?^$()|[\]\\]/g, '\\$&')
      .replace(/\{\w+\}/g, '[^/]+')
      .replaceAll('*', '.*')
    return { methods: method === 'GET' ? ['GET', 'HEAD'] : [method], at: new RegExp(`^${pattern}/?$`) }
  })
  return (path) => [...new Set(known.flatMap(({ methods, at }) => (at.test(path) ? methods : [])))].sort()
}

async function refuseUnknown(
  deps: HttpDeps,
  context: Context,
  methodsAt: (path: string) => readonly string[],
): Promise<Response> {
  const { pathname } = new URL(context.req.url)
  const allowed = methodsAt(pathname)
  if (allowed.length === 0) return refuse(deps, context, notFound({ path: pathname.slice(0, 200) }))
  const response = await refuse(deps, context, methodNotAllowed({ method: context.req.method.slice(0, 20) }))
  response.headers.set('allow', allowed.join(', '))
  return response
}

async function answer(deps: Border, route: Route, context: Context): Promise<Response> {
  const request = context.req.raw
  const started = performance.now()
  const ask = await describe(deps, context)
  try {
    if (route.method !== 'GET') refuseCrossSite(request, ask.url)
    await (deps.allow ?? allow)(route, ask.principal)
    const client = clientOf(context, deps.proxies ?? 0)
    limit(deps, route, client)
    const asked = {
      ...ask,
      params: check(route.params, context.req.param(), 'path', ask),
      query: check(route.query, queryOf(ask.url), 'query', ask),
      idempotencyKey: keyOf(route, request, ask),
      body: route.method === 'GET' ? undefined : await bodyOf(route, request, ask),
      client,
      raw: request,
    }
    const result = await route.handle(asked as unknown as Asked<never, never, never>)
    const response = present(deps, result)
    response.headers.set('x-request-id', ask.requestId)
    deps.log.debug('http.answered', {
      id: ask.requestId,
      method: route.method,
      path: route.path,
      status: response.status,
      ms: Math.round(performance.now() - started),
    })
    return response
  } catch (error) {
    return refuse(deps, context, error, ask, route)
  }
}

type Ask = Omit<Asked<never, never, never>, 'params' | 'query' | 'body' | 'idempotencyKey' | 'client' | 'raw'>

async function describe(deps: HttpDeps, context: Context): Promise<Ask> {
  const request = context.req.raw
  const url = new URL(request.url)
  const cookies = parseCookies(request.headers.get('cookie') ?? '', deps.secureCookies)
  const preferences = preferencesOf(
    cookies[PREFERENCES_COOKIE],
    url.searchParams.get('lang'),
    request.headers.get('accept-language'),
  )
  return {
    url,
    cookies,
    preferences,
    lang: preferences.lang,
    t: deps.texts(preferences.lang),
    requestId: randomUUID(),
    principal: await Promise.resolve(deps.principalOf(cookies, request)),
  }
}

/** As @hono/node-server hands it over; absent where there is no network, as in tests. Only what our own proxies have added is believed. */
function clientOf(context: Context, proxies: number): string | undefined {
  const env = context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined
  const peer = env?.incoming?.socket?.remoteAddress
  if (proxies === 0 || peer === undefined) return peer
  const told = (context.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim())
  return told.at(-proxies) || peer
}

/** Work that costs much, or tries that guess, are counted for each address. */
function limit({ limits }: Border, { limit: allowed }: Route, client: string | undefined): void {
  if (!allowed || client === undefined) return
  const retryAfterS = limits.of(allowed.name, allowed).take(client)
  if (retryAfterS > 0) throw tooManyRequests({ retryAfterS })
}

/** A form on another site may not post here in the visitor's name (Fetch Metadata, then Origin). */
function refuseCrossSite(request: Request, url: URL): void {
  const site = request.headers.get('sec-fetch-site')
  if (site && site !== 'same-origin' && site !== 'none') throw crossSite({})
  const origin = request.headers.get('origin')
  if (!site && origin && URL.parse(origin)?.host !== (request.headers.get('host') ?? url.host)) throw crossSite({})
}

function allow(route: Route, principal: Principal): void {
  if (route.needs === 'public' || principal.permissions.has(route.needs)) return
  throw principal.kind === 'anonymous' ? signInNeeded({}) : notAllowed({ needs: route.needs })
}

/** What is wrong with a value, in the reader's language. */
const LOCALES = { ko: z.locales.ko(), en: z.locales.en() }

type Reader = Pick<Ask, 'lang' | 't'>

function check(schema: z.ZodType | undefined, value: unknown, where: 'path' | 'query' | 'body', { lang, t }: Reader): unknown {
  if (!schema) return undefined
  const broken = findBrokenText(value)
  if (broken) throw invalidRequest({ where }, { errors: [{ pointer: pointerTo(broken), detail: t('kernel.not-plain-text') }] })
  const parsed = schema.safeParse(value, { error: LOCALES[lang].localeError })
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues
    .slice(0, 50)
    .map((issue) => ({ pointer: pointerTo(issue.path), detail: issue.message.slice(0, 300) }))
  throw invalidRequest({ where }, { errors })
}

/** The same key does it once, however often it is sent; whoever must send one is told so before anything is read. */
function keyOf({ needsKey }: Route, request: Request, { t }: Reader): string | undefined {
  const key = request.headers.get('idempotency-key') ?? undefined
  if (!needsKey || (key !== undefined && /^[\x21-\x7e]{1,128}$/.test(key))) return key
  const detail = t(key === undefined ? 'kernel.key-missing' : 'kernel.key-malformed')
  throw invalidRequest({ where: 'header' }, { errors: [{ pointer: '/Idempotency-Key', detail }] })
}

const pointerTo = (path: readonly PropertyKey[]) => `/${path.map(escapePointer).join('/')}`
const escapePointer = (part: PropertyKey) => String(part).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')

function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const key of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(key)
    if (key !== '__proto__') query[key] = values.length === 1 ? values[0]! : values
  }
  return query
}

async function bodyOf(route: Route, request: Request, reader: Reader): Promise<unknown> {
  if (!route.body) return undefined
  const body = route.kind === 'api' ? await readJson(request, route.maxBytes) : await readForm(request, route.maxBytes)
  return check(route.body, body, 'body', reader)
}

function present(deps: HttpDeps, result: Answer): Response {
  const headers = new Headers({ ...deps.headers, ...result.headers })
  if (result.formsLeadTo) letFormsLeadTo(headers, result.formsLeadTo)
  for (const cookie of result.cookies ?? []) headers.append('set-cookie', cookieText(cookie, deps.secureCookies))
  for (const line of result.setCookie ?? []) headers.append('set-cookie', line)
  if (result.location !== undefined) {
    headers.set('location', result.location)
    return new Response(null, { status: result.status ?? 303, headers })
  }
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  if (result.html !== undefined)
    return respond(result.html, result.contentType ?? 'text/html; charset=utf-8', result.status ?? 200, headers)
  if (result.bytes !== undefined)
    return respond(result.bytes as BodyInit, result.contentType ?? 'application/octet-stream', result.status ?? 200, headers)
  if (result.body === undefined) return new Response(null, { status: result.status ?? 204, headers })
  return respond(
    JSON.stringify(result.body, jsonValue),
    result.contentType ?? 'application/json; charset=utf-8',
    result.status ?? 200,
    headers,
  )
}

/** CSP3 §6.4.2: `form-action` is checked at every redirect. */
function letFormsLeadTo(headers: Headers, origins: readonly string[]): void {
  const policy = headers.get('content-security-policy')
  if (policy)
    headers.set('content-security-policy', policy.replace("form-action 'self'", `form-action 'self' ${origins.join(' ')}`))
}

function respond(body: BodyInit, type: string, status: number, headers: Headers): Response {
  headers.set('content-type', type)
  // As bytes: a text is walked through twice more on its way out.
  return new Response(typeof body === 'string' ? Buffer.from(body) : body, { status, headers })
}

/** Won are whole numbers in JSON. */
const jsonValue = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  return isDatabaseAway(error) ? databaseAway() : unexpected({})
}

async function refuse(deps: HttpDeps, context: Context, error: unknown, known?: Ask, route?: Route): Promise<Response> {
  const ask = known ?? (await describe({ ...deps, principalOf: () => ANONYMOUS }, context))
  const problem = spokenTo(problemOf(error), ask.lang)
  const asked = { id: ask.requestId, path: route?.path ?? 'none' }
  const { code, cause } = whyAway(error)
  if (problem.type === unavailable.type) deps.log.warn('http.unavailable', { ...asked, code }, cause)
  else if (problem.status >= 500) deps.log.error('http.unexpected', { ...asked, method: context.req.method }, error)
  const details = problemDetails(problem, ask.t, ask.requestId)
  const headers = new Headers({ ...deps.headers, 'cache-control': 'no-store', 'x-request-id': ask.requestId })
  const { retryAfterS } = problem.values
  // RFC 9110 §10.2.3
  if (typeof retryAfterS === 'number') headers.set('retry-after', String(retryAfterS))
  const isPage = route
    ? route.kind === 'page'
    : (context.req.header('accept') ?? '').includes('text/html') && !ask.url.pathname.startsWith('/api/')
  if (!isPage)
    return respond(JSON.stringify(details, jsonValue), 'application/problem+json; charset=utf-8', problem.status, headers)
  if (problem.type === 'kernel/sign-in-needed' && context.req.method === 'GET') {
    headers.set('location', `/signin?next=${encodeURIComponent(ask.url.pathname + ask.url.search)}`)
    return new Response(null, { status: 303, headers })
  }
  const html = deps.problemPage({ ...details, errors: problem.errors }, ask)
  return respond(html, 'text/html; charset=utf-8', problem.status, headers)
}
