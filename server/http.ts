/** The web server: portals, API, assets, health; compressed, and ended cleanly. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HttpBindings, serve, type ServerType } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Lang, Translate } from '@dpg/kernel'
import {
  api,
  createHttp,
  databaseAway,
  type HttpDeps,
  type Log,
  type Mount,
  openApi,
  type Route,
  type Tries,
} from '@dpg/kernel/server'
import { z } from 'zod'
import { loadAssets } from './assets.ts'
import { compress } from './compress.ts'

export interface WebServer {
  readonly port: number
  /** Answers a request that did not come over the network, by the same routes under the same rules. */
  readonly dispatch: (request: Request) => Promise<Response>
  stop(): Promise<void>
}

export interface WebServerDeps
  extends Pick<HttpDeps, 'allow' | 'principalOf' | 'problemPage' | 'secureCookies' | 'proxies'>,
    Required<Pick<HttpDeps, 'limits'>> {
  readonly port: number
  readonly routes: readonly Route[]
  readonly mounts: readonly Mount[]
  readonly log: Log
  readonly texts: (lang: Lang) => Translate
  readonly headers: Readonly<Record<string, string>>
  readonly assetsFolder: string
  readonly isHealthy: () => Promise<boolean>
  /** Known to be away: what stands beside our routes, with words of its own for every failure, is not asked then. */
  readonly isDatabaseAway: () => boolean
  /** Stands before every route. */
  readonly front?: (
    request: Request,
    client: string | undefined,
    next: (request: Request) => Promise<Response>,
  ) => Promise<Response>
  /** Told of each question that is not for a file. */
  readonly onAsked?: () => void
}

const INFO = {
  title: 'dpg',
  version: '0.1.0',
  description: 'One government as one platform: services, benefits, applications, notices, documents, and who looked at what.',
}

export const openApiOf = (routes: readonly Route[]): object => openApi(routes, INFO)

/** Serves until stopped; `port` 0 lets the system choose. */
export async function serveHttp(deps: WebServerDeps): Promise<WebServer> {
  const assets = await loadAssets(deps.assetsFolder, deps.headers)
  const app = createHttp({ ...deps, routes: [...deps.routes, ...ownRoutes(deps)] })
  const mounts: Mounted[] = deps.mounts.map((mount) => ({
    ...mount,
    tries: mount.limit && deps.limits.of(mount.path, mount.limit.allowance),
  }))
  for (const { path } of deps.mounts)
    app.all(`${path}/*`, () => {
      throw databaseAway()
    })
  const mountOf = ({ url }: Request) => {
    const { pathname } = new URL(url)
    return mounts.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
  }
  const fetch = async (request: Request, env: object): Promise<Response> => {
    const mount = mountOf(request)
    if (mount && !deps.isDatabaseAway()) {
      deps.onAsked?.()
      return passOn(mount, env as HttpBindings, deps)
    }
    const asset = await assets(request)
    if (asset) return asset
    deps.onAsked?.()
    const next = async (asked: Request) => app.fetch(asked, env)
    const client = addressOf((env as HttpBindings).incoming as IncomingMessage, deps.proxies ?? 0)
    return compress(request, await (deps.front ? deps.front(request, client, next) : next(request)))
  }
  const server = await new Promise<ServerType>((done, fail) => {
    const made = serve({ fetch, port: deps.port }, () => done(made))
    made.on('error', fail)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : deps.port,
    dispatch: async (request) => app.fetch(request),
    stop: () => close(server),
  }
}

/** Handed over as Node gave it, with the headers that every answer carries. */
async function passOn(mount: Mounted, { incoming, outgoing }: HttpBindings, { headers, proxies = 0 }: WebServerDeps) {
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value)
  const tries = mount.limit?.of.test(incoming.url ?? '') ? mount.tries : undefined
  const waitS = tries?.take(addressOf(incoming as IncomingMessage, proxies)) ?? 0
  if (waitS > 0) outgoing.writeHead(429, { 'retry-after': String(waitS) }).end()
  else await mount.handle(incoming as IncomingMessage, outgoing as ServerResponse)
  return RESPONSE_ALREADY_SENT
}

interface Mounted extends Mount {
  readonly tries: Tries | undefined
}

/** Only what our own proxies have added is believed. */
function addressOf({ socket, headers }: IncomingMessage, proxies: number): string {
  const told = String(headers['x-forwarded-for'] ?? '').split(',')
  return (proxies > 0 && told.at(-proxies)?.trim()) || (socket.remoteAddress ?? '')
}

function ownRoutes({ routes, isHealthy }: WebServerDeps): Route[] {
  let text: object | undefined
  return [
    api({
      method: 'GET',
      path: '/healthz',
      needs: 'public',
      tag: 'platform',
      summary: 'Whether the platform serves',
      response: z.object({ status: z.enum(['ok', 'unavailable']) }),
      handle: async () => ((await isHealthy()) ? { body: { status: 'ok' } } : { status: 503, body: { status: 'unavailable' } }),
    }),
    api({
      method: 'GET',
      path: '/openapi.json',
      needs: 'public',
      tag: 'platform',
      summary: 'This API as OpenAPI 3.1',
      handle: () => {
        text ??= openApiOf(routes)
        return { body: text, headers: { 'cache-control': 'public, max-age=300' } }
      },
    }),
  ]
}

const GRACE_MS = 5_000

/** Answers what has been asked, takes nothing new. */
function close(server: ServerType): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, GRACE_MS).unref()
  })
}
