/** Chance that comes out the same everywhere: a seeded generator (sfc32) and the few draws that people are made of. */

/** The next number in [0, 1). */
export type Random = () => number

const mix = (h: number, value: number): number => {
  let x = Math.imul(h ^ value, 0x9e3779b1)
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/** A generator of its own for each path of numbers, so that one part of a population never shifts another. */
export const randomOf = (...path: readonly number[]): Random => {
  const seeds = [1, 2, 3].map((salt) => path.reduce(mix, salt))
  let [a = 0, b = 0, c = 0] = seeds
  let counter = 1
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** A whole number in 0..below-1. */
export const whole = (random: Random, below: number): number => Math.floor(random() * below)

export const chance = (random: Random, probability: number): boolean => random() < probability

/** Mean 0, deviation 1: the sum of six even draws, so that no library's logarithm decides. */
export const normal = (random: Random): number =>
  (random() + random() + random() + random() + random() + random() - 3) * Math.SQRT2

/** A log-normal draw with this median and spread. */
export const around = (random: Random, median: number, spread: number): number => median * Math.exp(normal(random) * spread)

/** One of a list that is not empty. */
export const pick = <T>(random: Random, list: readonly T[]): T => list[whole(random, list.length)] as T

/** One of a list by weight; `weights` are running totals. */
export const pickByWeight = <T>(random: Random, list: readonly T[], runningTotals: readonly number[]): T => {
  const at = random() * (runningTotals.at(-1) ?? 0)
  let [low, high] = [0, list.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runningTotals[middle] ?? 0) > at) high = middle
    else low = middle + 1
  }
  return list[low] as T
}

export const runningTotals = (weights: readonly number[]): readonly number[] => {
  let sum = 0
  return weights.map((weight) => (sum += weight))
}

/** Puts a list in random order, in place. */
export const shuffle = <T>(random: Random, list: T[]): T[] => {
  for (let i = list.length - 1; i > 0; i--) {
    const j = whole(random, i + 1)
    const [a, b] = [list[i] as T, list[j] as T]
    list[i] = b
    list[j] = a
  }
  return list
}
