/** Keeps the tree up with the rows: woken by commits, and looking by itself for what a crash left behind. */
import type { Log } from '@dpg/kernel/server'

export interface Sequencer {
  /** Something was committed. Does nothing before `start`: what waits then is found at the start. */
  wake(): void
  start(): void
  /** Lets a running batch end; what waits stays for the next start. */
  stop(): Promise<void>
}

export interface SequencerDeps {
  readonly sequence: () => Promise<number>
  readonly log: Log
  /** Commits close to each other share a batch. */
  readonly gatherMs?: number
  /** How soon what another process left is found. */
  readonly pollMs?: number
}

export function createSequencer({ sequence, log, gatherMs = 100, pollMs = 1_000 }: SequencerDeps): Sequencer {
  let poll: NodeJS.Timeout | undefined
  let gather: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  const pass = async (): Promise<void> => {
    try {
      await sequence()
    } catch (cause) {
      if (poll) log.warn('access.sequencing-failed', {}, cause)
    }
  }
  const run = () => {
    gather = undefined
    running = running.then(pass)
  }
  const wake = () => {
    if (poll && !gather) gather = setTimeout(run, gatherMs).unref()
  }

  return {
    wake,
    start: () => {
      poll ??= setInterval(wake, pollMs).unref()
      wake()
    },
    stop: async () => {
      clearInterval(poll)
      clearTimeout(gather)
      poll = undefined
      gather = undefined
      await running
    },
  }
}
