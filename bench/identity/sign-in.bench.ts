/** Signing in to one of 20,000 sites, with a passkey, on PostgreSQL; and going on to the next site. The whole platform as it runs, by HTTP. */
import { hash, randomBytes } from 'node:crypto'
import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newId, openDb, silentLog } from '@dpg/kernel/server'
import { type Authenticator, createAuthenticator } from '@dpg/identity/testing'
import { inFolder, ROOT } from '../country.ts'
import { cpuSeconds, load, processTree } from '../processes.ts'
import { report } from '../row.ts'
import { run, type Running } from '../server.ts'
import { quantile } from '../statistics.ts'
import { type BenchPerson, insertPeople, insertSites } from '../store.ts'
import { createVisitors, type Visitor } from './browser.ts'

const SITES = 20_000
const PEOPLE = 400
const AT_ONCE = 16
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 8)
const SECRET = randomBytes(32).toString('base64url')
/** What the platform does anyhow, in the background, is not the sign-ins'. */
const IDLE_S = 3
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

const visitors = createVisitors(AT_ONCE * 2)
let turn = 0

await inFolder(async (folder) => {
  await chmod(folder, 0o711)
  const peer = await run(join(import.meta.dirname, 'provider.ts'), { SITES: String(SITES), SECRET })
  const ours = await run(join(ROOT, 'server/main.ts'), {
    PORT: '0',
    DATA_DIR: folder,
    DPG_PEOPLE: '12',
    DPG_LOG: 'error',
    DPG_PROXIES: '1',
  })
  try {
    const siteIds = Array.from({ length: SITES }, () => newId<never>('site') as string)
    const people = Array.from({ length: PEOPLE }, makePerson)
    await fill(folder, siteIds, people)
    const op = { authorize: `${ours.url}/id/authorize`, token: `${ours.url}/id/token`, siteIds }
    const peerOp = {
      authorize: `${peer.url}/auth`,
      token: `${peer.url}/token`,
      siteIds: siteIds.map((_, place) => `site_${place}`),
    }
    await measure(peer, 2, () => plainSignIn(peerOp))
    await settle(ours)
    await measure(ours, 2, () => signIn(ours, op, people).then(() => {}))

    const peerIns = await measure(peer, SECONDS / 2, () => plainSignIn(peerOp))
    const ins = await measure(ours, SECONDS, () => signIn(ours, op, people).then(() => {}))
    tell('full sign-ins with a passkey to one of 20,000 sites', 400, ins, peerIns)

    const peerInside = await Promise.all(Array.from({ length: AT_ONCE * 4 }, () => plainSignIn(peerOp)))
    const inside = await Promise.all(Array.from({ length: AT_ONCE * 4 }, () => signIn(ours, op, people)))
    const peerHops = await measure(peer, SECONDS / 2, () => hop(peerOp, peerInside[turn++ % peerInside.length]!))
    const hops = await measure(ours, SECONDS, () => hop(op, inside[turn++ % inside.length]!))
    tell('single sign-on: from one site to the next', 900, hops, peerHops)
  } finally {
    visitors.close()
    await Promise.all([ours.stop(), peer.stop()])
  }
})

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

function begin(op: Op): { site: string; url: string; back: string } {
  const place = Math.floor(Math.random() * SITES)
  const site = op.siteIds[place]!
  const back = `https://site-${place}.example/back`
  const query = `client_id=${site}&redirect_uri=${encodeURIComponent(back)}&response_type=code&scope=openid&state=${randomBytes(9).toString('base64url')}&nonce=n&code_challenge=${CHALLENGE}&code_challenge_method=S256`
  return { site, back, url: `${op.authorize}?${query}` }
}

/** As a site does with what came back. */
async function redeem(op: Op, who: Visitor, { site, back }: { site: string; back: string }, location: string): Promise<void> {
  const code = /[?&]code=([^&]+)/.exec(location)?.[1]
  if (!code) throw new Error(`no code: ${location}`)
  const body = `grant_type=authorization_code&code=${code}&redirect_uri=${encodeURIComponent(back)}&code_verifier=${VERIFIER}`
  const authorization = `Basic ${Buffer.from(`${site}:${SECRET}`).toString('base64')}`
  const answer = await visitors
    .visitor('10.9.9.9')
    .ask(op.token, { body, type: FORM, headers: { authorization, accept: 'application/json' } })
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.slice(0, 300)}`)
  void who
}

async function signIn({ url }: Running, op: Op, people: readonly Person[]): Promise<Visitor> {
  const person = people[turn++ % people.length]!
  const who = visitors.visitor(`10.${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`)
  const asked = begin(op)
  const page = new URL((await who.ask(asked.url)).location, url).href
  if ((await who.ask(page)).status !== 200) throw new Error('no page')
  const json = { type: 'application/json', headers: { accept: 'application/json' } }
  const options = await who.ask(`${url}/api/identity/passkeys/authentication-options`, { body: '', ...json })
  const { id, options: given } = JSON.parse(options.body) as { id: string; options: { challenge: string } }
  const response = person.key.assert(given.challenge, { origin: url, rpID: 'localhost' })
  const entered = await who.ask(`${url}/api/identity/passkeys/authentication`, {
    body: JSON.stringify({ id, response }),
    ...json,
  })
  if (entered.status !== 200) throw new Error(`${entered.status} ${entered.body.slice(0, 300)}`)
  const on = (await who.ask(page)).location
  await redeem(op, who, asked, (await who.ask(new URL(on, url).href)).location)
  return who
}

async function plainSignIn(op: Op): Promise<Visitor> {
  const who = visitors.visitor('10.1.1.1')
  const asked = begin(op)
  const first = new URL((await who.ask(asked.url)).location, op.authorize).href
  const on = new URL((await who.ask(first)).location, op.authorize).href
  await redeem(op, who, asked, (await who.ask(on)).location)
  return who
}

async function hop(op: Op, who: Visitor): Promise<void> {
  const asked = begin(op)
  await redeem(op, who, asked, (await who.ask(asked.url)).location)
}

/** Until what a start leaves to be done later is done. */
async function settle({ pid }: Running): Promise<void> {
  for (let tries = 0; tries < 15; tries++) if ((await idleShare(pid, 1)) < 0.15) return
}

/** Seconds of CPU a second. */
async function idleShare(pid: number, seconds: number): Promise<number> {
  const pids = processTree(pid)
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

async function measure({ pid }: Running, seconds: number, work: () => Promise<unknown>): Promise<Seen> {
  const idle = await idleShare(pid, IDLE_S)
  const pids = processTree(pid)
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
      clientCpuMsEach: clientCpuMs,
      p95Ms,
      aSecondOnTwoCores: 2000 / cpuMs,
      sites: SITES,
      load: load(),
    },
  })
}
