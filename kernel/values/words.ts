/** Values in words: what a person reads instead of `true`, `2500000` or `1111010100`. Runs in browsers, also where there is no `Temporal`. */
import { countryInWords } from '../country.ts'
import { fill, type Lang, type Messages, type Text, textIn } from '../texts.ts'
import { formatWon } from '../won.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }

/** The part of a fact's definition that says how its values are read. */
export interface Readable {
  readonly id: string
  readonly type: string
  readonly unit: string | null
  readonly values: Readonly<Record<string, Text>> | null
}

export interface ReadingBy {
  readonly lang: Lang
  /** The full name of a place by its code. */
  readonly area: (code: string) => { readonly fullName: string } | undefined
}

const WORDS: Readonly<Record<Lang, Messages>> = { ko, en }

/** A fact that is the code of an area: `person.sigungu`, `person.newEupmyeondong`. */
export const isAreaFact = ({ id, type, values }: Pick<Readable, 'id' | 'type' | 'values'>): boolean =>
  type === 'string' && values === null && /(?:sido|sigungu|eupmyeondong)$/i.test(id)

/** A fact that is the two-letter code of a country: `person.nationality`. */
const isCountryFact = ({ id, type, values }: Readable): boolean =>
  type === 'string' && values === null && /nationality$/i.test(id)

/** A closed value by its label, a place and a country by their name, a day as a date, a number with its unit. */
export function scalarInWords(fact: Readable, value: boolean | number | string, { lang, area }: ReadingBy): string {
  if (typeof value === 'boolean') return WORDS[lang][value ? 'value.yes' : 'value.no']!
  if (typeof value === 'number') return numberInWords(value, fact.unit, lang)
  // What a number of JSON cannot hold exactly comes as text.
  if (fact.type === 'number' && value !== '' && Number.isFinite(Number(value)))
    return numberInWords(Number(value), fact.unit, lang)
  const label = fact.values?.[value]
  if (label) return textIn(label, lang)
  if (isAreaFact(fact)) return area(value)?.fullName ?? value
  if (isCountryFact(fact)) return countryInWords(value, lang)
  return fact.type === 'date' || ISO_DAY.test(value) ? dayInWords(value, lang) : value
}

/** `10,000원`, `65세`, `50%`; without a unit the number alone. */
export function numberInWords(value: number, unit: string | null, lang: Lang): string {
  if (unit === 'won') return formatWon(Math.round(value), lang)
  const number = NUMBERS[lang].format(value)
  return unit === null ? number : fill(WORDS[lang][`value.unit.${unit}`] ?? '{number}', { number })
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/
const number = (locale: string) => new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
const day = (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
const NUMBERS = { ko: number('ko-KR'), en: number('en-GB') }
const DAYS = { ko: day('ko-KR'), en: day('en-GB') }

/** `2026년 11월 25일` of an ISO day; the text itself when it is none. */
export function dayInWords(iso: string, lang: Lang): string {
  const at = ISO_DAY.test(iso) ? new Date(`${iso}T00:00:00Z`) : undefined
  // 30 February would quietly become 2 March.
  return at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? DAYS[lang].format(at) : iso
}
