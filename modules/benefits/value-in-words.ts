/** What a fact's value is in words: for the person it is about, not for machines. */
import type { FactDefinition } from '@dpg/definitions'
import type { Directory } from '@dpg/directory/contract'
import { countryInWords, formatWon, type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'

export interface Words {
  readonly lang: Lang
  readonly t: Translate
  readonly area: Directory['area']
}

/** Facts whose value is the code of an area: `person.sigungu`, `person.newEupmyeondong`. */
const AREA = /(?:sido|sigungu|eupmyeondong)$/i

/** Facts whose value is the two-letter code of a country. */
const NATIONALITY = /nationality$/i

/** Null stays "none"; a list is its length; a closed value its label; an area its name; a number carries its unit. */
export function valueInWords(fact: FactDefinition, value: Json, { lang, t, area }: Words): string {
  if (value === null) return t('benefits.value.none')
  if (typeof value === 'boolean') return t(value ? 'benefits.value.yes' : 'benefits.value.no')
  if (typeof value === 'number') return numberInWords(value, fact.unit, lang, t)
  if (Array.isArray(value)) return t('benefits.value.items', { count: value.length })
  if (typeof value === 'object') return t('benefits.value.known')
  if (fact.type === 'date') return dayInWords(String(value), lang)
  const label = fact.values?.[String(value)]
  if (label) return textIn(label, lang)
  if (NATIONALITY.test(fact.id)) return countryInWords(String(value), lang)
  return (AREA.test(fact.id) && area(String(value))?.fullName) || String(value)
}

export function numberInWords(value: number, unit: FactDefinition['unit'], lang: Lang, t: Translate): string {
  if (unit === 'won') return formatWon(Math.round(value), lang)
  const number = new Intl.NumberFormat(lang === 'ko' ? 'ko-KR' : 'en-GB', { maximumFractionDigits: 2 }).format(value)
  return unit === null ? number : t(`benefits.unit.${unit}`, { number })
}

export function dayInWords(iso: string, lang: Lang): string {
  const day = Temporal.PlainDate.from(iso)
  return day.toLocaleString(lang === 'ko' ? 'ko-KR' : 'en-GB', { dateStyle: 'long' })
}
