/** Values in words: what a person reads instead of `true`, `2500000` or `1111010100`; days and moments in Korea. */
import type { FactDefinition } from '@dpg/definitions'
import type { Directory } from '@dpg/directory/contract'
import { type Lang, scalarInWords, SEOUL, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'

export { dayInWords, isAreaFact as isArea } from '@dpg/kernel'

export interface Wording {
  readonly lang: Lang
  readonly t: Translate
  readonly area: Directory['area']
}

type Described = Pick<FactDefinition, 'id' | 'type' | 'unit' | 'values' | 'fields'>
type Fields = NonNullable<FactDefinition['fields']>

/** `10,000원`, `예`, `서울특별시 종로구`; null where there is nothing to say. */
export function inWords(fact: Described, value: Json, wording: Wording): string | null {
  if (value === null) return null
  if (Array.isArray(value))
    return value.length === 0
      ? wording.t('casework.nobody')
      : value.map((item) => oneOf(item, fact.values, fact.fields, wording)).join(', ')
  if (typeof value === 'object') return contextInWords(value as Readonly<Record<string, Json>>, fact.fields, wording)
  return scalarInWords(fact, value as boolean | number | string, wording)
}

function oneOf(item: Json, values: Described['values'], fields: Described['fields'], wording: Wording): string {
  if (typeof item === 'string') return values?.[item] ? textIn(values[item], wording.lang) : item
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return String(item)
  const person = item as Readonly<Record<string, Json>>
  const name = person['name']
  const relation = person['relation']
  const label = typeof relation === 'string' ? fields?.['relation']?.values?.[relation] : undefined
  if (typeof name === 'string') return label ? `${name} (${textIn(label, wording.lang)})` : name
  return contextInWords(person, fields, wording)
}

const contextInWords = (value: Readonly<Record<string, Json>>, fields: Fields | null, wording: Wording): string =>
  Object.entries(value)
    .flatMap(([name, part]) => fieldInWords(fields?.[name], part, wording) ?? [])
    .join(' ')

/** One field of a context, such as a cell of a table of household members. It is read by its type alone, not by its name. */
export const fieldInWords = (field: Fields[string] | undefined, value: Json, wording: Wording): string | null =>
  inWords(
    { id: '', type: field?.type ?? 'string', unit: field?.unit ?? null, values: field?.values ?? null, fields: null },
    value,
    wording,
  )

export const dayOf = (instant: string | Temporal.Instant): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(SEOUL).toPlainDate().toString()

/** `2026년 11월 25일 14:30` in Korea. */
export const momentInWords = (instant: string, lang: Lang): string =>
  Temporal.Instant.from(instant)
    .toZonedDateTimeISO(SEOUL)
    .toLocaleString(lang === 'ko' ? 'ko-KR' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', hour12: false })

/** `2026년 11월` */
export const monthInWords = (iso: string, lang: Lang): string =>
  Temporal.PlainDate.from(iso).toLocaleString(lang === 'ko' ? 'ko-KR' : 'en-GB', { year: 'numeric', month: 'long' })
