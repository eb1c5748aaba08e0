/** What is unusual about one look of an official at a person, as numbers from 0 to 1. Pure: history comes in as counts. */

import type { Guard, Look, Tie } from '../contract.ts'

export type Duty = Look['duty']

export interface LookContext {
  /** ISO instant. */
  readonly at: string
  readonly duty: Duty
  readonly tie: Tie | null
  readonly guard: Guard | null
  /** Different people this official looked at in the hour before, this one not counted. */
  readonly peopleLastHour: number
  /** Days of the last 14 on which the official looked at this person and did nothing. */
  readonly idleDays: number
  /** Different officials who looked at this person in the last 24 hours. */
  readonly officialsAtPerson: number
  /** Looks of this official that were refused in the last 24 hours. */
  readonly refusals: number
  /** Looks of this official in the last 30 days by hour of the day in Korea: 24 numbers. */
  readonly usualHours: readonly number[]
}

export const SIGNALS = [
  'self',
  'family',
  'neighbour',
  'acquaintance',
  'publicFigure',
  'protected',
  'noDuty',
  'notMine',
  'night',
  'unusualHour',
  'bulk',
  'idleRepeat',
  'crowd',
  'refusedBefore',
] as const
export type Signal = (typeof SIGNALS)[number]
export type Signals = Readonly<Record<Signal, number>>

const HOUR_MS = 3_600_000
const KOREA_MS = 9 * HOUR_MS

/** Hour of the day and day of the week (0: Sunday) in Korea. */
export function koreanTime(at: string): { readonly hour: number; readonly day: number } {
  const time = new Date(Date.parse(at) + KOREA_MS)
  return { hour: time.getUTCHours(), day: time.getUTCDay() }
}

export function signalsOf(look: LookContext): Signals {
  const { hour, day } = koreanTime(look.at)
  const isNight = hour >= 22 || hour < 6
  const isWeekend = day === 0 || day === 6
  const is = (yes: boolean) => (yes ? 1 : 0)
  return {
    self: is(look.tie === 'self'),
    family: is(look.tie === 'family'),
    neighbour: is(look.tie === 'neighbour'),
    acquaintance: is(look.tie === 'colleague' || look.tie === 'former-partner'),
    publicFigure: is(look.guard === 'public-figure'),
    protected: is(look.guard === 'protected'),
    noDuty: is(look.duty === 'none'),
    notMine: is(look.duty === 'office'),
    night: isNight ? 1 : isWeekend ? 0.5 : 0,
    unusualHour: unusual(look.usualHours, hour),
    bulk: ramp(look.peopleLastHour, 25, 60),
    idleRepeat: ramp(look.idleDays, 2, 6),
    crowd: ramp(look.officialsAtPerson, 4, 12),
    refusedBefore: ramp(look.refusals, 0, 3),
  }
}

/** 0 up to `from`, 1 from `to` on. */
const ramp = (n: number, from: number, to: number): number => Math.min(1, Math.max(0, (n - from) / (to - from)))

const ENOUGH = 30
/** How rarely this official looks at that hour; 0 until their habits are known. */
function unusual(hours: readonly number[], hour: number): number {
  const all = hours.reduce((sum, n) => sum + n, 0)
  if (all < ENOUGH) return 0
  const near = (hours[hour] ?? 0) + (hours[(hour + 1) % 24] ?? 0) + (hours[(hour + 23) % 24] ?? 0)
  return 1 - Math.min(1, near / all / 0.06)
}
