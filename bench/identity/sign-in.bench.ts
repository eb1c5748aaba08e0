/**
 * Signing in to one of 20,000 sites, with a passkey, on PostgreSQL; and going on to the next site. The whole platform as it runs, by HTTP:
 * one server process, as people's browsers, the sites and PostgreSQL run on the same two cores. `BENCH_SERVERS=2`: two on one database,
 * each question to the other of them, whichever began.
 */
import { hash, randomBytes } from 'node:crypto'
import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newId, openDb, silentLog } from '@dpg/kernel/server'
import { type Authenticator, createAuthenticator } from '@dpg/identity/testing'
import { inFolder, ROOT } from '../country.ts'
import { cpuSeconds, load, processTree } from '../processes.ts'
import { report } from '../row.ts'
import { freePort, run, type Running } from '../server.ts'
import { quantile } from '../statistics.ts'
import { type BenchPerson, insertPeople, insertSites } from '../store.ts'
import { createVisitors, type Visitor } from './browser.ts'

const SITES = 20_000
const PEOPLE = 400
const AT_ONCE = 16
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 5)
const SECRET = randomBytes(32).toString('base64url')
/** What the platform does anyhow, in the background, is not the sign-ins'. */
const IDLE_S = 2
const ROUNDS = 3
const SERVERS = Number(process.env['BENCH_SERVERS'] ?? 1)
const VERIFIER = 'v'.repeat(43)
const CHALLENGE = hash('sha256', VERIFIER, 'base64url')
const FORM = 'application/x-www-form-urlencoded'

interface Person extends BenchPerson {
  readonly key: Authenticator
}
interface Op {
  readonly authorize: string
  readonly token: string
  readonly siteIds: readonly string[]
}

const balanced: { address: string; readonly processes: string[] } = { address: '', processes: [] }
let question = 0
const visitors = createVisitors(AT_ONCE * 2, (url) =>
  balanced.address !== '' && url.startsWith(balanced.address)
    ? balanced.processes[question++ % balanced.processes.length]! + url.slice(balanced.address.length)
    : url,
)
let turn = 0

await inFolder(async (folder) => {
  await chmod(folder, 0o711)
  const peer = await run(join(import.meta.dirname, 'provider.ts'), { SITES: String(SITES), SECRET })
  const common = { PORT: '0', DPG_PEOPLE: '12', DPG_LOG: 'error', DPG_PROXIES: '1' }
  const ours = await run(join(ROOT, 'server/main.ts'), { ...common, DATA_DIR: join(folder, 'first') })
  const all = [ours]
  while (all.length < SERVERS) all.push(await besides(folder, ours, common, all.length))
  Object.assign(balanced, { address: ours.url, processes: all.map(({ url }) => url) })
  try {
    const siteIds = Array.from({ length: SITES }, () => newId<never>('site') as string)
    const people = Array.from({ length: PEOPLE }, makePerson)
    await fill(join(folder, 'first'), siteIds, people)
    const op = { authorize: `${ours.url}/id/authorize`, token: `${ours.url}/id/token`, siteIds }
    const peerOp = {
      authorize: `${peer.url}/auth`,
      token: `${peer.url}/token`,
      siteIds: siteIds.map((_, place) => `site_${place}`),
    }
    // Whoever came in goes on to other sites later.
    const [peerInside, inside]: [Visitor[], Visitor[]] = [[], []]
    const peerEnters = async () => void peerInside.push(await plainSignIn(peerOp))
    const enters = async () => void inside.push(await signIn(ours, op, people))
    // Warm as after some minutes of a day: what is compiled only once it is used much is compiled.
    await measure([peer], SECONDS, peerEnters)
    await settle(all)
    await measure(all, SECONDS * 2, enters)
    // As after some minutes of a day: somebody has come to every site.
    await everySite(op)
    const [peerIns, ins] = await inTurns([[peer], peerEnters], [all, enters])
    tell('full sign-ins with a passkey to one of 20,000 sites', 400, ins, peerIns)

    const [peerHops, hops] = await inTurns(
      [[peer], () => hop(peerOp, peerInside[turn++ % peerInside.length]!)],
      [all, () => hop(op, inside[turn++ % inside.length]!)],
    )
    tell('single sign-on: from one site to the next', 900, hops, peerHops)
  } finally {
    visitors.rest()
    await Promise.all([...all.slice(1), peer].map((one) => one.stop()))
    await ours.stop()
  }
})

