/** One measured figure: a JSON line on stdout. */
export interface Row {
  /** What was done. */
  readonly work: string
  readonly value: number
  readonly unit: string
  /** What the project promises; null where the figure is only told. */
  readonly target: number | null
  /** Whether the promise was kept in this run; null without one. */
  readonly holds: boolean | null
  /** The same work by something plainer, measured in the same run. */
  readonly peer: { readonly name: string; readonly value: number } | null
  /** Ours by the peer's; below 1 we use less. */
  readonly ratio: number | null
  /** What else was seen: how busy the machine was, how much was done. */
  readonly seen: Readonly<Record<string, number | string>>
}

export interface Measured {
  readonly work: string
  readonly value: number
  readonly unit: string
  readonly target?: number
  /** `most`: the value may be that at most (the default); `least`: it must be that at least. */
  readonly bound?: 'most' | 'least'
  readonly peer?: { readonly name: string; readonly value: number }
  readonly seen?: Readonly<Record<string, number | string>>
}

export function rowOf({ work, value, unit, target, bound = 'most', peer, seen = {} }: Measured): Row {
  return {
    work,
    value: round(value),
    unit,
    target: target ?? null,
    holds: target === undefined ? null : bound === 'most' ? value <= target : value >= target,
    peer: peer ? { name: peer.name, value: round(peer.value) } : null,
    ratio: peer ? round(value / peer.value) : null,
    seen: Object.fromEntries(Object.entries(seen).map(([key, one]) => [key, typeof one === 'number' ? round(one) : one])),
  }
}

export const report = (measured: Measured): void => void process.stdout.write(`${JSON.stringify(rowOf(measured))}\n`)

/** Three digits that count. */
const round = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(3)) : value)
