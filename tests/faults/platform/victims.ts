/** Processes of a running platform that may die at any moment, and how each comes back. */
import { commandOf, type Server } from '../../harness/index.ts'

/** `session`: one process of PostgreSQL, after which it begins anew; `database`: the one that would begin it anew. */
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

/** What does not come back by itself is started as an operator would. */
export async function revive(server: Server, victim: Victim): Promise<void> {
  if (victim === 'database') await server.kill9()
  if (victim === 'platform' || victim === 'database') await server.restart()
}