/** One more process on the database of the first. */
async function besides(
  folder: string,
  { url }: Running,
  common: Readonly<Record<string, string>>,
  place: number,
): Promise<Running> {
  const port = String(await freePort())
  const made = await run(join(ROOT, 'server/main.ts'), {
    ...common,
    PORT: port,
    DATA_DIR: join(folder, `beside-${place}`),
    DATABASE_URL: await readFile(join(folder, 'first/database-url'), 'utf8'),
    DPG_MASTER_KEY: (await readFile(join(folder, 'first/master-key'), 'utf8')).trim(),
    DPG_BASE_URL: url,
    DPG_DEMO: 'on',
  })
  return { ...made, url: `http://localhost:${port}` }
}

function makePerson(): Person {
  const key = createAuthenticator()
  return { id: newId<never>('per'), passkey: newId<never>('pky'), handle: randomBytes(32), key, ...key.credential }
}

async function fill(folder: string, siteIds: readonly string[], people: readonly Person[]): Promise<void> {
  const db = openDb({ url: await readFile(join(folder, 'database-url'), 'utf8'), log: silentLog, poolSize: 1 })
  const config = (place: number) => ({
    name: `누리집 ${place}`,
    operator: '시험 기관',
    agency: null,
    homepage: `https://site-${place}.example/`,
    redirectUris: [`https://site-${place}.example/back`],
    logoutUris: [],
    backchannelLogoutUri: null,
    assurance: 'substantial',
    profile: 'plain',
    keys: [],
    claims: [],
  })
  await insertSites(db, siteIds, config, hash('sha256', SECRET, 'base64url'))
  await insertPeople(db, people)
  await db.close()
}

function begin(op: Op, place = Math.floor(Math.random() * SITES)): { site: string; url: string; back: string } {
  const site = op.siteIds[place]!
  const back = `https://site-${place}.example/back`
  const query = `client_id=${site}&redirect_uri=${encodeURIComponent(back)}&response_type=code&scope=openid&state=${randomBytes(9).toString('base64url')}&nonce=n&code_challenge=${CHALLENGE}&code_challenge_method=S256`
  return { site, back, url: `${op.authorize}?${query}` }
}

