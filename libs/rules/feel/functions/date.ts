/** Dates and durations (DMN 1.5, 10.3.4.1, .7 and .8). */
import { civil, dayOf, isoWeek, monthsBetween, parseDay, weekday } from '../dates.ts'
import { Day, Months, parseDuration, type Value } from '../values.ts'
import { type Fn, fn, type Functions } from './function.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** A day from its text or parts; null when there is no such day. */
function date(args: readonly Value[]): Value {
  const [first, month, day] = args
  if (args.length === 1) {
    if (first instanceof Day) return first
    const days = typeof first === 'string' ? parseDay(first) : undefined
    return days === undefined ? null : new Day(days)
  }
  if (typeof first !== 'number' || typeof month !== 'number' || typeof day !== 'number') return null
  const days = dayOf(first, month, day)
  return days === undefined ? null : new Day(days)
}

/** FEEL's years and months duration: whole months by the number of the day, towards zero. */
const between = (from: Value, to: Value): Value =>
  from instanceof Day && to instanceof Day ? new Months(monthsBetween(from.days, to.days)) : null

const ofDay = (gives: 'number' | 'string', run: (days: number) => Value): Fn =>
  fn('date', gives, ([day]) => (day instanceof Day ? run(day.days) : null), ['date'])

export const dates: Functions = {
  date: { ...fn('year, month, day', 'date', date), min: 1 },
  duration: fn('from', 'any', ([from]) => (typeof from === 'string' ? parseDuration(from) : null), ['string']),
  'years and months duration': fn('from, to', 'months', ([from, to]) => between(from, to), ['date', 'date']),
  today: { ...fn('', 'date', (_args, today) => new Day(today)), readsToday: true },
  'day of week': ofDay('string', (days) => WEEKDAYS[weekday(days) - 1]),
  'day of year': ofDay('number', (days) => days - dayOf(civil(days).year, 1, 1)! + 1),
  'month of year': ofDay('string', (days) => MONTHS[civil(days).month - 1]),
  'week of year': ofDay('number', isoWeek),
}
