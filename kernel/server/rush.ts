/** When many people wait for answers at once, work that can wait gives way to them: evidence, letters, documents come a little later. */
import { setTimeout as pause } from 'node:timers/promises'

export interface Rush {
  /** Somebody asked for something just now. */
  asked(): void
  /**
   * Resolves with true when it is quiet. In a rush that does not end, those who have waited long are let through one after
   * another, with a pause between them, and are told false: nothing waits forever, and nothing comes in a heap.
   */
  quiet(): Promise<boolean>
}

export interface RushOptions {
  /** So many questions a second are a rush; a quarter of them in a quarter of a second already. */
  readonly perSecond?: number
  readonly longestMs?: number
  /** The pause between two that are let through in a rush. */
  readonly pauseMs?: number
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number
  readonly wait?: (ms: number) => Promise<unknown>
}

const LOOK_MS = 100
const WINDOW_MS = 250
/** A rush is over when there was none for so many windows. */
const CALM_WINDOWS = 4

export function createRush({
  perSecond = 50,
  longestMs = 5_000,
  pauseMs = 300,
  now = () => performance.now(),
  wait = (ms) => pause(ms, undefined, { ref: false }),
}: RushOptions = {}): Rush {
  const many = (perSecond * WINDOW_MS) / 1000
  let window = 0
  let count = 0
  let lastBusy = Number.NEGATIVE_INFINITY
  let nextTurn = 0
  const turn = () => {
    const at = Math.floor(now() / WINDOW_MS)
    if (at !== window) count = 0
    window = at
  }
  const isRush = () => {
    turn()
    return window - lastBusy <= CALM_WINDOWS
  }
  const isMyTurn = () => {
    if (now() < nextTurn) return false
    nextTurn = now() + pauseMs
    return true
  }
  return {
    asked: () => {
      turn()
      count += 1
      if (count >= many) lastBusy = window
    },
    quiet: async () => {
      const latest = now() + longestMs
      while (isRush()) {
        if (now() >= latest && isMyTurn()) return false
        await wait(LOOK_MS)
      }
      return true
    },
  }
}
