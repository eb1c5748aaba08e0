/** Processes of a running platform that may die at any moment, and how each comes back. */
import { commandOf, type Server, until, visitor } from '../../harness/index.ts'

/** `session`: one process of PostgreSQL, after which it begins anew; `database`: the one that would begin it anew, and that the platform begins anew. */
export type Victim = 'platform' | 'session' | 'gateway' | 'database' | 'registers'

/** Each of them first; what takes long to come back is not killed more often than the others. */
const FIRST = ['platform', 'session', 'gateway', 'database', 'registers'] as const
const TURNS: readonly Victim[] = [...FIRST, 'platform', 'gateway', 'session', 'registers', 'platform']
export const victimOf = (kill: number): Victim => TURNS[kill % TURNS.length]!

const LOOKS: Readonly<Record<Exclude<Victim, 'platform'>, RegExp>> = {
  session: /^postgres: dpg dpg /,
  gateway: /gateway\/agency\//,
  database: /\bpostgres -D /,
  registers: /gateway\/registers\//,
}

/** Kill -9, in the middle of whatever it does. */
export async function kill(server: Server, victim: Victim): Promise<void> {
  if (victim === 'platform') return server.kill9()
  const found = server.processes().filter((pid) => LOOKS[victim].test(commandOf(pid)))
  const pid = found[Math.floor(Math.random() * found.length)]
  if (pid === undefined) throw new Error(`the platform runs no ${victim}`)
  process.kill(pid, 'SIGKILL')
}

/** What does not come back by itself is started as an operator would; the database is waited for. */
export async function revive(server: Server, victim: Victim): Promise<void> {
  if (victim === 'platform') return server.restart()
  const isThere = async () => (await visitor(server).ask('/healthz')).status === 200
  if (victim === 'database') await until('the database to be there again', isThere, { everyMs: 20 })
}
