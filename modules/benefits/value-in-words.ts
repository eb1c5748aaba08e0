/** What a fact's value is in words: for the person it is about, not for machines. */
import { countryInWords, formatWon, type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { TellingFact } from './engine.ts'

export interface Words {
  readonly lang: Lang
  readonly t: Translate
  /** The full name of a place by its code. */
  readonly area: (code: string) => { readonly fullName: string } | undefined
}

/** Facts whose value is the code of an area: `person.sigungu`, `person.newEupmyeondong`. */
const AREA = /(?:sido|sigungu|eupmyeondong)$/i

/** Facts whose value is the two-letter code of a country. */
const NATIONALITY = /nationality$/i

/** Null stays "none"; a list is its length; a closed value its label; an area its name; a number carries its unit. */
export function valueInWords(fact: TellingFact, value: Json, { lang, t, area }: Words): string {
  if (value === null) return t('benefits.value.none')
  if (typeof value === 'boolean') return t(value ? 'benefits.value.yes' : 'benefits.value.no')
  // What a number of JSON cannot hold exactly comes as text.
  if (typeof value === 'number' || fact.type === 'number') return numberInWords(Number(value), fact.unit, lang, t)
  if (Array.isArray(value)) return t('benefits.value.items', { count: value.length })
  if (typeof value === 'object') return t('benefits.value.known')
  if (fact.type === 'date') return dayInWords(String(value), lang)
  const label = fact.values?.[String(value)]
  if (label) return textIn(label, lang)
  if (NATIONALITY.test(fact.id)) return countryInWords(String(value), lang)
  return (AREA.test(fact.id) && area(String(value))?.fullName) || String(value)
}

export function numberInWords(value: number, unit: TellingFact['unit'], lang: Lang, t: Translate): string {
  if (unit === 'won') return formatWon(Math.round(value), lang)
  const number = new Intl.NumberFormat(lang === 'ko' ? 'ko-KR' : 'en-GB', { maximumFractionDigits: 2 }).format(value)
  return unit === null ? number : t(`benefits.unit.${unit}`, { number })
}

const day = (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
/** Made once; older browsers, where this runs too, have no `Temporal`. */
const DAYS = { ko: day('ko-KR'), en: day('en-GB') }

export function dayInWords(iso: string, lang: Lang): string {
  return DAYS[lang].format(Date.parse(`${iso}T00:00:00Z`))
}