/** Each process is asked about each site. */
async function everySite(op: Op): Promise<void> {
  let place = 0
  const one = async () => {
    while (place < SITES * SERVERS) {
      const who = visitors.visitor(`10.2.${(place >> 8) & 255}.${place & 255}`)
      await who.ask(begin(op, Math.floor(place++ / SERVERS)).url)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}

/** As a site does with what came back. */
async function redeem(op: Op, { site, back }: { site: string; back: string }, location: string): Promise<void> {
  const code = /[?&]code=([^&]+)/.exec(location)?.[1]
  if (!code) throw new Error(`no code: ${location}`)
  const body = `grant_type=authorization_code&code=${code}&redirect_uri=${encodeURIComponent(back)}&code_verifier=${VERIFIER}`
  const authorization = `Basic ${Buffer.from(`${site}:${SECRET}`).toString('base64')}`
  const answer = await visitors
    .visitor('10.9.9.9')
    .ask(op.token, { body, type: FORM, headers: { authorization, accept: 'application/json' } })
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.slice(0, 300)}`)
}

/** As a browser does it: the page holds the question, its script sends the answer and goes where it is told. */
async function signIn({ url }: Running, op: Op, people: readonly Person[]): Promise<Visitor> {
  const person = people[turn++ % people.length]!
  const who = visitors.visitor(`10.${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`)
  const asked = begin(op)
  const page = new URL((await who.ask(asked.url)).location, url).href
  const question = /challenge&quot;:&quot;([\w-]+)&quot;/.exec((await who.ask(page)).body)?.[1]
  if (!question) throw new Error('no page')
  const response = JSON.stringify(person.key.assert(question, { origin: url, rpID: 'localhost' }))
  const entered = await who.ask(`${page}/passkey`, { body: new URLSearchParams({ id: question, response }).toString() })
  if (entered.status !== 200) throw new Error(`${entered.status} ${entered.body.slice(0, 300)}`)
  const { to } = JSON.parse(entered.body) as { to: string }
  await redeem(op, asked, to.startsWith(asked.back) ? to : (await who.ask(to)).location)
  return who
}

async function plainSignIn(op: Op): Promise<Visitor> {
  const who = visitors.visitor('10.1.1.1')
  const asked = begin(op)
  const first = new URL((await who.ask(asked.url)).location, op.authorize).href
  const on = new URL((await who.ask(first)).location, op.authorize).href
  await redeem(op, asked, (await who.ask(on)).location)
  return who
}

async function hop(op: Op, who: Visitor): Promise<void> {
  const asked = begin(op)
  await redeem(op, asked, (await who.ask(asked.url)).location)
}

/** Until what a start leaves to be done later is done. */
async function settle(servers: readonly Running[]): Promise<void> {
  for (let tries = 0; tries < 15; tries++) if ((await idleShare(servers, 1)) < 0.15 * servers.length) return
}

function processesOf(servers: readonly Running[]): number[] {
  return servers.flatMap(({ pid }) => processTree(pid))
}

/** Seconds of CPU a second. */
async function idleShare(servers: readonly Running[], seconds: number): Promise<number> {
  const pids = processesOf(servers)
  const used = () => pids.reduce((sum, one) => sum + cpuSeconds(one).own, 0)
  const before = used()
  await new Promise((done) => setTimeout(done, seconds * 1000))
  return (used() - before) / seconds
}

interface Seen {
  readonly aSecond: number
  readonly cpuMs: number
  readonly p95Ms: number
  readonly clientCpuMs: number
}

type Work = () => Promise<unknown>

/** One after the other, several rounds: of each the one that was disturbed least by what else the machine does. */
async function inTurns(
  ...all: readonly [readonly [readonly Running[], Work], readonly [readonly Running[], Work]]
): Promise<readonly [Seen, Seen]> {
  const rounds: (readonly [Seen, Seen])[] = []
  const [[first, firstWork], [second, secondWork]] = all
  for (let round = 0; round < ROUNDS; round++)
    rounds.push([await measure(first, SECONDS / 2, firstWork), await measure(second, SECONDS, secondWork)])
  const least = (of: readonly Seen[]) => of.reduce((best, one) => (one.cpuMs < best.cpuMs ? one : best))
  return [least(rounds.map(([one]) => one)), least(rounds.map(([, one]) => one))]
}

async function measure(servers: readonly Running[], seconds: number, work: Work): Promise<Seen> {
  visitors.rest()
  // Not less than nothing: a process may have ended meanwhile.
  const idle = Math.max(0, await idleShare(servers, IDLE_S))
  const pids = processesOf(servers)
  const used = () => pids.reduce((sum, one) => sum + cpuSeconds(one).own, 0)
  const [before, own, started] = [used(), process.cpuUsage(), performance.now()]
  const times: number[] = []
  const one = async () => {
    while (performance.now() - started < seconds * 1000) {
      const from = performance.now()
      await work()
      times.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  const { user, system } = process.cpuUsage(own)
  return {
    aSecond: times.length / ((performance.now() - started) / 1000),
    cpuMs: ((used() - before - (idle * (performance.now() - started)) / 1000) * 1000) / times.length,
    p95Ms: quantile(times, 0.95),
    clientCpuMs: (user + system) / 1000 / times.length,
  }
}

function tell(work: string, target: number, { aSecond, cpuMs, p95Ms, clientCpuMs }: Seen, peer: Seen): void {
  report({
    work,
    value: aSecond,
    unit: 'a second',
    target,
    bound: 'least',
    peer: { name: 'oidc-provider with its in-memory storage, nobody asked who they are', value: peer.aSecond },
    seen: {
      cpuMsEach: cpuMs,
      peerCpuMsEach: peer.cpuMs,
      // People's browsers and the sites run on the same two cores.
      clientCpuMsEach: clientCpuMs,
      aSecondIfTheyRanElsewhere: 2000 / cpuMs,
      p95Ms,
      serverProcesses: SERVERS,
      sites: SITES,
      load: load(),
    },
  })
}
