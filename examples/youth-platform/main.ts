/** 청년길잡이: a platform of its own, plugged in by its manifest. It knows the government's platform by address alone. */
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
import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { CLAIMS, ID, manifestOf } from './manifest.ts'
import * as pages from './pages.ts'
import { createPeople, fits } from './people.ts'
import { listed, type Policy, readPolicies } from './policies.ts'

const { PLATFORM = 'http://localhost:3000', PORT = '4100', ORIGIN = `http://localhost:${PORT}`, KEY, OPERATOR } = process.env
const COOKIE = `youth_${PORT}`
const key = keyOf(KEY ?? createKey(), 'k1')
const plugIn = createPlugIn({ platform: PLATFORM, id: ID, key })
const ear = createEar({ platform: PLATFORM })
const signOn = createSignOn(plugIn, { redirectUri: `${ORIGIN}/back`, claims: CLAIMS })
const people = createPeople(plugIn)
const policies = readPolicies()

interface Visit {
  checks?: Checks
  who?: { readonly subject: string; readonly name: string }
}
const visits = new Map<string, Visit>()
const app = new Hono<{ Variables: { visit: Visit } }>()

/** The address as the manifest has it, whatever stands in front of this program. */
const addressOf = (url: string): URL => {
  const { pathname, search } = new URL(url)
  return new URL(pathname + search, ORIGIN)
}
/** The body, once it is sure that the platform sent it. */
const believed = async ({ req }: Context): Promise<string> => {
  const body = await req.text()
  await ear.believe({ method: req.method, url: addressOf(req.url).href, headers: req.header(), body })
  return body
}

app.onError((error, c) => {
  if (error instanceof NotHeard) return c.json({ why: error.message }, 401)
  // Unplugged: everything that needs no sign-in goes on.
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
app.get('/', (c) => c.html(pages.home(policies)))
app.get('/policies/:id', (c) => {
  const policy = policies.find(({ id }) => id === c.req.param('id'))
  return policy ? c.html(pages.one(policy)) : c.json({}, 404)
})
app.get('/login', async (c) => {
  const { to, checks } = await signOn.start()
  c.get('visit').checks = checks
  return c.redirect(to, 303)
})
app.get('/back', async (c) => {
  const visit = c.get('visit')
  if (!visit.checks || c.req.query('error') !== undefined) return c.html(pages.refused(), 403)
  const { subject, claims } = await signOn.finish(addressOf(c.req.url), visit.checks)
  delete visit.checks
  visit.who = { subject, name: String(claims['name'] ?? '') }
  return c.redirect('/my', 303)
})
app.get('/my', async (c) => {
  const { who } = c.get('visit')
  if (!who) return c.redirect('/login', 303)
  const known = await people.known(who.subject)
  if (!known) return c.html(pages.notLinked(PLATFORM, ID))
  const saved = policies.filter(({ id }) => known.saved.has(id))
  return c.html(pages.mine({ name: who.name, fitting: policies.filter((one) => fits(one, known)), saved }))
})
app.post('/save/:id', async (c) => {
  const { who } = c.get('visit')
  const known = who && (await people.known(who.subject))
  const policy = policies.find(({ id }) => id === c.req.param('id'))
  if (known && policy) known.saved.add(policy.id)
  return c.redirect('/my', 303)
})
app.get('/logout', (c) => {
  delete c.get('visit').who
  return c.redirect('/', 303)
})
app.get('/manifest.json', (c) => c.json(manifestOf(ORIGIN, [key])))
app.get('/feed.json', async (c) => {
  await believed(c)
  return c.json({ services: policies.map((one) => listed(ORIGIN, one)) })
})
app.get('/known/:subject', async (c) => {
  await believed(c)
  const saved = people.peek(c.req.param('subject'))?.saved ?? new Set()
  const titles = policies.filter(({ id }) => saved.has(id)).map(({ title }) => title.ko)
  return c.json({ facts: { saved: titles.join(', ') || null } })
})
app.post('/hear', async (c) => {
  people.hear(JSON.parse(await believed(c)) as Told)
  return c.json({})
})
// For whoever runs it.
app.use('/operator', async (c, next) => {
  if (!OPERATOR || c.req.header('authorization') !== `Bearer ${OPERATOR}`) return c.json({}, 401)
  return next()
})
app.post('/operator', async (c) => c.json({ told: await publish(await c.req.json<Policy>()) }))
app.get('/operator', (c) => {
  const linked = people.linked().map((subject) => ({ subject, read: [...(people.peek(subject)?.read ?? [])] }))
  return c.json({ heard: people.heard, linked })
})

/** A new policy: listed at the next fetch, and told to those whom it fits and who want to hear of it. */
async function publish(policy: Policy): Promise<number> {
  policies.push(policy)
  let told = 0
  for (const subject of people.linked()) {
    const known = await people.known(subject)
    if (!known || !fits(policy, known)) continue
    const { title, summary } = policy
    const values = {
      ko: { title: title.ko, summary: summary.ko },
      en: { title: title.en ?? title.ko, summary: summary.en ?? summary.ko },
    }
    try {
      await plugIn.sendNotice(subject, { key: policy.id, kind: 'new-policy', values })
      told++
    } catch (error) {
      if (!(error instanceof PlatformError && ['plugins/not-agreed', 'plugins/too-many-notices'].includes(error.type)))
        throw error
    }
  }
  return told
}

/** What it was told before it started: the platform keeps a journal. */
async function catchUp(): Promise<void> {
  for (let after = '0'; ; ) {
    const { events, next } = await plugIn.events(after)
    for (const event of events) people.hear(event)
    if (events.length === 0) return
    after = next
  }
}

serve({ fetch: app.fetch, port: Number(PORT) }, () => {
  console.log('ready')
  catchUp().catch((error: unknown) => {
    if (!(error instanceof PlatformError)) console.error(error)
  })
})
