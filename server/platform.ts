/** The whole platform in one process: database, gateway and registers, modules, jobs, portals. */
import { resolve } from 'node:path'
import { sweepBenefits } from '@dpg/benefits'
import { sweepCases } from '@dpg/casework'
import { sweepDevelopers } from '@dpg/developers'
import { sweepGuard } from '@dpg/guard'
import type { RunningGateway } from '@dpg/gateway'
import { faceService, sweepIdentity } from '@dpg/identity'
import { sweepPlugins } from '@dpg/plugins'
import { takeShards } from '@dpg/policy'
import { type Clock, createTexts, type Lang, systemClock, type Translate } from '@dpg/kernel'
import {
  createJobs,
  createLog,
  createPairwise,
  createRush,
  createSealing,
  createSharedLimits,
  type Db,
  type EmbeddedPostgres,
  type Jobs,
  type Log,
  migrate,
  openDb,
  type Relay,
  type Rush,
  startEmbeddedPostgres,
  startRelay,
} from '@dpg/kernel/server'
import { certificateTrust } from './certificate-trust.ts'
import { walletSigner } from './wallet-signer.ts'
import { claimFolder, claimPort } from './claim.ts'
import { announceDatabase } from './database.ts'
import { enrolNowOrLater } from './demo.ts'
import { type DemoGatewayDeps, EXCHANGE_KEY, gatewaysOf, startDemoGateway } from './demo-gateway.ts'
import { securityHeaders } from './headers.ts'
import { openApiOf, serveHttp } from './http.ts'
import { masterKey, secretFor, signingKey } from './keys.ts'
import { type Built, buildModules, MODULES } from './modules.ts'
import { readPackFiles, readPolicyFiles } from './pack-files.ts'
import { policyPeople } from './policy-people.ts'
import { loadPortals, type Portals } from './portals.ts'
import type { Settings } from './settings.ts'

export interface Platform extends Built {
  readonly url: string
  readonly db: Db
  readonly relay: Relay
  /** The simulated registers; undefined outside of demonstration mode. */
  readonly gateway: RunningGateway | undefined
  /** Answers what was asked, delivers what can be delivered, ends every process it started. Safe to call twice. */
  stop(): Promise<void>
}

/** What was started, in the order in which it is stopped. */
type Stop = () => Promise<unknown>

