/** A fact's value as one reads it: money, days, places and closed lists by their names. */
import type { FactDefinition } from '@dpg/definitions'
import type { Directory } from '@dpg/directory/contract'
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import type { PreviewFact } from '@dpg/mydata/contract'
import { DateText, formatNumber, Money } from '@dpg/ui'

export interface ValueProps {
  readonly one: PreviewFact
  readonly fact: FactDefinition | undefined
  readonly area: Directory['area']
  readonly t: Translate
  readonly lang: Lang
}

const AREA = /(?:sido|sigungu|eupmyeondong)$/i

export function Value({ one: { fact: id, value, isFailed }, fact, area, t, lang }: ValueProps) {
  if (isFailed) return <>{t('resident.my.data.silent')}</>
  if (value === undefined) return <>{t('resident.my.data.unknown')}</>
  if (value === null) return <>{t('resident.my.data.noValue')}</>
  if (typeof value === 'boolean') return <>{t(value ? 'resident.my.data.yes' : 'resident.my.data.no')}</>
  if (typeof value === 'number') return fact?.unit === 'won' ? <Money won={value} /> : <>{formatNumber(value, lang)}</>
  if (Array.isArray(value)) return <>{t('resident.my.data.several', { count: value.length })}</>
  if (typeof value === 'object') return <>{t('resident.my.data.several', { count: Object.keys(value).length })}</>
  if (fact?.type === 'date') return <DateText day={value} />
  const label = fact?.values?.[value]
  if (label) return <>{textIn(label, lang)}</>
  return <>{(AREA.test(id) && area(value)?.fullName) || value}</>
}
