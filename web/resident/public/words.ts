/** Words for what definitions hold as codes. */
import type { Lang, Text, Translate } from '@dpg/kernel'
import { textIn } from '@dpg/kernel'

/** Something of the messages that may not be there: then the code itself. */
export function worded(t: Translate, key: string, code: string): string {
  const text = t(`${key}.${code}`)
  return text === `${key}.${code}` ? code : text
}

const PARTS = [
  ['years', 1],
  ['months', 2],
  ['weeks', 3],
  ['days', 4],
  ['hours', 5],
  ['minutes', 6],
] as const
const PERIOD = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?/

/** `P30D` → `30일`; counted in working days where the calendar says so. */
export function periodInWords(period: string, t: Translate, calendar?: string): string {
  const match = PERIOD.exec(period) ?? []
  return PARTS.flatMap(([unit, at]) => {
    const n = match[at]
    if (n === undefined) return []
    const key = unit === 'days' && calendar === 'workingDays' ? 'workingDays' : unit
    return [t(`resident.period.${key}`, { n })]
  }).join(' ')
}

/** The first sentences of a text: enough to choose by. */
export function firstSentences(text: string, count: number): string {
  const sentences = text.match(/[^.!?]*(?:[.!?](?!\s|$)[^.!?]*)*(?:[.!?]+(?=\s|$)|$)/gu) ?? [text]
  return sentences.filter(Boolean).slice(0, count).join('').trim()
}

/** A text of a definition, which may lack English. */
export const said = (text: Text | null | undefined, lang: Lang): string | null => (text ? textIn(text, lang) : null)

/** The page of a service. */
export const pageOf = (service: string): string => `/services/${encodeURIComponent(service)}`
