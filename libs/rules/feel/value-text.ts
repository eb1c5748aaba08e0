/** Values as text. */
import { dayText } from './dates.ts'
import { isNum, numberText } from './numbers.ts'
import { dateTimeText, timeText } from './temporal/clock-times.ts'
import { monthsText, secondsText } from './temporal/durations.ts'
import { DateTime, Day, isList, Lambda, Months, Range, Seconds, Time, type Value } from './values.ts'

/** As FEEL's string() prints it. */
export function valueText(value: Value): string {
  if (value === undefined) return 'unknown'
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return value
  if (isNum(value)) return numberText(value)
  if (value instanceof Day) return dayText(value.days)
  if (value instanceof Time) return timeText(value)
  if (value instanceof DateTime) return dateTimeText(value)
  if (value instanceof Months) return monthsText(value)
  if (value instanceof Seconds) return secondsText(value)
  if (value instanceof Lambda) return `function(${value.params.join(', ')})`
  if (value instanceof Range) return rangeText(value)
  if (isList(value)) return `[${value.map(quoted).join(', ')}]`
  return `{${[...value.fields].map(([key, field]) => `${key}: ${quoted(field)}`).join(', ')}}`
}

const quoted = (value: Value): string => (typeof value === 'string' ? JSON.stringify(value) : valueText(value))

function rangeText({ low, high, lowIn, highIn, form }: Range): string {
  if (form === '=' || form === '!=') return `(${form} ${quoted(low)})`
  if (low === null) return `(${highIn ? '<=' : '<'} ${quoted(high)})`
  if (high === null) return `(${lowIn ? '>=' : '>'} ${quoted(low)})`
  return `${lowIn ? '[' : '('}${quoted(low)}..${quoted(high)}${highIn ? ']' : ')'}`
}
