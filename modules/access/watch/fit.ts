/** Fits the weights to labelled looks (logistic regression), and measures them on others. */
import type { LabelledLook } from './labelled.ts'
import { scoreOf, type Weights } from './score.ts'
import { type Signal, SIGNALS, signalsOf } from './signals.ts'

const ROUNDS = 4_000
const RATE = 2
/** Keeps weights of rare signals from growing without end. */
const SHRINK = 0.0002

export function fit(looks: readonly LabelledLook[]): Pick<Weights, 'base' | 'weights'> {
  // Looks that are the same to us are counted once with their number: a hundred times quicker.
  const rows = grouped(looks)
  const weights = new Float64Array(SIGNALS.length)
  let base = -3
  for (let round = 0; round < ROUNDS; round++) {
    const slope = new Float64Array(SIGNALS.length)
    let slopeOfBase = 0
    for (const { values, times, abuses } of rows) {
      let sum = base
      for (let i = 0; i < values.length; i++) sum += weights[i]! * values[i]!
      const error = times / (1 + Math.exp(-sum)) - abuses
      slopeOfBase += error
      for (let i = 0; i < values.length; i++) slope[i]! += error * values[i]!
    }
    const rate = RATE * (1 - round / ROUNDS) + 0.05
    base -= (rate * slopeOfBase) / looks.length
    for (let i = 0; i < weights.length; i++) weights[i]! -= rate * ((slope[i]! / looks.length) * SCALE + SHRINK * weights[i]!)
  }
  // What is unusual never speaks for a look.
  const entries = SIGNALS.map((signal, i) => [signal, Math.max(0, Number(weights[i]!.toFixed(2)))] as const)
  return { base: Number(base.toFixed(2)), weights: Object.fromEntries(entries) as Record<Signal, number> }
}

/** Signals are rare, so their slopes are small. */
const SCALE = 10

function grouped(looks: readonly LabelledLook[]) {
  const rows = new Map<string, { readonly values: readonly number[]; times: number; abuses: number }>()
  for (const { context, isAbuse } of looks) {
    const signals = signalsOf(context)
    const values = SIGNALS.map((signal) => Math.round(signals[signal] * 20) / 20)
    const key = values.join()
    const row = rows.get(key) ?? { values, times: 0, abuses: 0 }
    row.times += 1
    row.abuses += isAbuse ? 1 : 0
    rows.set(key, row)
  }
  return [...rows.values()]
}

export interface Measured {
  readonly looks: number
  readonly abuses: number
  /** Of those that were asked or blocked, the part that was abuse. */
  readonly precision: number
  /** Of the abuses, the part that was asked or blocked. */
  readonly recall: number
  /** Of the honest looks, the part that had to state a reason, and that was blocked. */
  readonly honestAsked: number
  readonly honestBlocked: number
  readonly blockPrecision: number
  readonly recallByKind: Readonly<Record<string, number>>
}

export function measure(looks: readonly LabelledLook[], weights?: Weights): Measured {
  const judged = looks.map(({ context, isAbuse, kind }) => ({
    isAbuse,
    kind,
    verdict: scoreOf(signalsOf(context), weights).verdict,
  }))
  const abuses = judged.filter(({ isAbuse }) => isAbuse)
  const honest = judged.filter(({ isAbuse }) => !isAbuse)
  const part = <T>(some: readonly T[], test: (one: T) => boolean) =>
    some.length === 0 ? 0 : some.filter(test).length / some.length
  const stopped = judged.filter(({ verdict }) => verdict !== 'allow')
  return {
    looks: looks.length,
    abuses: abuses.length,
    precision: part(stopped, ({ isAbuse }) => isAbuse),
    recall: part(abuses, ({ verdict }) => verdict !== 'allow'),
    honestAsked: part(honest, ({ verdict }) => verdict === 'ask'),
    honestBlocked: part(honest, ({ verdict }) => verdict === 'block'),
    blockPrecision: part(
      judged.filter(({ verdict }) => verdict === 'block'),
      ({ isAbuse }) => isAbuse,
    ),
    recallByKind: Object.fromEntries(
      [...Map.groupBy(abuses, ({ kind }) => kind)].map(([kind, some]) => [
        kind,
        part(some, ({ verdict }) => verdict !== 'allow'),
      ]),
    ),
  }
}
