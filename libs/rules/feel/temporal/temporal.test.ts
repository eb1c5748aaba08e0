import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { DateTime, type Known, order, Seconds, Time, type Value, valueText } from '../values.ts'
import { parseNumber } from '../numbers.ts'
import { minus, plus, times } from './arithmetic.ts'
import { dateTimeText, offsetOf, parseDateTime, parseTime } from './clock-times.ts'
import { parseDuration, secondsOf, secondsText } from './durations.ts'
import { parseTemporal } from './literal.ts'
import { temporalPart } from './parts.ts'
import { isZone, offsetAt } from './zones.ts'

const at = (text: string) => parseTemporal(text)!
const shown = (value: Value) => (value === undefined ? undefined : valueText(value))

/** a, operation, b, result; undefined has no meaning. */
const RESULTS: readonly (readonly [string, '+' | '-', string, string | undefined])[] = [
  ['2026-01-31', '+', 'P1M', '2026-02-28'],
  ['2026-03-01', '+', 'PT36H', '2026-03-02'],
  ['2026-03-01', '-', 'PT1H', '2026-02-28'],
  ['10:30:00', '+', 'P1DT14H', '00:30:00'],
  ['00:00:00.5+09:00', '-', 'PT1S', '23:59:59.5+09:00'],
  ['2026-03-29T01:30:00@Europe/Paris', '+', 'PT1H', '2026-03-29T03:30:00@Europe/Paris'],
  ['2026-10-25T02:30:00@Europe/Paris', '+', 'P1D', '2026-10-26T01:30:00@Europe/Paris'],
  ['2026-10-25T02:30:00@Europe/Paris', '+', 'P1M', '2026-11-25T02:30:00@Europe/Paris'],
  ['2026-03-01T00:00:00Z', '-', '2026-03-01', 'PT0S'],
  ['2026-03-01T09:00:00@Asia/Seoul', '-', '2026-03-01T00:00:00Z', 'PT0S'],
  ['2026-03-01T09:00:00', '-', '2026-03-01T00:00:00Z', undefined],
  ['10:00:00', '-', '09:00:00Z', undefined],
  ['999999999-12-31', '+', 'P1D', undefined],
  ['P1Y', '+', 'P1D', undefined],
  ['P1D', '-', 'PT0.000000001S', 'PT23H59M59.999999999S'],
]
for (const [a, op, b, expected] of RESULTS)
  test(`${a} ${op} ${b} is ${expected ?? 'without meaning'}`, () => {
    assert.equal(shown((op === '+' ? plus : minus)(at(a), at(b))), expected)
  })

test('a product of a duration is exact; months are cut towards zero', () => {
  assert.equal(shown(times(at('P1Y11M'), parseNumber('-2.5')!)), '-P4Y9M')
  assert.equal(shown(times(at('P1D'), 3)), 'P3D')
  assert.equal(shown(times(at('-PT0.1S'), 3)), '-PT0.3S')
})

test('times and dates with times come back as they were written', () => {
  const texts = ['2026-03-01T10:30:00', '-2021-01-01T10:10:10.000000001+11:00', '999999999-12-31T23:59:59.999999999@Europe/Paris']
  for (const text of texts) assert.equal(dateTimeText(parseDateTime(text)!), text)
  assert.equal(dateTimeText(parseDateTime('2026-03-01T24:00:00')!), '2026-03-02T00:00:00')
  for (const text of ['10:30:00', '00:00:00Z', '23:59:59-02:45:55', '11:22:33.123456789@Asia/Dhaka'])
    assert.equal(valueText(parseTime(text)!), text)
})

test('times that do not exist are refused', () => {
  for (const text of [
    '24:00:01',
    '7:00:00',
    '10:60:00',
    '10:00:00+19:00',
    '10:00:00@Nowhere/Land',
    '10:00:00Z@Asia/Seoul',
    'T10:00:00',
  ])
    assert.equal(parseTime(text), undefined, text)
})

test('a duration survives the way to its text and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 999_999_999 }), (seconds, nanos) => {
      const duration = secondsOf(seconds, nanos)!
      const back = parseDuration(secondsText(duration))
      assert.ok(back instanceof Seconds && back.seconds === seconds && back.nanos === nanos, secondsText(duration))
    }),
  )
})

test('what is added is what lies between, in any zone', () => {
  const zones = fc.constantFrom(undefined, 'Europe/Paris', 'Asia/Seoul', 'America/New_York', 'Australia/Lord_Howe')
  fc.assert(
    fc.property(
      fc.integer({ min: -40_000, max: 60_000 }),
      fc.integer({ min: 0, max: 86_399 }),
      zones,
      fc.integer(),
      (days, s, zone, by) => {
        const start = new DateTime(days, s * 1e9, zone === undefined ? 0 : undefined, zone)
        const from = plus(plus(start, secondsOf(0)!) as Known, secondsOf(0)!) as DateTime
        const end = plus(from, secondsOf(by)!) as DateTime
        const between = minus(end, from)
        // An hour that a clock shows twice is the first of the two, so going there loses up to an hour.
        const lost = between instanceof Seconds ? Math.abs(between.seconds - by) : Number.NaN
        assert.ok(lost === 0 || (zone !== undefined && lost <= 3600), `${valueText(from)} + ${by}s = ${valueText(end)}`)
      },
    ),
  )
})

test('a zone is as far from UTC as the platform says, in any year', () => {
  assert.ok(isZone('Asia/Seoul') && !isZone('xyz/abc') && !isZone('+09:00'))
  const HOUR = 3600
  assert.equal(offsetAt('Europe/Paris', 20_513, 0), HOUR)
  assert.equal(offsetAt('Europe/Paris', 20_605, 0), 2 * HOUR)
  assert.equal(offsetAt('Europe/Paris', 365_000_000_000, 0) % HOUR, 0)
  assert.equal(offsetAt('Asia/Seoul', -2_000_000, 0), offsetAt('Asia/Seoul', -300_000, 0))
})

test('times are compared to the second, and only with what stands on the same line of time', () => {
  assert.equal(order(at('10:00:00.1'), at('10:00:00.2')), 0)
  assert.equal(order(at('10:00:00'), at('10:00:00Z')), undefined)
  assert.equal(order(at('2018-10-08T00:00:00+02:00'), at('2018-10-08T00:00:00@Europe/Paris')), 0)
  assert.ok(order(at('2026-03-01T10:00:00'), at('2026-03-01T10:00:01'))! < 0)
})

test('parts are read by their names', () => {
  const value = parseDateTime('2018-12-10T10:30:01.5@Asia/Seoul')!
  const parts = ['year', 'month', 'day', 'weekday', 'hour', 'minute', 'second', 'timezone', 'days'].map((name) =>
    temporalPart(value, name),
  )
  assert.deepEqual(parts, [2018, 12, 10, 1, 10, 30, 1, 'Asia/Seoul', null])
  assert.equal(shown(temporalPart(value, 'time offset')), 'PT9H')
  assert.equal(temporalPart(new Time(0, undefined, undefined), 'time offset'), null)
  assert.equal(temporalPart(secondsOf(-90_061)!, 'hours'), -1)
  assert.equal(offsetOf(new Time(0, undefined, 'Europe/Paris')), 3600)
})
