/** The platform as `npm start` runs it: a process of its own, on a free port, over a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive, processTree } from './processes.ts'
import { copyTemplate } from './template.ts'
import { until } from './until.ts'

export const ROOT = join(import.meta.dirname, '../..')
const MAIN = join(ROOT, 'server/main.ts')
/** What no start takes, even on a busy machine. */
const START_MS = 120_000
const STOP_MS = 20_000

export interface ServerOptions {
  /** Kept at the end; without it a temporary one is made, and removed at the end. */
  readonly dataDir?: string
  /** Settings, beside few people and quick registers. */
  readonly env?: Readonly<Record<string, string>>
  /** Begins with an empty folder: the first start itself is what is tested. */
  readonly isFirstStart?: boolean
}

export interface Server {
  readonly url: string
  readonly pid: number
  readonly dataDir: string
  /** What it has printed since it was last started. */
  output(): string
  /** Everything it runs: itself, gateway, registers, PostgreSQL. */
  processes(): number[]
  /** As a power cut would: no signal that it could hear. PostgreSQL and the registers are left to their fate. */
  kill9(): Promise<void>
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>
  /** Starts again with the same port, settings and folder; stopped first if it runs. */
  restart(): Promise<void>
  /** For `after`: stops, ends what a kill left behind, removes a temporary folder. */
  close(): Promise<void>
}

/** Few people and quick registers. */
const USUAL = { DPG_PEOPLE: '100', DPG_REGISTER_LATENCY: '2' }
/** Settings that change nothing of what a first start leaves behind. */
const HARMLESS = ['PORT', 'DPG_REGISTER_LATENCY', 'DPG_POLICY_PEOPLE', 'DPG_FACE_URL', 'DPG_FACE_TOKEN']

async function startOnce(folder: string): Promise<void> {
  const { child } = await start({ PORT: String(await freePort()), DATA_DIR: folder, ...USUAL })
  await end(child, 'SIGTERM')
  // A stop right after the start may come before anybody hears it: then PostgreSQL is ended here and mends itself at the next start.
  await endPostgres(folder)
}

export async function startServer({ dataDir: given, env = {}, isFirstStart = false }: ServerOptions = {}): Promise<Server> {
  const dataDir = given ?? (await temporaryFolder())
  const port = env['PORT'] ?? String(await freePort())
  const settings = { PORT: port, DATA_DIR: dataDir, ...USUAL, ...env }
  // Another country, another database or other people are another beginning.
  if (given === undefined && !isFirstStart && Object.keys(env).every((name) => HARMLESS.includes(name)))
    await copyTemplate(dataDir, startOnce)
  let running = await start(settings)
  // A test run that is cut short leaves no server behind.
  const onExit = () => void running.child.kill('SIGTERM')
  process.once('exit', onExit)

  const server: Server = {
    get url() {
      return running.url
    },
    get pid() {
      return running.child.pid!
    },
    dataDir,
    output: () => running.output(),
    processes: () => processTree(running.child.pid!),
    kill9: () => end(running.child, 'SIGKILL').then(() => undefined),
    stop: () => end(running.child, 'SIGTERM'),
    async restart() {
      await end(running.child, 'SIGTERM')
      running = await start(settings)
    },
    async close() {
      process.removeListener('exit', onExit)
      await end(running.child, 'SIGTERM')
      await endPostgres(dataDir)
      if (given === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
  return server
}

/** Where PostgreSQL's own unprivileged user can go too, when tests run as root. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dpg-platform-'))
  await chmod(folder, 0o711)
  return folder
}

export interface Ended {
  readonly code: number | null
  readonly output: string
}

/** Runs a start that is expected to fail, to its end. */
export async function failToStart(env: Readonly<Record<string, string>>): Promise<Ended> {
  const { child, output } = launch(env)
  return { code: await exitOf(child, START_MS), output: output() }
}

interface Running {
  readonly child: ChildProcess
  readonly url: string
  output(): string
}

async function start(env: Readonly<Record<string, string>>): Promise<Running> {
  const { child, output } = launch(env)
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const said = await until(
    'ready',
    async () => {
      const url = /^ready (\S+)$/m.exec(output())?.[1]
      return url ?? (hasEnded() && 'ended')
    },
    { withinMs: START_MS, everyMs: 20 },
  ).catch((cause: unknown) => {
    child.kill('SIGKILL')
    throw new Error(`the platform did not start: ${output()}`, { cause })
  })
  if (said === 'ended') throw new Error(`the platform ended while it started: ${output()}`)
  return { child, url: said, output }
}

/** Only the settings named here reach it: the environment of the test run is not its own. */
function launch(env: Readonly<Record<string, string>>): { readonly child: ChildProcess; output(): string } {
  const own = Object.fromEntries(
    ['PATH', 'HOME', 'TMPDIR', 'LANG'].flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : [])),
  )
  const child = spawn(process.execPath, [MAIN], { cwd: ROOT, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  const add = (chunk: Buffer) => (text = (text + chunk.toString()).slice(-200_000))
  child.stdout.on('data', add)
  child.stderr.on('data', add)
  return { child, output: () => text }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode) return child.exitCode
  const ended = exitOf(child, STOP_MS)
  child.kill(signal)
  return ended
}

async function exitOf(child: ChildProcess, withinMs: number): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode) return child.exitCode
  return new Promise((done, fail) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      fail(new Error(`the server did not end within ${withinMs} ms`))
    }, withinMs)
    child.once('close', (code) => {
      clearTimeout(late)
      done(code)
    })
  })
}

/** PostgreSQL outlives a server that was killed; the next start would end it, and so does the end of a test. */
async function endPostgres(dataDir: string): Promise<void> {
  const said = join(dataDir, 'postgres.json')
  const folder = existsSync(said) ? (JSON.parse(readFileSync(said, 'utf8')) as { data: string }).data : join(dataDir, 'postgres')
  const pidFile = join(folder, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT')
  await until('PostgreSQL to end', async () => !isAlive(pid))
}

const FIRST_PORT = 20_000
const PORTS = 12_000

/** Below the ports that systems give to outgoing connections: one of those might take it before the server does. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS)
    const isFree = await new Promise<boolean>((done) => {
      const probe = createServer()
      probe.on('error', () => done(false))
      probe.listen(port, () => probe.close(() => done(true)))
    })
    if (isFree) return port
  }
}
