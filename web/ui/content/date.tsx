/** A day or a moment, in words for people and exact for machines. */
import { useReader } from '../reader.ts'
import { type Day, formatDate, formatDateTime, type Moment } from './formats.ts'

export function DateText({ day, short, weekday }: { readonly day: Day; readonly short?: boolean; readonly weekday?: boolean }) {
  const { lang } = useReader()
  const style = { short: short ?? false, weekday: weekday ?? false }
  return <time dateTime={String(day)}>{formatDate(day, lang, style)}</time>
}

export function MomentText({ at, short }: { readonly at: Moment; readonly short?: boolean }) {
  const { lang } = useReader()
  return <time dateTime={String(at)}>{formatDateTime(at, lang, { short: short ?? false })}</time>
}
