/** What a fact's value is in words: for the person it is about, not for machines. */
import { type ReadingBy, scalarInWords, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { TellingFact } from './engine.ts'

export interface Words extends ReadingBy {
  readonly t: Translate
}

/** Null stays "none", a list is its length; everything else reads as it does everywhere. */
export function valueInWords(fact: TellingFact, value: Json, words: Words): string {
  const { t } = words
  if (value === null) return t('benefits.value.none')
  if (Array.isArray(value)) return t('benefits.value.items', { count: value.length })
  return typeof value === 'object' ? t('benefits.value.known') : scalarInWords(fact, value as boolean | number | string, words)
}
