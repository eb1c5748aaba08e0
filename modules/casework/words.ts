/** Values in words: what a person reads instead of `true`, `2500000` or `1111010100`. */
import type { FactDefinition } from '@dpg/definitions'
import type { Directory } from '@dpg/directory/contract'
import { countryInWords, formatWon, type Lang, SEOUL, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'

export interface Wording {
  readonly lang: Lang
  readonly t: Translate
  readonly area: Directory['area']
}

type Described = Pick<FactDefinition, 'type' | 'unit' | 'values' | 'fields'>
type Fields = NonNullable<FactDefinition['fields']>

/** A fact that is the code of an area: `person.sigungu`, `person.newEupmyeondong`. */
export const isArea = ({ id, type, values }: Pick<FactDefinition, 'id' | 'type' | 'values'>): boolean =>
  type === 'string' && values === null && /(?:sido|sigungu|eupmyeondong)$/i.test(id)

/** A fact that is the two-letter code of a country: `person.nationality`. */
const isNationality = ({ id, type, values }: Pick<FactDefinition, 'id' | 'type' | 'values'>): boolean =>
  type === 'string' && values === null && /nationality$/i.test(id)

/** `10,000원`, `예`, `서울특별시 종로구`; null where there is nothing to say. */
export function inWords(fact: FactDefinition, value: Json, wording: Wording): string | null {
  if (typeof value === 'string' && isArea(fact)) return wording.area(value)?.fullName ?? value
  if (typeof value === 'string' && isNationality(fact)) return countryInWords(value, wording.lang)
  return describe(fact, value, wording)
}

function describe({ type, unit, values, fields }: Described, value: Json, wording: Wording): string | null {
  const { lang, t } = wording
  if (value === null) return null
  if (typeof value === 'boolean') return t(value ? 'casework.yes' : 'casework.no')
  if (typeof value === 'number') return unit === 'won' ? formatWon(value, lang) : counted(value, unit, wording)
  if (typeof value === 'string') {
    if (type === 'number' && value !== '' && Number.isFinite(Number(value)))
      return describe({ type, unit, values, fields: null }, Number(value), wording)
    const label = values?.[value]
    return label ? textIn(label, lang) : type === 'date' || ISO_DAY.test(value) ? dayInWords(value, lang) : value
  }
  if (Array.isArray(value))
    return value.length === 0 ? t('casework.nobody') : value.map((item) => oneOf(item, values, fields, wording)).join(', ')
  return contextInWords(value as Readonly<Record<string, Json>>, fields, wording)
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/

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

/** One field of a context, such as a cell of a table of household members. */
export const fieldInWords = (field: Fields[string] | undefined, value: Json, wording: Wording): string | null =>
  describe(
    { type: field?.type ?? 'string', unit: field?.unit ?? null, values: field?.values ?? null, fields: null },
    value,
    wording,
  )

function counted(value: number, unit: FactDefinition['unit'], { lang, t }: Wording): string {
  const number = new Intl.NumberFormat(lang === 'ko' ? 'ko-KR' : 'en-GB', { maximumFractionDigits: 4 }).format(value)
  return unit ? t(`casework.unit.${unit}`, { number }) : number
}

/** `2026년 11월 25일` of an ISO day; the text itself when it is none. */
export function dayInWords(iso: string, lang: Lang): string {
  if (!ISO_DAY.test(iso)) return iso
  try {
    return Temporal.PlainDate.from(iso).toLocaleString(lang === 'ko' ? 'ko-KR' : 'en-GB', { dateStyle: 'long' })
  } catch {
    return iso
  }
}

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
