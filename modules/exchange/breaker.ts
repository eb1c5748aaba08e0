/** A register that does not answer is left alone for a moment, so that nobody waits for it in vain; and what state each is in. */
import type { Clock } from '@dpg/kernel'
import type { FailureKind, RegisterStatus } from './contract.ts'

export interface Breakers {
  /** Why not to ask now; undefined: ask. A wait longer than any that failed is worth a try. */
  refusal(register: string, timeoutMs: number): FailureKind | undefined
  answered(register: string): void
  failed(register: string, kind: FailureKind, timeoutMs: number): void
  /** Somebody heard from the register in another way. It may still be slow. */
  heard(register: string): void
  status(register: string): RegisterStatus
}

interface State {
  state: RegisterStatus['state']
  since: string
  kind: FailureKind
  failures: number
  /** The longest wait that was in vain. */
  waitedMs: number
  nextTryAt: number
}

const TOLERATED = 3
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 5_000

export function createBreakers(clock: Clock): Breakers {
  const states = new Map<string, State>()
  const now = () => clock.now().epochMilliseconds
  const well = (register: string) => {
    const before = states.get(register)
    const since = before?.state === 'up' ? before.since : clock.now().toString()
    states.set(register, { state: 'up', since, kind: 'slow', failures: 0, waitedMs: 0, nextTryAt: 0 })
  }
  return {
    refusal(register, timeoutMs) {
      const state = states.get(register)
      if (!state || state.failures < TOLERATED) return undefined
      if (state.kind === 'slow' && timeoutMs > state.waitedMs) return undefined
      if (now() < state.nextTryAt) return state.kind
      // This one tries; the others wait until it knows more.
      state.nextTryAt = now() + pauseAfter(state.failures)
      return undefined
    },
    answered: well,
    failed(register, kind, timeoutMs) {
      const before = states.get(register)
      // A lie costs no time: it is not waited out, only shown.
      const failures = (before?.failures ?? 0) + (kind === 'untrusted' ? 0 : 1)
      states.set(register, {
        state: kind === 'slow' ? 'slow' : 'down',
        since: clock.now().toString(),
        kind,
        failures,
        waitedMs: kind === 'slow' ? Math.max(before?.waitedMs ?? 0, timeoutMs) : 0,
        nextTryAt: now() + pauseAfter(failures),
      })
    },
    heard(register) {
      const state = states.get(register)
      if (!state || state.kind === 'unreachable') well(register)
    },
    status(register) {
      const { state = 'unknown', since = null } = states.get(register) ?? {}
      return { register, state, since }
    },
  }
}

const pauseAfter = (failures: number) => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - TOLERATED))
