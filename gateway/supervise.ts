/** Keeps a child process running: starts it, hears when it is ready, starts it again when it dies, stops it when told. */
import { type ChildProcess, fork } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import type { Log } from '@dpg/kernel/server'

export interface Supervised {
  /** Nothing happens when it is just being restarted: it will be told everything when it is ready. */
  tell(message: object): void
  readonly pid: number | undefined
  stop(): Promise<void>
}

export interface Plan<R> {
  readonly name: string
  readonly entry: URL
  /** What the child is told at each start; over the channel, never by arguments or environment. */
  readonly config: () => object
  /** At each start. */
  readonly onReady: (ready: R) => void
  readonly onMessage?: (message: object) => void
  readonly log: Log
}

/** Small nurseries: half the memory under load, no measurable loss of speed. */
const SMALL = ['--max-semi-space-size=2']
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
const HEALTHY_MS = 30_000

/** Nothing else of the environment is a child's business. The folder named to Node holds one for each version of it. */
function compileCache(): { NODE_COMPILE_CACHE?: string } {
  const folder = getCompileCacheDir()
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) }
}

/** Resolves when the child is ready for the first time; rejects when it cannot even start once. */
export async function supervise<R extends object>(plan: Plan<R>): Promise<Supervised> {
  let child: ChildProcess | undefined
  let isStopping = false
  let pauseMs = FIRST_PAUSE_MS
  let timer: NodeJS.Timeout | undefined
  let gone: Promise<void> = Promise.resolve()

  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const startedAt = Date.now()
      const one = fork(plan.entry, [], {
        env: compileCache(),
        execArgv: SMALL,
        serialization: 'advanced',
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      child = one
      gone = new Promise((ended) => one.once('exit', () => ended()))
      one.on('message', (message: { ready?: R; failed?: string }) => {
        if (message.ready) {
          plan.onReady(message.ready)
          resolve()
        } else if (message.failed) reject(new Error(`${plan.name}: ${message.failed}`))
        else plan.onMessage?.(message)
      })
      one.on('error', reject)
      one.once('exit', (code, signal) => {
        child = undefined
        reject(new Error(`${plan.name} ended before it was ready`))
        if (isStopping) return
        plan.log.warn('gateway.child-ended', { child: plan.name, code, signal })
        pauseMs = Date.now() - startedAt > HEALTHY_MS ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
        timer = setTimeout(
          () => void run().catch((cause) => plan.log.warn('gateway.child-failed', { child: plan.name }, cause)),
          pauseMs,
        )
      })
      one.send(plan.config())
    })

  const supervised: Supervised = {
    tell: (message) => void (child?.connected && child.send(message)),
    get pid() {
      return child?.pid
    },
    stop: async () => {
      isStopping = true
      clearTimeout(timer)
      child?.kill('SIGTERM')
      await gone
    },
  }
  try {
    await run()
  } catch (cause) {
    await supervised.stop()
    throw cause
  }
  return supervised
}
