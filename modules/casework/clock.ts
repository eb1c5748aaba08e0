/** 처리기간: until when, read anew from what happened each time. Nothing here is stored; `due_at` of the list is a copy. */
import type { ServiceDefinition, WorkflowState } from '@dpg/definitions'
import {
  asProclaimed,
  type Calendar,
  type Day,
  dayFromIso,
  dayOfInstant,
  type EpochMs,
  instantAt,
  isoFromDay,
  KOREA,
  nextWorkingDay,
  type Pause,
  period,
  processingDue,
  workingTimeDue,
} from '@dpg/period'
import { amountsOf, type Amounts, plus, times } from './duration.ts'

/** One thing that happened: when, the state afterwards, and whether it extended the period. */
export interface Moment {
  readonly at: EpochMs
  readonly state: string
  readonly extends: boolean
  /** The agency cannot go on, whatever the state: somebody else's consent is awaited. */
  readonly isHeld?: boolean
}

export interface Reading {
  readonly state: 'running' | 'paused' | 'stopped' | 'none'
  /** Null while paused, and where there is no period. */
  readonly dueAt: EpochMs | null
  /** The state in which it stands still. */
  readonly pausedIn: WorkflowState | null
  /** It stands still for want of somebody's consent. */
  readonly isHeld: boolean
  readonly startsAt: EpochMs | null
  readonly isOverdue: boolean
  readonly extensions: number
}

type Timed = Pick<ServiceDefinition, 'clock' | 'work' | 'windows'>
type ClockSpec = NonNullable<ServiceDefinition['clock']>

/** 즉시: within three working hours (민원 처리에 관한 법률 시행령 제19조). */
const IMMEDIATE: Amounts = { months: 0, days: 0, minutes: 180 }

/** Reads the clock at `now`. `moments` in order, the submission first. */
export function readClock(definition: Timed, moments: readonly Moment[], now: EpochMs, calendar: Calendar = KOREA): Reading {
  const { clock } = definition
  const last = moments.at(-1)
  if (!clock || !last)
    return { state: 'none', dueAt: null, pausedIn: null, isHeld: false, startsAt: null, isOverdue: false, extensions: 0 }
  const stateOf = (id: string) => definition.work?.states.find((state) => state.id === id)
  const standing = stateOf(last.state)
  const extensions = moments.filter((moment) => moment.extends).length
  const startsAt = startOf(definition, clock, moments)
  const stands = ({ state, isHeld }: Moment) => stateOf(state)?.clock === 'pause' || isHeld === true
  const isPaused = stands(last)
  const isStopped = standing?.clock === 'stop'
  const dueAt = isPaused ? null : dueOf(clock, startsAt, extensions, pausesOf(moments, stands, now), calendar)
  return {
    state: isStopped ? 'stopped' : isPaused ? 'paused' : 'running',
    dueAt,
    pausedIn: standing?.clock === 'pause' ? standing : null,
    isHeld: isPaused && last.isHeld === true,
    startsAt,
    isOverdue: dueAt !== null && (isStopped ? last.at > dueAt : now > dueAt),
    extensions,
  }
}

/** The instants of `warnAt`, counted from the start as the period itself is; for telling officials in time. */
export function warningsOf(definition: Timed, reading: Reading): EpochMs[] {
  const { clock } = definition
  const { startsAt } = reading
  if (!clock || startsAt === null || reading.state !== 'running') return []
  return clock.warnAt.map((text) => instantAt(lastDay(dayOfInstant(startsAt), amountsOf(text)), 9 * 60))
}

