/** 청년길잡이: a platform of its own, plugged in by its manifest. It knows the government's platform by address alone. */
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
import { CLAIMS, ID, manifestOf } from './manifest.ts'
import * as pages from './pages.ts'
import { createPeople, fits } from './people.ts'
import { listed, type Policy, readPolicies } from './policies.ts'

const { PLATFORM = 'http://localhost:3000', PORT = '4100', ORIGIN = `http://localhost:${PORT}`, KEY, OPERATOR } = process.env
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

interface Asked {
  readonly visit: Visit
  readonly url: URL
  readonly rest: string
  readonly body: string
  readonly incoming: IncomingMessage
}
type Said =
  | { readonly html: string; readonly status?: number }
  | { readonly to: string }
  | { readonly json: unknown; readonly status?: number }

/** By method and first part of the path. */
const ROUTES: Readonly<Record<string, (asked: Asked) => Promise<Said>>> = {
  'GET ': async () => ({ html: pages.home(policies) }),
  'GET policies': async ({ rest }) => {
    const policy = policies.find(({ id }) => id === rest)
    return policy ? { html: pages.one(policy) } : { json: {}, status: 404 }
  },
  'GET login': async ({ visit }) => {
    const { to, checks } = await signOn.start()
    visit.checks = checks
    return { to }
  },
  'GET back': async ({ visit, url }) => {
    if (!visit.checks || url.searchParams.has('error')) return { html: pages.refused(), status: 403 }
    const { subject, claims } = await signOn.finish(url, visit.checks)
    delete visit.checks
    visit.who = { subject, name: String(claims['name'] ?? '') }
    return { to: '/my' }
  },
  'GET my': async ({ visit }) => {
    if (!visit.who) return { to: '/login' }
    const known = await people.known(visit.who.subject)
    if (!known) return { html: pages.notLinked(PLATFORM, ID) }
    const saved = policies.filter(({ id }) => known.saved.has(id))
    return { html: pages.mine({ name: visit.who.name, fitting: policies.filter((one) => fits(one, known)), saved }) }
  },
  'POST save': async ({ visit, rest }) => {
    const known = visit.who && (await people.known(visit.who.subject))
    if (known && policies.some(({ id }) => id === rest)) known.saved.add(rest)
    return { to: '/my' }
  },
  'GET logout': async ({ visit }) => {
    delete visit.who
    return { to: '/' }
  },
  'GET manifest.json': async () => ({ json: manifestOf(ORIGIN, [key]) }),
  'GET feed.json': async (asked) => {
    await believe(asked)
    return { json: { services: policies.map((one) => listed(ORIGIN, one)) } }
  },
  'GET known': async (asked) => {
    await believe(asked)
    const saved = people.peek(decodeURIComponent(asked.rest))?.saved ?? new Set()
    const titles = policies.filter(({ id }) => saved.has(id)).map(({ title }) => title.ko)
    return { json: { facts: { saved: titles.join(', ') || null } } }
  },
  'POST hear': async (asked) => {
    await believe(asked)
    people.hear(JSON.parse(asked.body) as Told)
    return { json: {} }
  },
  // For whoever runs it.
  'POST operator': async ({ body, incoming }) => {
    if (!OPERATOR || incoming.headers.authorization !== `Bearer ${OPERATOR}`) return { json: {}, status: 401 }
    return { json: { told: await publish(JSON.parse(body) as Policy) } }
  },
  'GET operator': async ({ incoming }) => {
    if (!OPERATOR || incoming.headers.authorization !== `Bearer ${OPERATOR}`) return { json: {}, status: 401 }
    const linked = people.linked().map((subject) => ({ subject, read: [...(people.peek(subject)?.read ?? [])] }))
    return { json: { heard: people.heard, linked } }
  },
}

const believe = ({ incoming, url, body }: Asked) =>
  ear.believe({ method: incoming.method ?? '', url: url.href, headers: incoming.headers, body })

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

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', ORIGIN)
  const [first = '', ...rest] = url.pathname.slice(1).split('/')
  const name = `youth_${PORT}`
  const id = new RegExp(`${name}=([\\w-]+)`).exec(incoming.headers.cookie ?? '')?.[1] ?? randomBytes(18).toString('base64url')
  const visit = visits.get(id) ?? {}
  visits.set(id, visit)
  let body = ''
  for await (const part of incoming.setEncoding('utf8')) body += part
  const route = ROUTES[`${incoming.method} ${first}`]
  const said = route
    ? await route({ visit, url, rest: rest.join('/'), body, incoming }).catch(refusal)
    : { json: {}, status: 404 }
  outgoing.setHeader('set-cookie', `${name}=${id}; Path=/; HttpOnly; SameSite=Lax`)
  if ('to' in said) outgoing.writeHead(303, { location: said.to }).end()
  else if ('html' in said) outgoing.writeHead(said.status ?? 200, { 'content-type': 'text/html; charset=utf-8' }).end(said.html)
  else outgoing.writeHead(said.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(said.json))
}

function refusal(error: unknown): Said {
  if (error instanceof NotHeard) return { json: { why: error.message }, status: 401 }
  // Unplugged: everything that needs no sign-in goes on.
  if (error instanceof PlatformError && [401, 410].includes(error.status)) return { html: pages.closed(), status: 503 }
  throw error
}

createServer((incoming, outgoing) => {
  answer(incoming, outgoing).catch((error: unknown) => {
    console.error(error)
    outgoing.writeHead(500).end()
  })
}).listen(Number(PORT), () => {
  console.log('ready')
  catchUp().catch((error: unknown) => {
    if (!(error instanceof PlatformError)) console.error(error)
  })
})
