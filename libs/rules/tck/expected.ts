/** Values as the TCK writes them (XML Schema types), read without any help of the engine's own literals. */
import { dayOf } from '../feel/dates.ts'
import { Decimal, normal } from '../feel/numbers.ts'
import { Context, DateTime, Day, Months, Seconds, Time, type Value } from '../feel/values.ts'
import { attribute, elementsIn, textIn, type XmlElement } from '../dmn/xml-tree.ts'

const XSI = 'http://www.w3.org/2001/XMLSchema-instance'

/** The value in an inputNode, an expected, an item or a component: `value`, `list`, or `component`s. Throws on what is no value. */
export function readValue(holder: XmlElement): Value {
  const parts = elementsIn(holder).filter((part) => ['value', 'list', 'component'].includes(part.name))
  const [first] = parts
  if (first === undefined || attribute(holder, 'nil', XSI) === 'true') return null
  if (first.name === 'value') return readSimple(first)
  if (first.name === 'list') {
    if (attribute(first, 'nil', XSI) === 'true') return null
    return elementsIn(first).map(readValue)
  }
  return new Context(new Map(parts.map((part) => [attribute(part, 'name') ?? '', readValue(part)])), false)
}

function readSimple(element: XmlElement): Value {
  if (attribute(element, 'nil', XSI) === 'true') return null
  const text = textIn(element)
  const type = attribute(element, 'type', XSI)?.replace(/^.*:/, '')
  if (type === undefined || type === 'string') return text
  const value = READERS[type]?.(text.trim())
  if (value === undefined) throw new Error(`${element.at?.line}: ${text} is no ${type}`)
  return value
}

const number = (text: string): Value => {
  try {
    return normal(new Decimal(text))
  } catch {
    return undefined
  }
}

const READERS: Readonly<Record<string, (text: string) => Value>> = {
  boolean: (text) => (text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined),
  decimal: number,
  double: number,
  float: number,
  integer: number,
  int: number,
  long: number,
  date,
  time,
  dateTime,
  duration,
}

const DATE = /^(-?\d{4,})-(\d\d)-(\d\d)$/
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?)?$/

function date(text: string): Value {
  const days = dayIn(text)
  return days === undefined ? undefined : new Day(days)
}

function dayIn(text: string): number | undefined {
  const parts = DATE.exec(text)
  return parts ? dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined
}

interface Clock {
  readonly nanos: number
  readonly offset: number | undefined
}

function clockIn(text: string): Clock | undefined {
  const parts = TIME.exec(text)
  if (!parts) return undefined
  const seconds = Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3])
  const nanos = seconds * 1e9 + Number((parts[4] ?? '').padEnd(9, '0').slice(0, 9))
  return { nanos, offset: parts[5] === undefined ? undefined : offsetIn(parts[5]) }
}

function offsetIn(text: string): number {
  if (text === 'Z') return 0
  const [hours, minutes, seconds = 0] = text.slice(1).split(':').map(Number)
  return (text.startsWith('-') ? -1 : 1) * (hours! * 3600 + minutes! * 60 + seconds) || 0
}

function time(text: string): Value {
  const clock = clockIn(text)
  return clock && new Time(clock.nanos, clock.offset, undefined)
}

function dateTime(text: string): Value {
  const split = text.indexOf('T')
  const days = dayIn(text.slice(0, split))
  const clock = clockIn(text.slice(split + 1))
  return days === undefined || !clock ? undefined : new DateTime(days, clock.nanos, clock.offset, undefined)
}

const DURATION = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/

function duration(text: string): Value {
  const parts = DURATION.exec(text)
  if (!parts) return undefined
  const sign = parts[1] === '-' ? -1n : 1n
  const at = (i: number) => BigInt(parts[i] ?? 0)
  if (parts[2] !== undefined || parts[3] !== undefined) return new Months(Number(sign * (at(2) * 12n + at(3))))
  const fraction = BigInt((parts[8] ?? '').padEnd(9, '0').slice(0, 9))
  const nanos = sign * ((at(4) * 86_400n + at(5) * 3600n + at(6) * 60n + at(7)) * 1_000_000_000n + fraction)
  const above = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  return new Seconds(Number((nanos - above) / 1_000_000_000n), Number(above))
}