/** `clock` is another than the system's only in tests. On a failure everything started so far is stopped. */
export async function startPlatform(
  settings: Settings,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): Promise<Platform> {
  const stops: Stop[] = []
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= stopAll(stops)
    return stopped
  }
  try {
    return await start(settings, clock, stops, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function stopAll(stops: readonly Stop[]): Promise<void> {
  for (const one of stops.toReversed()) await one().catch((error: unknown) => console.error(error))
}

async function start(settings: Settings, clock: Clock, stops: Stop[], stop: () => Promise<void>): Promise<Platform> {
  const log = createLog(settings.DPG_LOG)
  const port = await claimPort(settings.PORT)
  const url = settings.DPG_BASE_URL ?? `http://localhost:${port}`
  const master = await masterKey(settings)
  stops.push(await claimFolder(settings.DATA_DIR))
  const deps: StartDeps = { clock, log, port, url, master, pairwise: createPairwise(master), rush: createRush() }
  // Pages and the world outside come up while we do; nothing asks them before we work.
  const later: Later = {}
  const [{ db, jobs, built, enrolLater, isDatabaseAway }, portals, gateway] = await allOrNone([
    startInside(settings, deps, later, stops),
    loadPortals(),
    settings.isDemo ? startOutside(settings, deps, stops) : undefined,
  ])
  later.gateway = gateway
  const texts = createTexts([...MODULES.map(({ messages }) => messages), ...portals.messages])
  later.texts = texts
  const relay = await startWork(built, { db, log, jobs, rush: deps.rush }, stops)
  later.relay = relay
  await serve(settings, { ...deps, built, portals, texts, db, isDatabaseAway }, stops)
  // After the answer "ready": the first search and the first screening find everything compiled.
  oneByOne([() => built.door.warm(), () => built.warm(), enrolLater])
  return { ...built, url, db, relay, gateway, stop }
}

/** Whoever asks meanwhile is answered in between. */
function oneByOne([task, ...others]: readonly (() => void)[]): void {
  if (!task) return
  setTimeout(() => {
    task()
    oneByOne(others)
  }).unref()
}

/** Like `Promise.all`, but waits for everything, so that what was started is known when it has to be stopped. */
async function allOrNone<T extends readonly unknown[]>(all: [...T]): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(all)
  return Promise.all(all)
}

interface StartDeps extends DemoGatewayDeps {
  readonly clock: Clock
  readonly port: number
  readonly url: string
  readonly rush: Rush
}

/** What modules are given before it is there. */
interface Later {
  gateway?: RunningGateway | undefined
  relay?: Relay
  texts?: (lang: Lang) => Translate
}

/** Database and modules, and what they hold before anybody is served. */
async function startInside(
  settings: Settings,
  { clock, log, url, master, pairwise, rush }: StartDeps,
  later: Later,
  stops: Stop[],
) {
  const postgres = await startDatabase(settings, log, stops)
  await migrate(
    postgres.url,
    MODULES.map(({ migrations }) => migrations),
  )
  const jobs = createJobs({ url: postgres.url, log, quiet: () => rush.quiet(), isAlone: !settings.DATABASE_URL })
  const db = openDb({ url: postgres.url, log, poolSize: 16, jobs, onPublished: () => later.relay?.wake() })
  stops.push(() => db.close())

  const built = buildModules({
    db,
    clock,
    log,
    pairwise,
    texts: (lang) => later.texts!(lang),
    sealing: createSealing(master),
    isDemo: settings.isDemo,
    baseUrl: () => url,
    logKey: signingKey(master, 'access-log'),
    membersKey: signingKey(master, 'exchange-members'),
    certificates: await certificateTrust(settings.DPG_CERTIFICATES),
    walletSigner: await walletSigner(settings.DPG_WALLET_SIGNER),
    faces: settings.DPG_FACE_URL ? faceService({ url: settings.DPG_FACE_URL, token: settings.DPG_FACE_TOKEN }) : undefined,
    secret: (use) => secretFor(master, `identity.${use}`),
    gateways: gatewaysOf(() => later.gateway, signingKey(master, EXCHANGE_KEY)),
    people: policyPeople(settings),
    sweepPeople: settings.DPG_SWEEP_FOLDER,
  })
  stops.push(() => built.endThreads())
  const country = resolve(settings.DPG_COUNTRY)
  await built.door.publishPack(await readPackFiles(country))
  await built.guardDoor.load(await readPolicyFiles(country))
  const enrolLater = settings.isDemo ? await enrolNowOrLater({ db, log, ...built }, country) : () => {}
  return { db, jobs, built, enrolLater, isDatabaseAway: () => postgres.isAway() }
}

/** `DATABASE_URL`, which others keep running, or the PostgreSQL that npm brings, which we do. */
async function startDatabase(
  { DATABASE_URL, DATA_DIR }: Settings,
  log: Log,
  stops: Stop[],
): Promise<Pick<EmbeddedPostgres, 'url' | 'isAway'>> {
  if (DATABASE_URL) return { url: DATABASE_URL, isAway: () => false }
  const embedded = await startEmbeddedPostgres({ dataDir: DATA_DIR, keep: log })
  stops.push(() => embedded.stop())
  stops.push(await announceDatabase(DATA_DIR, embedded.url))
  return embedded
}

async function startOutside(settings: Settings, deps: DemoGatewayDeps, stops: Stop[]): Promise<RunningGateway> {
  const gateway = await startDemoGateway(settings, deps)
  stops.push(() => gateway.stop())
  return gateway
}

interface WorkDeps {
  readonly db: Db
  readonly log: Log
  readonly jobs: Jobs
  readonly rush: Rush
}

/** Everything that happens behind the pages: events, jobs, the sequencer of the access log. Stopped before the database. */
async function startWork(
  { parts, sequencer, listener, guardDoor }: Built,
  { db, log, jobs, rush }: WorkDeps,
  stops: Stop[],
): Promise<Relay> {
  await jobs.start(parts.flatMap((part) => part.jobs ?? []))
  stops.push(() => jobs.stop())
  for (const sweep of [sweepBenefits, sweepCases, sweepIdentity, sweepDevelopers]) await jobs.schedule(sweep, '* * * * *')
  if (parts.some((part) => part.jobs?.some(({ job }) => job.name === takeShards.name)))
    await jobs.schedule(takeShards, '* * * * *')
  await jobs.schedule(sweepGuard, '7 * * * *')
  await jobs.schedule(sweepPlugins, '23 * * * *')
  guardDoor.start()
  stops.push(() => guardDoor.stop())
  sequencer.start()
  stops.push(() => sequencer.stop())
  listener.start()
  stops.push(() => listener.stop())
  const relay = startRelay({ db, log, consumers: parts.flatMap((part) => part.consumers ?? []), quiet: () => rush.quiet() })
  stops.push(() => relay.stop())
  return relay
}

interface ServeDeps extends StartDeps {
  readonly built: Built
  readonly portals: Portals
  readonly texts: ReturnType<typeof createTexts>
  readonly db: Db
  readonly isDatabaseAway: () => boolean
}

async function serve(
  { isDemo, DPG_PROXIES }: Settings,
  { clock, port, url, log, rush, built, portals, texts, db, isDatabaseAway }: ServeDeps,
  stops: Stop[],
): Promise<void> {
  const isHttps = url.startsWith('https:')
  const headers = securityHeaders(isHttps)
  const routes = built.parts.flatMap((part) => part.routes ?? [])
  const pages = portals.pages({ ...built, clock, isDemo, openApi: () => openApiOf(routes) })
  built.guardDoor.requireNamed([...routes, ...pages])
  const limits = createSharedLimits({ db, clock: systemClock })
  limits.start()
  stops.push(() => limits.stop())
  const web = await serveHttp({
    limits,
    port,
    log,
    texts,
    routes: [...routes, ...pages],
    allow: (route, principal) => built.guardDoor.allow(route, principal),
    mounts: built.mounts,
    assetsFolder: portals.folder,
    onAsked: () => rush.asked(),
    isDatabaseAway,
    headers,
    secureCookies: isHttps,
    proxies: DPG_PROXIES,
    front: (request, client, next) => built.developersDoor.front(request, client, next),
    principalOf: (cookies, request) => built.developersDoor.principalOf(request) ?? built.identity.principalOf(cookies),
    problemPage: portals.problemPage(isDemo),
    isHealthy: () =>
      db.query('select 1').then(
        () => true,
        () => false,
      ),
  })
  built.developersDoor.serve({ openApi: openApiOf(routes), dispatch: web.dispatch, headers })
  stops.push(() => web.stop())
}
