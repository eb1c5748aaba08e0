/**
 * Looks of invented officials at invented people, each labelled: for the work, or not. What snoopers do is taken from kinds of
 * cases that audits describe (family, neighbours, famous people, former partners, selling lists); how often is our assumption.
 */
import type { Tie } from '../contract.ts'
import type { Duty, LookContext } from './signals.ts'

export interface LabelledLook {
  readonly context: LookContext
  readonly isAbuse: boolean
  /** What it is an example of. */
  readonly kind: string
}

export interface LabelledOptions {
  readonly seed: number
  readonly looks: number
  /** Part of the looks that are not for the work. */
  readonly abuse?: number
}

type Random = () => number

/** Reproducible: mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function labelledLooks({ seed, looks, abuse = 0.03 }: LabelledOptions): LabelledLook[] {
  const random = randomFrom(seed)
  return Array.from({ length: looks }, () => (random() < abuse ? abusive(random) : honest(random)))
}

const pick = <T>(random: Random, options: readonly (readonly [part: number, value: T])[]): T => {
  let at = random() * options.reduce((sum, [part]) => sum + part, 0)
  for (const [part, value] of options) {
    at -= part
    if (at < 0) return value
  }
  return options.at(-1)![1]
}
/** A waiting-time-like count: mostly small, at times large. */
const count = (random: Random, mean: number): number => Math.floor(-Math.log(1 - random()) * mean)

/** Hours at which people work: nine to six, overtime in the evening, and some on night duty. */
function hoursOf(random: Random, isNightShift: boolean): readonly number[] {
  return Array.from({ length: 24 }, (_, hour) => {
    const day = hour >= 9 && hour < 18 ? 12 : hour >= 18 && hour < 21 ? 2 : 0
    const night = hour >= 20 || hour < 8 ? 12 : 1
    return Math.floor((isNightShift ? night : day) * (0.5 + random()))
  })
}

function atHour(random: Random, hour: number, isWeekend: boolean): string {
  const day = isWeekend
    ? pick(random, [
        [1, 7],
        [1, 8],
      ])
    : 2 + Math.floor(random() * 5)
  const time = Date.UTC(2026, 10, day, hour, Math.floor(random() * 60)) - 9 * 3_600_000
  return new Date(time).toISOString()
}

/** Work as it is: mostly one's own cases, in office hours; with night duty, busy days, relatives met by chance, famous applicants. */
function honest(random: Random): LabelledLook {
  const isNightShift = random() < 0.04
  const isLate = random() < 0.05
  const hour = isNightShift
    ? pick(random, [
        [2, 22],
        [2, 23],
        [2, 1],
        [1, 3],
        [1, 5],
      ])
    : isLate
      ? 18 + Math.floor(random() * 4)
      : 9 + Math.floor(random() * 9)
  const isBusy = random() < 0.02
  const isFamous = random() < 0.004
  const duty = pick<Duty>(random, [
    [68, 'assigned'],
    [28, 'office'],
    [4, 'none'],
  ])
  const context: LookContext = {
    at: atHour(random, hour, random() < (isNightShift ? 0.3 : 0.02)),
    duty: isBusy && random() < 0.9 ? 'assigned' : duty,
    tie:
      random() < 0.002
        ? pick<Tie>(random, [
            [1, 'family'],
            [4, 'neighbour'],
            [2, 'colleague'],
          ])
        : null,
    guard: isFamous ? 'public-figure' : random() < 0.003 ? 'protected' : null,
    peopleLastHour: isBusy ? 25 + count(random, 12) : count(random, 5),
    idleDays: random() < 0.05 ? 1 + count(random, 1.2) : 0,
    officialsAtPerson: 1 + count(random, isFamous ? 3 : 0.5),
    refusals: random() < 0.02 ? 1 : 0,
    usualHours: hoursOf(random, isNightShift),
  }
  return { context, isAbuse: false, kind: isNightShift ? 'night duty' : isBusy ? 'busy day' : 'work' }
}

const ABUSES = [
  [25, 'family'],
  [20, 'neighbour'],
  [20, 'famous'],
  [15, 'former partner'],
  [12, 'list'],
  [8, 'curiosity'],
] as const

/** A tie or a famous name is known to us for most, not for all. */
function abusive(random: Random): LabelledLook {
  const kind = pick<string>(random, ABUSES)
  const isNight = random() < (kind === 'list' ? 0.6 : 0.25)
  const hour = isNight
    ? pick(random, [
        [2, 22],
        [2, 23],
        [1, 0],
        [1, 2],
      ])
    : 9 + Math.floor(random() * 12)
  const known = (value: Tie, part: number): Tie | null => (random() < part ? value : null)
  const tie =
    kind === 'family'
      ? known('family', 0.85)
      : kind === 'neighbour'
        ? known('neighbour', 0.75)
        : kind === 'former partner'
          ? known('former-partner', 0.4)
          : null
  const context: LookContext = {
    at: atHour(random, hour, random() < 0.15),
    duty: pick<Duty>(random, [
      [6, 'assigned'],
      [34, 'office'],
      [60, 'none'],
    ]),
    tie,
    guard: kind === 'famous' && random() < 0.85 ? 'public-figure' : null,
    peopleLastHour: kind === 'list' ? 30 + count(random, 60) : count(random, 5),
    idleDays: kind === 'former partner' ? 1 + count(random, 4) : random() < 0.2 ? 1 + count(random, 1) : 0,
    officialsAtPerson: kind === 'famous' ? 3 + count(random, 8) : 1 + count(random, 0.5),
    refusals: random() < 0.25 ? 1 + count(random, 1) : 0,
    usualHours: hoursOf(random, false),
  }
  return { context, isAbuse: true, kind }
}
