/** Durations: from text, as text, exact to the nanosecond. */
import { Decimal } from '../numbers.ts'
import { Months, Seconds } from '../values.ts'
import { NANOS } from './clock-times.ts'

/** A duration of so many months; undefined where it is too long to be counted exactly. */
export const monthsOf = (months: number): Months | undefined =>
  Math.abs(months) <= Number.MAX_SAFE_INTEGER ? new Months(months || 0) : undefined

/** A duration of seconds and nanoseconds of any sign; undefined where it is too long to be counted exactly. */
export function secondsOf(seconds: number, nanos = 0): Seconds | undefined {
  const carry = Math.floor(nanos / NANOS)
  const whole = seconds + carry
  return Math.abs(whole) <= Number.MAX_SAFE_INTEGER ? new Seconds(whole || 0, nanos - carry * NANOS) : undefined
}

export const decimalOf = ({ seconds, nanos }: Seconds): Decimal => new Decimal(nanos).div(NANOS).plus(seconds)

/** The duration nearest to a number of seconds. */
export function fromDecimal(seconds: Decimal): Seconds | undefined {
  if (!seconds.isFinite() || seconds.abs().gt(Number.MAX_SAFE_INTEGER)) return undefined
  const whole = seconds.floor()
  return secondsOf(whole.toNumber(), seconds.minus(whole).times(NANOS).round().toNumber())
}

export const negated = ({ seconds, nanos }: Seconds): Seconds => secondsOf(-seconds, -nanos)!

const DURATION = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/

/** `P1Y2M` or `P3DT4H`; undefined for anything else (years and days do not mix). */
export function parseDuration(text: string): Months | Seconds | undefined {
  const parts = DURATION.exec(text)
  if (!parts || /[PT]$/.test(text)) return undefined
  const [years, months, days, hours, minutes, seconds] = parts
    .slice(2, 8)
    .map((part) => (part === undefined ? undefined : Number(part)))
  const sign = parts[1] === '-' ? -1 : 1
  const isMonths = years !== undefined || months !== undefined
  const isSeconds = [days, hours, minutes, seconds].some((part) => part !== undefined)
  if (isMonths === isSeconds) return undefined
  if (isMonths) return monthsOf(sign * ((years ?? 0) * 12 + (months ?? 0)))
  const whole = (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)
  return secondsOf(sign * whole, sign * Number((parts[8] ?? '').slice(0, 9).padEnd(9, '0')))
}

export function monthsText({ months: total }: Months): string {
  const months = Math.abs(total)
  const years = Math.floor(months / 12)
  const rest = months % 12
  const text = (years ? `${years}Y` : '') + (rest || !years ? `${rest}M` : '')
  return `${total < 0 ? '-' : ''}P${text}`
}

export function secondsText(duration: Seconds): string {
  const isBelow = duration.seconds < 0
  const { seconds: all, nanos } = isBelow ? negated(duration) : duration
  if (all === 0 && nanos === 0) return 'PT0S'
  const days = Math.floor(all / 86_400)
  const h = Math.floor((all % 86_400) / 3600)
  const m = Math.floor((all % 3600) / 60)
  const s = all % 60
  const fraction = nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`
  const time = (h ? `${h}H` : '') + (m ? `${m}M` : '') + (s || fraction ? `${s}${fraction}S` : '')
  return `${isBelow ? '-' : ''}P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`
}
