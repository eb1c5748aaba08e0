/** From signals to a verdict with its reasons. The weights are data: fitted by `measure.ts`, kept in weights.json. */
import { type Signal, SIGNALS, type Signals } from './signals.ts'
import WEIGHTS from './weights.json' with { type: 'json' }

export type Verdict = 'allow' | 'ask' | 'block'

export interface Weights {
  readonly base: number
  readonly weights: Readonly<Record<Signal, number>>
  /** Score from which a reason must be stated, and from which the look is blocked. */
  readonly ask: number
  readonly block: number
  /** Signals that block by themselves, whatever the score: the law leaves no choice. */
  readonly always: readonly Signal[]
}

export interface Scored {
  /** 0 to 100: how likely such a look is not for the work. */
  readonly score: number
  readonly verdict: Verdict
  /** What made it so, the strongest first. */
  readonly reasons: readonly Signal[]
}

export const CURRENT = WEIGHTS as Weights

/** Reasons below this part of the strongest are not told. */
const TOLD = 0.2

export function scoreOf(signals: Signals, { base, weights, ask, block, always }: Weights = CURRENT): Scored {
  const parts = SIGNALS.map((signal) => ({ signal, points: weights[signal] * signals[signal] }))
  const sum = parts.reduce((total, { points }) => total + points, base)
  const score = Math.round(100 / (1 + Math.exp(-sum)))
  const forced = always.filter((signal) => signals[signal] > 0)
  const strongest = Math.max(...parts.map(({ points }) => points))
  const told = parts
    .filter(({ signal, points }) => forced.includes(signal) || (points > 0 && points >= strongest * TOLD))
    .toSorted((a, b) => Number(forced.includes(b.signal)) - Number(forced.includes(a.signal)) || b.points - a.points)
    .map(({ signal }) => signal)
  const verdict = forced.length > 0 || score >= block ? 'block' : score >= ask ? 'ask' : 'allow'
  return { score: forced.length > 0 ? 100 : score, verdict, reasons: told }
}
