/** When many people wait for answers at once, work that can wait gives way to them: evidence, letters, documents come a little later. */
import { setTimeout as pause } from 'node:timers/promises'

export interface Rush {
  /** Somebody asked for something just now. */
  asked(): void
  /** Resolves when it is quiet, and in a rush that does not end after a while all the same: nothing waits forever. */
  quiet(): Promise<void>
}

export interface RushOptions {
  /** So many questions a second are a rush. */
  readonly perSecond?: number
  readonly longestMs?: number
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number
  readonly wait?: (ms: number) => Promise<unknown>
}

const LOOK_MS = 100

export function createRush({
  perSecond = 50,
  longestMs = 5_000,
  now = () => performance.now(),
  wait = (ms) => pause(ms, undefined, { ref: false }),
}: RushOptions = {}): Rush {
  let second = 0
  let count = 0
  let before = 0
  const turn = () => {
    const at = Math.floor(now() / 1000)
    if (at === second) return
    before = at === second + 1 ? count : 0
    count = 0
    second = at
  }
  const isRush = () => {
    turn()
    return Math.max(before, count) >= perSecond
  }
  return {
    asked: () => {
      turn()
      count += 1
    },
    quiet: async () => {
      const latest = now() + longestMs
      while (isRush() && now() < latest) await wait(LOOK_MS)
    },
  }
}
