/** 마음쉼터: a platform about something sensitive, plugged in by its manifest, knowing of a person as little as it can. */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  type Checks,
  createEar,
  createKey,
  createPlugIn,
  createSignOn,
  keyOf,
  NotHeard,
  PlatformError,
  type Told,
} from '@dpg/plug-in'
import { bandOf, confirm, createBookings } from './bookings.ts'
import { ID, manifestOf, servicesOf } from './manifest.ts'
import * as pages from './pages.ts'

const { PLATFORM = 'http://localhost:3000', PORT = '4200', ORIGIN = `http://localhost:${PORT}`, KEY } = process.env
const LIST_EVERY_MS = 2_000
const key = keyOf(KEY ?? createKey(), 'k1')
const plugIn = createPlugIn({ platform: PLATFORM, id: ID, key })
const ear = createEar({ platform: PLATFORM })
const signOn = createSignOn(plugIn, { redirectUri: `${ORIGIN}/back`, claims: [] })
const bookings = createBookings(() => Temporal.Now.plainDateISO('Asia/Seoul').toString())
const heard = new Set<string>()

interface Visit {
  checks?: Checks
  subject?: string
}
const visits = new Map<string, Visit>()

interface Asked {
  readonly visit: Visit
  readonly url: URL
  readonly body: string
  readonly incoming: IncomingMessage
}
type Said =
  | { readonly html: string; readonly status?: number }
  | { readonly to: string }
  | { readonly json: unknown; readonly status?: number }

const ROUTES: Readonly<Record<string, (asked: Asked) => Promise<Said>>> = {
  'GET /': async () => ({ html: pages.home() }),
  'GET /check': async () => ({ html: pages.check() }),
  'POST /check': async ({ body }) => {
    const form = new URLSearchParams(body)
    return { html: pages.checked(pages.QUESTIONS.reduce((sum, q) => sum + Math.min(2, Number(form.get(q)) || 0), 0)) }
  },
  'GET /login': async ({ visit }) => {
    const { to, checks } = await signOn.start()
    visit.checks = checks
    return { to }
  },
  'GET /back': async ({ visit, url }) => {
    if (!visit.checks || url.searchParams.has('error')) return { html: pages.refused(), status: 403 }
    visit.subject = (await signOn.finish(url, visit.checks)).subject
    delete visit.checks
    return { to: '/booking' }
  },
  'GET /booking': async ({ visit }) => {
    if (!visit.subject) return { to: '/login' }
    return { html: pages.booking(bookings.free(), await bandOf(plugIn, visit.subject)) }
  },
  'POST /booking': async ({ visit, body }) => {
    if (!visit.subject) return { to: '/login' }
    const when = new URLSearchParams(body).get('when') ?? ''
    if (!bookings.book(visit.subject, when)) return { html: pages.booking(bookings.free(), undefined, true), status: 409 }
    return { html: pages.booked(when, await confirm(plugIn, visit.subject, when)) }
  },
  'GET /manifest.json': async () => ({ json: manifestOf(ORIGIN, [key]) }),
  'GET /health': async () => ({ json: { bookings: bookings.count } }),
  'POST /hear': async ({ incoming, url, body }) => {
    await ear.believe({ method: 'POST', url: url.href, headers: incoming.headers, body })
    const { id, type, subject } = JSON.parse(body) as Told
    if (!heard.has(id) && type === 'dpg.link.ended') {
      bookings.forget(subject)
      for (const visit of visits.values()) if (visit.subject === subject) delete visit.subject
    }
    heard.add(id)
    return { json: {} }
  },
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', ORIGIN)
  const name = `mind_${PORT}`
  const id = new RegExp(`${name}=([\\w-]+)`).exec(incoming.headers.cookie ?? '')?.[1] ?? randomBytes(18).toString('base64url')
  const visit = visits.get(id) ?? {}
  visits.set(id, visit)
  let body = ''
  for await (const part of incoming.setEncoding('utf8')) body += part
  const route = ROUTES[`${incoming.method} ${url.pathname}`]
  const said = route ? await route({ visit, url, body, incoming }).catch(refusal) : { json: {}, status: 404 }
  outgoing.setHeader('set-cookie', `${name}=${id}; Path=/; HttpOnly; SameSite=Lax`)
  if ('to' in said) outgoing.writeHead(303, { location: said.to }).end()
  else if ('html' in said) outgoing.writeHead(said.status ?? 200, { 'content-type': 'text/html; charset=utf-8' }).end(said.html)
  else outgoing.writeHead(said.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(said.json))
}

function refusal(error: unknown): Said {
  if (error instanceof NotHeard) return { json: { why: error.message }, status: 401 }
  if (error instanceof PlatformError && [401, 410].includes(error.status)) return { html: pages.closed(), status: 503 }
  throw error
}

/** Its services stand in the search once it is plugged in: until then it asks now and then. */
async function list(): Promise<void> {
  try {
    await plugIn.sendServices(servicesOf(ORIGIN))
  } catch (error) {
    if (!(error instanceof PlatformError || error instanceof TypeError)) throw error
    setTimeout(() => void list(), LIST_EVERY_MS).unref()
  }
}

createServer((incoming, outgoing) => {
  answer(incoming, outgoing).catch((error: unknown) => {
    console.error(error)
    outgoing.writeHead(500).end()
  })
}).listen(Number(PORT), () => {
  console.log('ready')
  void list()
})
