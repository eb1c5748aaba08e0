/** A fact's value as one reads it, or why there is none. */
import type { FactDefinition } from '@dpg/definitions'
import type { Directory } from '@dpg/directory/contract'
import { type Lang, scalarInWords, type Translate } from '@dpg/kernel'
import type { PreviewFact } from '@dpg/mydata/contract'

export interface ValueProps {
  readonly one: PreviewFact
  readonly fact: FactDefinition | undefined
  readonly area: Directory['area']
  readonly t: Translate
  readonly lang: Lang
}

export function Value({ one: { value, isFailed }, fact, area, t, lang }: ValueProps) {
  if (isFailed) return <>{t('resident.my.data.silent')}</>
  if (value === undefined) return <>{t('resident.my.data.unknown')}</>
  if (value === null) return <>{t('resident.my.data.noValue')}</>
  if (typeof value === 'object') return <>{t('resident.my.data.several', { count: Object.keys(value).length })}</>
  return <>{fact ? scalarInWords(fact, value, { lang, area }) : String(value)}</>
}
