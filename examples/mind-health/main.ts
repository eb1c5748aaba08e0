/** 마음쉼터: a platform about something sensitive, plugged in by its manifest, knowing of a person as little as it can. */
import { randomBytes } from 'node:crypto'
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
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { bandOf, confirm, createBookings } from './bookings.ts'
import { ID, manifestOf, servicesOf } from './manifest.ts'
import * as pages from './pages.ts'

const { PLATFORM = 'http://localhost:3000', PORT = '4200', ORIGIN = `http://localhost:${PORT}`, KEY } = process.env
const LIST_EVERY_MS = 2_000
const COOKIE = `mind_${PORT}`
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
const app = new Hono<{ Variables: { visit: Visit } }>()

/** The address as the manifest has it, whatever stands in front of this program. */
const addressOf = (url: string): URL => {
  const { pathname, search } = new URL(url)
  return new URL(pathname + search, ORIGIN)
}

app.onError((error, c) => {
  if (error instanceof NotHeard) return c.json({ why: error.message }, 401)
  if (error instanceof PlatformError && [401, 410].includes(error.status)) return c.html(pages.closed(), 503)
  console.error(error)
  return c.body(null, 500)
})
app.use(async (c, next) => {
  const id = getCookie(c, COOKIE) ?? randomBytes(18).toString('base64url')
  const visit = visits.get(id) ?? {}
  visits.set(id, visit)
  c.set('visit', visit)
  setCookie(c, COOKIE, id, { path: '/', httpOnly: true, sameSite: 'Lax' })
  await next()
})
app.get('/', (c) => c.html(pages.home()))
app.get('/check', (c) => c.html(pages.check()))
app.post('/check', async (c) => {
  const form = await c.req.parseBody()
  return c.html(pages.checked(pages.QUESTIONS.reduce((sum, q) => sum + Math.min(2, Number(form[q]) || 0), 0)))
})
app.get('/login', async (c) => {
  const { to, checks } = await signOn.start()
  c.get('visit').checks = checks
  return c.redirect(to, 303)
})
app.get('/back', async (c) => {
  const visit = c.get('visit')
  if (!visit.checks || c.req.query('error') !== undefined) return c.html(pages.refused(), 403)
  visit.subject = (await signOn.finish(addressOf(c.req.url), visit.checks)).subject
  delete visit.checks
  return c.redirect('/booking', 303)
})
app.get('/booking', async (c) => {
  const { subject } = c.get('visit')
  if (!subject) return c.redirect('/login', 303)
  return c.html(pages.booking(bookings.free(), await bandOf(plugIn, subject)))
})
app.post('/booking', async (c) => {
  const { subject } = c.get('visit')
  if (!subject) return c.redirect('/login', 303)
  const { when = '' } = await c.req.parseBody<{ when?: string }>()
  if (!bookings.book(subject, when)) return c.html(pages.booking(bookings.free(), undefined, true), 409)
  return c.html(pages.booked(when, await confirm(plugIn, subject, when)))
})
app.get('/manifest.json', (c) => c.json(manifestOf(ORIGIN, [key])))
app.get('/health', (c) => c.json({ bookings: bookings.count }))
app.post('/hear', async (c) => {
  const body = await c.req.text()
  await ear.believe({ method: 'POST', url: addressOf(c.req.url).href, headers: c.req.header(), body })
  const { id, type, subject } = JSON.parse(body) as Told
  if (!heard.has(id) && type === 'dpg.link.ended') {
    bookings.forget(subject)
    for (const visit of visits.values()) if (visit.subject === subject) delete visit.subject
  }
  heard.add(id)
  return c.json({})
})

/** Its services stand in the search once it is plugged in: until then it asks now and then. */
async function list(): Promise<void> {
  try {
    await plugIn.sendServices(servicesOf(ORIGIN))
  } catch (error) {
    if (!(error instanceof PlatformError || error instanceof TypeError)) throw error
    setTimeout(() => void list(), LIST_EVERY_MS).unref()
  }
}

serve({ fetch: app.fetch, port: Number(PORT) }, () => {
  console.log('ready')
  void list()
})
