/** A process that must not stay dead: whenever it ends by itself it begins again, at once and then with growing pauses. */
import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from './log.ts'

export interface Keeping {
  readonly log: Pick<Log, 'warn' | 'info'>
  /** Takes away what a death has left behind. */
  clear(): Promise<void>
  launch(): ChildProcess
  /** Resolves when it serves; rejects when it has ended before. */
  ready(child: ChildProcess): Promise<void>
  /** Asks it to end, and waits for it; one that has ended is no matter. */
  end(child: ChildProcess): Promise<void>
}

export interface Kept {
  /** It has died and does not serve again yet. */
  isAway(): boolean
  /** Ends it for good. Safe to call twice. */
  stop(): Promise<void>
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000
/** Whoever has lived for so long has not died of its start. */
const LIVED_MS = 30_000

export function keepRunning(first: ChildProcess, { log, clear, launch, ready, end }: Keeping): Kept {
  const stopping = new AbortController()
  const { signal } = stopping
  const watch = (started: ChildProcess): ChildProcess =>
    // Without a listener one that cannot be spawned would end us, too.
    started.on('error', (cause) => log.warn('process.failed', { pid: started.pid }, cause))
  let child = watch(first)
  let isAway = false
  let pauseMs = 0

  const bringBack = async (): Promise<void> => {
    await pause(pauseMs, undefined, { signal })
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2 || FIRST_PAUSE_MS)
    await clear()
    signal.throwIfAborted()
    child = watch(launch())
    await ready(child)
    isAway = false
    log.info('process.back', { pid: child.pid })
  }
  const keep = async (): Promise<void> => {
    for (;;) {
      const began = performance.now()
      await hasEnded(child)
      if (signal.aborted) return
      isAway = true
      log.warn('process.died', { pid: child.pid, code: child.exitCode, signal: child.signalCode })
      if (performance.now() - began > LIVED_MS) pauseMs = 0
      while (isAway && !signal.aborted)
        await bringBack().catch((cause: unknown) => {
          if (!signal.aborted) log.warn('process.not-back', { nextInMs: pauseMs }, cause)
        })
    }
  }
  const kept = keep()
  return {
    isAway: () => isAway,
    stop: async () => {
      stopping.abort()
      // From here on none begins.
      await end(child)
      await kept
    },
  }
}

/** It has ended, or never begun: one that could not be spawned has no number, and no `exit` ever comes. */
export const isOver = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
  pid === undefined || exitCode !== null || signalCode !== null

const hasEnded = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (isOver(child)) done()
    else child.once('exit', () => done())
  })