/** From receipt; from completeness: when it left the states before review; from an event: the end of the window for applying. */
function startOf({ work, windows }: Timed, clock: ClockSpec, moments: readonly Moment[]): EpochMs {
  const received = moments[0]!.at
  if (clock.startsAt === 'complete') {
    const early = new Set(
      ['gather'].flatMap((id) => work?.actions.filter((a) => a.id === id).flatMap((a) => [...a.from, a.to]) ?? []),
    )
    return moments.find(({ state }) => !early.has(state))?.at ?? received
  }
  if (clock.startsAt === 'receipt') return received
  const day = isoFromDay(dayOfInstant(received))
  const open = windows.find(({ from, to }) => to !== null && (from ?? '') <= day && day <= to)
  return open?.to ? instantAt(dayFromIso(open.to)) : received
}

/** Whole days in which it stood still, the first and the last included (행정절차법 시행령 제11조, 민원처리법 시행령 제20조). */
export function pausesOf(moments: readonly Moment[], isPause: (moment: Moment) => boolean, now: EpochMs): Pause[] {
  const pauses: Pause[] = []
  let since: EpochMs | null = null
  for (const moment of moments) {
    const { at } = moment
    if (isPause(moment)) since ??= at
    else if (since !== null) {
      pauses.push({ from: dayOfInstant(since), to: dayOfInstant(at) })
      since = null
    }
  }
  if (since !== null) pauses.push({ from: dayOfInstant(since), to: dayOfInstant(now) })
  return pauses
}

function dueOf(clock: ClockSpec, startsAt: EpochMs, extensions: number, pauses: readonly Pause[], calendar: Calendar): EpochMs {
  return withinItsDay(asProclaimed((known) => countTo(clock, startsAt, extensions, pauses, known), calendar).value)
}

/** A period of days ends with its last day (민법 제159조): its last millisecond, so that readers are shown that day. */
const withinItsDay = (at: EpochMs): EpochMs => (instantAt(dayOfInstant(at)) === at ? at - 1 : at)

function countTo(clock: ClockSpec, startsAt: EpochMs, extensions: number, pauses: readonly Pause[], calendar: Calendar): EpochMs {
  const base = clock.calendar === 'immediate' ? IMMEDIATE : amountsOf(clock.duration)
  const whole = plus(base, times(clock.extension ? amountsOf(clock.extension.max) : NOTHING, extensions))
  if (clock.calendar === 'immediate' || clock.calendar === 'hours') return inWorkingHours(startsAt, whole, pauses, calendar)
  if (clock.calendar === 'workingDays')
    return processingDue({ receivedAt: startsAt, time: { unit: 'days', amount: whole.days }, pauses, calendar }).at
  if (clock.calendar === 'months')
    return processingDue({ receivedAt: startsAt, time: { unit: 'months', amount: whole.months }, pauses, calendar }).at
  return inCalendarDays(startsAt, whole, pauses, calendar)
}

const NOTHING: Amounts = { months: 0, days: 0, minutes: 0 }

const inWorkingHours = (startsAt: EpochMs, { days, minutes }: Amounts, pauses: readonly Pause[], calendar: Calendar): EpochMs =>
  workingTimeDue({
    start: startsAt,
    minutes: minutes + days * 8 * 60,
    calendar,
    pauses: pauses.map(({ from, to }) => ({ from: instantAt(from), to: instantAt(to, 1440) })),
  })

/** 민법 제157조·제159조·제161조: the day of the event does not count, days off at the end do not end it; paused days put it off. */
function inCalendarDays(startsAt: EpochMs, amounts: Amounts, pauses: readonly Pause[], calendar: Calendar): EpochMs {
  const from = dayOfInstant(startsAt)
  let day = from
  for (let left = lastDay(from, amounts) - from; left > 0; ) {
    day += 1
    if (!pauses.some((pause) => pause.from <= day && day <= pause.to)) left -= 1
  }
  return instantAt(nextWorkingDay(day, calendar), 1440)
}

function lastDay(from: Day, { months, days }: Amounts): Day {
  const afterMonths = months === 0 ? from : period({ from, amount: months, unit: 'months', rule: 'promulgation' }).endDay
  return days === 0 ? afterMonths : period({ from: afterMonths, amount: days, unit: 'days', rule: 'promulgation' }).endDay
}
