/** Answers that the reader wants to keep in this tab: gone when the tab is closed, or when they are erased. */
import type { Drawn } from './messages.ts'

const KEY = 'check'
type Carried = Drawn['carried']

export interface Memory {
  isOn(): boolean
  turn(on: boolean, carried: Carried): void
  /** Does nothing while it is off. */
  keep(carried: Carried): void
  /** What was kept before; undefined: nothing. */
  kept(): Carried | undefined
}

export function createMemory(): Memory {
  const isOn = () => stored() !== null
  const write = (carried: Carried) => attempt(() => sessionStorage.setItem(KEY, JSON.stringify(carried)))
  return {
    isOn,
    turn: (on, carried) => (on ? write(carried) : attempt(() => sessionStorage.removeItem(KEY))),
    keep: (carried) => {
      if (isOn()) write(carried)
    },
    kept: () => {
      const text = stored()
      const carried = text ? (attempt(() => JSON.parse(text)) as Carried | undefined) : undefined
      return carried && Object.keys(carried).length > 0 ? carried : undefined
    },
  }
}

const stored = (): string | null => attempt(() => sessionStorage.getItem(KEY)) ?? null

/** Some browsers forbid storage; then nothing is kept. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
