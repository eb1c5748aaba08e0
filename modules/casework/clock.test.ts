import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServiceDefinition } from '@dpg/definitions'
import { BASIC_PENSION, EXTRACT, realPack, serviceIn } from './testing/pack.ts'
import { type Moment, readClock, warningsOf } from './clock.ts'

const pack = realPack()
const pension = serviceIn(pack, BASIC_PENSION)
const extract = serviceIn(pack, EXTRACT)
const ms = (iso: string) => Temporal.ZonedDateTime.from(`${iso}[Asia/Seoul]`).epochMilliseconds
const seoul = (at: number | null) =>
  at === null
    ? null
    : Temporal.Instant.fromEpochMilliseconds(at)
        .toZonedDateTimeISO('Asia/Seoul')
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' })
const moment = (iso: string, state: string, more: Partial<Moment> = {}): Moment => ({
  at: ms(iso),
  state,
  extends: false,
  ...more,
})
const withClock = (clock: Partial<NonNullable<ServiceDefinition['clock']>>) => ({
  ...pension,
  clock: { ...pension.clock!, ...clock },
})

test('"30일"은 신청한 다음 날부터 세고, 마지막 날이 쉬는 날이면 다음 근무일까지다', () => {
  const reading = readClock(pension, [moment('2026-11-25T10:00', 'submitted')], ms('2026-11-26T09:00'))
  // 2026-12-25 is Christmas, a Friday; the 28th is the next working day.
  assert.deepEqual([reading.state, seoul(reading.dueAt)], ['running', '2026-12-28T23:59'])
})

test('보완하는 동안에는 멈추고, 보낸 날과 받은 날까지 뺀 만큼 늦춰진다', () => {
  const asked = [moment('2026-11-02T10:00', 'submitted'), moment('2026-11-04T10:00', 'supplement')]
  const paused = readClock(pension, asked, ms('2026-11-08T09:00'))
  assert.deepEqual([paused.state, paused.dueAt, paused.pausedIn?.id, paused.isOverdue], ['paused', null, 'supplement', false])
  const supplied = [...asked, moment('2026-11-10T15:00', 'review')]
  const running = readClock(pension, supplied, ms('2026-11-11T09:00'))
  // 30 days from 3 November without the seven from the 4th to the 10th: 9 December.
  assert.deepEqual([running.state, seoul(running.dueAt)], ['running', '2026-12-09T23:59'])
})

test('연장은 법이 정한 만큼 뒤로 미룬다', () => {
  const moments = [moment('2026-09-01T10:00', 'submitted'), moment('2026-09-20T10:00', 'review', { extends: true })]
  const reading = readClock(pension, moments, ms('2026-09-21T09:00'))
  assert.equal(reading.extensions, 1)
  assert.equal(seoul(reading.dueAt), '2026-11-02T23:59') // 60 days end on Saturday 31 October
})

test('즉시는 근무시간으로 세 시간: 금요일 저녁에 낸 것은 월요일 낮까지다', () => {
  const reading = readClock(extract, [moment('2026-11-27T20:00', 'submitted')], ms('2026-11-28T09:00'))
  assert.equal(seoul(reading.dueAt), '2026-11-30T12:00')
  assert.equal(
    seoul(readClock(extract, [moment('2026-11-25T10:30', 'submitted')], ms('2026-11-25T10:31')).dueAt),
    '2026-11-25T14:30',
  )
})

test('공휴일은 근무일이 아니다: 한글날과 주말을 건너뛴다', () => {
  const five = withClock({ duration: 'P5D', calendar: 'workingDays' })
  // 2026-10-09 is Hangeul Day, a Friday: 40 hours from Thursday 09:00 end on Thursday 18:00 a week later.
  assert.equal(
    seoul(readClock(five, [moment('2026-10-08T09:00', 'submitted')], ms('2026-10-08T10:00')).dueAt),
    '2026-10-15T18:00',
  )
  const seven = withClock({ duration: 'P7D', calendar: 'workingDays' })
  assert.equal(
    seoul(readClock(seven, [moment('2026-10-08T09:00', 'submitted')], ms('2026-10-08T10:00')).dueAt),
    '2026-10-19T23:59',
  )
  const months = withClock({ duration: 'P3M', calendar: 'months' })
  assert.equal(
    seoul(readClock(months, [moment('2026-08-03T09:00', 'submitted')], ms('2026-08-03T10:00')).dueAt),
    '2026-11-02T23:59',
  )
})

test('끝난 것의 시계는 멈추고, 늦게 끝났으면 그렇게 남는다', () => {
  const inTime = [moment('2026-11-02T10:00', 'submitted'), moment('2026-11-20T10:00', 'granted')]
  assert.deepEqual(
    [readClock(pension, inTime, ms('2027-11-01T00:00')).state, readClock(pension, inTime, ms('2027-11-01T00:00')).isOverdue],
    ['stopped', false],
  )
  const late = [moment('2026-09-01T10:00', 'submitted'), moment('2026-11-20T10:00', 'granted')]
  assert.equal(readClock(pension, late, ms('2026-11-21T00:00')).isOverdue, true)
})

test('기간이 지났는지, 언제 미리 알려야 하는지 안다', () => {
  const moments = [moment('2026-09-01T10:00', 'submitted')]
  const reading = readClock(pension, moments, ms('2026-10-09T00:00'))
  assert.equal(reading.isOverdue, true)
  assert.deepEqual(warningsOf(pension, reading).map(seoul), ['2026-09-21T09:00', '2026-09-28T09:00'])
  assert.equal(readClock({ ...pension, clock: null }, moments, ms('2026-10-09T00:00')).state, 'none')
})

test('아직 정해지지 않은 해의 공휴일 때문에 서지 않는다', () => {
  const reading = readClock(pension, [moment('2027-12-20T10:00', 'submitted')], ms('2027-12-21T09:00'))
  assert.equal(seoul(reading.dueAt), '2028-01-19T23:59')
})

test('사건부터 세는 기간은 신청 기간의 끝부터 센다', () => {
  const seasonal = {
    ...withClock({ duration: 'P3M', calendar: 'months', startsAt: 'event' }),
    windows: [{ kind: 'dates' as const, from: '2026-05-01', to: '2026-05-31', note: null }],
  }
  const reading = readClock(seasonal, [moment('2026-05-04T10:00', 'submitted')], ms('2026-05-05T09:00'))
  assert.equal(seoul(reading.startsAt), '2026-05-31T00:00')
})
