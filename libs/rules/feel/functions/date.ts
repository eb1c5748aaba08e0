/** Dates, times and durations (DMN 1.5, 10.3.4.1, .7 and .8). */
import { civil, dayOf, isoWeek, monthsBetween, parseDay, weekday } from '../dates.ts'
import { Decimal, isNum } from '../numbers.ts'
import { DAY_NANOS, isOffset, midnight, NANOS, parseDateTime, parseTime } from '../temporal/clock-times.ts'
import { parseDuration } from '../temporal/durations.ts'
import { DateTime, Day, Months, Seconds, Time, type Value } from '../values.ts'
import { type Fn, fn, type Functions } from './function.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** The day of a date, with or without a time. */
const dayIn = (value: Value): number | undefined => (value instanceof Day || value instanceof DateTime ? value.days : undefined)

const dayFrom = (days: number | undefined): Value => (days === undefined ? null : new Day(days))

/** A day from its text or parts; null when there is no such day. */
function date(args: readonly Value[]): Value {
  const [first, month, day] = args
  if (args.length === 1) return dayFrom(typeof first === 'string' ? parseDay(first) : dayIn(first))
  if (typeof first !== 'number' || typeof month !== 'number' || typeof day !== 'number') return null
  return dayFrom(dayOf(first, month, day))
}

function time(args: readonly Value[]): Value {
  const [first, minute, second, offset] = args
  if (args.length === 1) return timeFrom(first)
  const hasOffset = offset !== undefined && offset !== null
  if (hasOffset && !(offset instanceof Seconds && isOffset(offset.seconds))) return null
  if (!isWithin(first, 24) || !isWithin(minute, 60) || !isNum(second)) return null
  const nanos = new Decimal(second).times(NANOS).trunc().toNumber()
  if (nanos < 0 || nanos >= 60 * NANOS) return null
  return new Time((first * 3600 + minute * 60) * NANOS + nanos, hasOffset ? offset.seconds : undefined, undefined)
}

const isWithin = (value: Value, end: number): value is number => typeof value === 'number' && value >= 0 && value < end

function timeFrom(from: Value): Value {
  if (typeof from === 'string') return parseTime(from) ?? null
  if (from instanceof Time) return from
  const at = from instanceof Day ? midnight(from) : from
  return at instanceof DateTime ? new Time(at.nanos % DAY_NANOS, at.offset, at.zone) : null
}

function dateAndTime(args: readonly Value[]): Value {
  const [first, second] = args
  if (args.length === 1) {
    if (typeof first === 'string') return parseDateTime(first) ?? null
    return first instanceof Day ? midnight(first) : first instanceof DateTime ? first : null
  }
  const days = dayIn(first)
  return days === undefined || !(second instanceof Time) ? null : new DateTime(days, second.nanos, second.offset, second.zone)
}

/** FEEL's years and months duration: whole months by the number of the day, towards zero; times of the day do not count. */
function between(from: Value, to: Value): Value {
  const [start, end] = [dayIn(from), dayIn(to)]
  return start === undefined || end === undefined ? null : new Months(monthsBetween(start, end))
}

function duration(from: Value): Value {
  if (from instanceof Months || from instanceof Seconds) return from
  return typeof from === 'string' ? parseDuration(from) : null
}

function ofDay(gives: 'number' | 'string', run: (days: number) => Value): Fn {
  return fn('date', gives, ([at]) => {
    const days = dayIn(at)
    return days === undefined ? null : run(days)
  })
}

/** Called with parts, or with one value to convert. */
function orFrom(made: Fn): Fn {
  return { ...made, forms: [made, fn('from', made.gives, made.run)], min: 1 }
}

export const dates: Functions = {
  date: orFrom(fn('year, month, day', 'date', date)),
  time: orFrom(fn('hour, minute, second, offset?', 'time', time)),
  'date and time': orFrom(fn('date, time', 'date and time', dateAndTime)),
  duration: fn('from', 'any', ([from]) => duration(from)),
  'years and months duration': fn('from, to', 'months', ([from, to]) => between(from, to)),
  today: { ...fn('', 'date', (_args, today) => new Day(today)), readsToday: true },
  now: { ...fn('', 'date and time', (_args, today, now) => now ?? midnight(new Day(today))), readsToday: true },
  'day of week': ofDay('string', (days) => WEEKDAYS[weekday(days) - 1]),
  'day of year': ofDay('number', (days) => days - dayOf(civil(days).year, 1, 1)! + 1),
  'month of year': ofDay('string', (days) => MONTHS[civil(days).month - 1]),
  'week of year': ofDay('number', isoWeek),
}
