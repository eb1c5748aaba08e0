/**
 * The PostgreSQL 18 that npm brings, for one machine. Started by root it runs as an unprivileged user; where that user
 * cannot reach the clone (a root-only home), programs and data live under /var/lib/dpg and `DATA_DIR/postgres.json` says so.
 */
import { type ChildProcess, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { isOver, keepRunning } from './keep-running.ts'
import type { Log } from './log.ts'
import { choosePlace, collect, type Place, run, socketFolder } from './postgres-place.ts'

export interface EmbeddedPostgres {
  readonly url: string
  /** Of the first one; whoever is kept running has another after its death. */
  readonly pid: number
  /** It has died and is not there again yet. */
  isAway(): boolean
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly database?: string
  /** Extra server settings, such as `fsync=off` for tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** Whenever it dies it is started again at the same address, with growing pauses, until it is stopped; each time is told here. */
  readonly keep?: Pick<Log, 'warn' | 'info'>
}

const SETTINGS = {
  shared_buffers: '96MB',
  max_connections: '60',
  log_min_messages: 'fatal',
  jit: 'off',
  listen_addresses: '127.0.0.1',
}
const USER = 'dpg'
const START_MS = 30_000

export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = await choosePlace(options.dataDir)
  const password = await ensureCluster(place)
  await stopLeftover(place)
  const port = await freePort()
  const sockets = await socketFolder(place)
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: sockets ?? '', ...options.settings }).flatMap(
    ([key, value]) => ['-c', `${key}=${value}`],
  )
  const base = `postgres://${USER}:${password}@127.0.0.1:${port}`
  const way = sockets === undefined ? '' : `?host=${encodeURIComponent(sockets)}`
  const launch = () => run(place, 'postgres', ['-D', place.data, '-p', String(port), ...settings])
  const first = launch()
  await untilReady(`${base}/postgres${way}`, first, collect(first), START_MS)
  const database = options.database ?? 'dpg'
  await ensureDatabase(`${base}/postgres${way}`, database)
  const url = `${base}/${database}${way}`
  const log = options.keep
  if (!log) return { url, pid: first.pid ?? 0, isAway: () => isOver(first), stop: () => stopServer(first) }
  const kept = keepRunning(first, {
    log,
    clear: async () => {
      await stopLeftover(place)
      await socketFolder(place)
    },
    launch,
    // What it has to mend after its death may take long: it is not killed over it.
    ready: (server) => untilReady(url, server, collect(server)),
    end: stopServer,
  })
  return { ...kept, url, pid: first.pid ?? 0 }
}

/** Makes the cluster once, with a password of its own; a half-made one is made again. */
async function ensureCluster(place: Place): Promise<string> {
  const secret = join(place.data, 'dpg-password')
  if (existsSync(secret)) return (await readFile(secret, 'utf8')).trim()
  await rm(place.data, { recursive: true, force: true })
  await mkdir(place.data, { recursive: true, mode: 0o700 })
  if (place.owner) await chown(place.data, place.owner.uid, place.owner.gid)
  const password = randomBytes(24).toString('base64url')
  const passwordFile = `${place.data}.pw`
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (place.owner) await chown(passwordFile, place.owner.uid, place.owner.gid)
  const args = [
    '-D',
    place.data,
    '-U',
    USER,
    '-A',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ]
  const initdb = run(place, 'initdb', args)
  const said = collect(initdb)
  const code = await new Promise<number | null>((done) => initdb.on('exit', done).on('error', () => done(null)))
  await rm(passwordFile, { force: true })
  if (code !== 0) throw new Error(`initdb failed: ${said()}`)
  await writeFile(secret, password, { mode: 0o600 })
  if (place.owner) await chown(secret, place.owner.uid, place.owner.gid)
  await chmod(secret, 0o600)
  return password
}

/** A parent that was killed leaves its PostgreSQL running; it is asked to end before a new one starts. */
async function stopLeftover(place: Place): Promise<void> {
  const pidFile = join(place.data, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0])
  await end(
    () => (isServing(pid, place.data) ? [pid] : []),
    (tries) => (tries < 50 ? 'SIGINT' : 'SIGQUIT'),
  )
  // Where it was killed, its sessions may still be at work: beside them a new one does not start.
  await end(
    () => orphansIn(place.data),
    (tries) => (tries < 50 ? 'SIGQUIT' : 'SIGKILL'),
  )
  await rm(pidFile, { force: true })
}

/** Asked again and again, for ten seconds. */
async function end(alive: () => readonly number[], signalOf: (tries: number) => NodeJS.Signals): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const pids = alive()
    if (pids.length === 0) return
    for (const pid of pids) {
      try {
        process.kill(pid, signalOf(tries))
      } catch {
        // It has ended meanwhile.
      }
    }
    await pause(100)
  }
}

/** Processes of PostgreSQL that work in this folder; elsewhere than on Linux they end by themselves when they next look. */
function orphansIn(data: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isServing(pid, data))
}

/** Is this the PostgreSQL of this folder? A number alone is used again, by a stranger above all after a restart of the machine. */
function isServing(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0)
    if (process.platform === 'win32') return true
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data)
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(data)
  } catch {
    return false
  }
}

async function untilReady(url: string, server: ChildProcess, said: () => string, withinMs = Infinity): Promise<void> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 25) {
    if (isOver(server)) {
      // Why it could not be spawned is said a moment later.
      await pause(0)
      throw new Error(`PostgreSQL ended while starting: ${said()}`)
    }
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await pause(25)
    }
  }
  throw new Error(`PostgreSQL was not ready in ${withinMs / 1000} s: ${said()}`)
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
  if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`)
  await client.end()
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (isOver(server)) return
  const ended = new Promise((done) => server.once('exit', done))
  server.kill('SIGINT')
  const late = setTimeout(() => server.kill('SIGQUIT'), 10_000)
  await ended
  clearTimeout(late)
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.on('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
