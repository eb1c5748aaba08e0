/** How a simulated register can fail, for demonstrations and tests. */
export const MODES = ['up', 'slow', 'dead', 'wrong', 'wrong-signature', 'wrong-person', 'wrong-shape'] as const
/** slow: answers after seconds · dead: takes no call · wrong: lies, in each of the three ways in turn. */
export type Mode = (typeof MODES)[number]

const LIES = ['wrong-signature', 'wrong-person', 'wrong-shape'] as const
export type Lie = (typeof LIES)[number]

export interface Switch {
  mode: Mode
  /** The lie to tell this time; undefined: the truth. */
  lie(): Lie | undefined
  /** How long to take over this answer. */
  pauseMs(): number
}

export interface Pace {
  /** Typical: half to twice of this, at random. */
  readonly latencyMs: number
  readonly slowMs: number
}

export function createSwitch({ latencyMs, slowMs }: Pace): Switch {
  let told = 0
  return {
    mode: 'up',
    lie() {
      if (this.mode === 'wrong') return LIES[told++ % LIES.length]
      return LIES.find((lie) => lie === this.mode)
    },
    pauseMs() {
      const usual = latencyMs * 2 ** (Math.random() * 2 - 1)
      return this.mode === 'slow' ? slowMs + usual : usual
    },
  }
}
