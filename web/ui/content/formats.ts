/** Money, days and sizes in the reader's language, in Korean time. */
import type { Lang } from '@dpg/kernel'

const LOCALES = { ko: 'ko-KR', en: 'en-GB' } as const
const SEOUL = 'Asia/Seoul'

const each = <T>(make: (locale: string) => T): Record<Lang, T> => ({ ko: make(LOCALES.ko), en: make(LOCALES.en) })
const days = (options: Intl.DateTimeFormatOptions) =>
  each((locale) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }))

/** Made once: a formatter costs more than a page. */
const NUMBER = each((locale) => new Intl.NumberFormat(locale))
const DAY = days({ year: 'numeric', month: 'long', day: 'numeric' })
const SHORT_DAY = days({ month: 'long', day: 'numeric' })
const WEEKDAY = days({ weekday: 'short' })
const TIME = each((locale) => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: SEOUL }))

export type Day = Temporal.PlainDate | string
export type Moment = Temporal.Instant | string

export const formatNumber = (value: number | bigint, lang: Lang): string => NUMBER[lang].format(value)

/** `1,234,560원`, `KRW 1,234,560`. */
export const formatMoney = (won: number | bigint, lang: Lang): string =>
  lang === 'ko' ? `${NUMBER.ko.format(won)}원` : `KRW ${NUMBER.en.format(won)}`

/** A day (`2026-11-24`) as `2026년 11월 24일`; `short` leaves out the year, `weekday` adds (화). */
export function formatDate(day: Day, lang: Lang, style: { readonly short?: boolean; readonly weekday?: boolean } = {}): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  const text = (style.short ? SHORT_DAY : DAY)[lang].format(at)
  if (!style.weekday) return text
  return lang === 'ko' ? `${text}(${WEEKDAY.ko.format(at)})` : `${WEEKDAY.en.format(at)} ${text}`
}

/** The day in Seoul of a moment. */
export const dayOf = (moment: Moment): Temporal.PlainDate => Temporal.Instant.from(moment).toZonedDateTimeISO(SEOUL).toPlainDate()

/** A moment as `2026년 11월 24일 오후 3:05`, in Korean time. */
export function formatDateTime(moment: Moment, lang: Lang, style: { readonly short?: boolean } = {}): string {
  const instant = Temporal.Instant.from(moment)
  return `${formatDate(dayOf(instant), lang, style)} ${TIME[lang].format(instant.epochMilliseconds)}`
}

/** `340 KB`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
