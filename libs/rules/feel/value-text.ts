/** Values as text. */
import { dayText } from './dates.ts'
import { isNum, numberText } from './numbers.ts'
import { burn, enter, MAX_PARTS, newTank, type Tank } from './tank.ts'
import { dateTimeText, timeText } from './temporal/clock-times.ts'
import { monthsText, secondsText } from './temporal/durations.ts'
import { DateTime, Day, isList, Lambda, Months, Range, Seconds, Time, type Value } from './values.ts'

/** As FEEL's string() prints it. Throws LimitError for what is too large. */
export const valueText = (value: Value): string => textOf(value, undefined, 0)

function textOf(value: Value, tank: Tank | undefined, depth: number): string {
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
  const left = tank ?? newTank(MAX_PARTS)
  const inner = (part: Value): string => {
    const text = quoted(part, left, depth + 1)
    burn(left, text.length >> 4)
    return text
  }
  enter(left, isList(value) ? value.length : value.fields.size, depth)
  if (isList(value)) return `[${value.map(inner).join(', ')}]`
  return `{${[...value.fields].map(([key, field]) => `${key}: ${inner(field)}`).join(', ')}}`
}

const quoted = (value: Value, tank?: Tank, depth = 0): string =>
  typeof value === 'string' ? JSON.stringify(value) : textOf(value, tank, depth)

function rangeText({ low, high, lowIn, highIn, form }: Range): string {
  if (form === '=' || form === '!=') return `(${form} ${quoted(low)})`
  if (low === null) return `(${highIn ? '<=' : '<'} ${quoted(high)})`
  if (high === null) return `(${lowIn ? '>=' : '>'} ${quoted(low)})`
  return `${lowIn ? '[' : '('}${quoted(low)}..${quoted(high)}${highIn ? ']' : ')'}`
}
