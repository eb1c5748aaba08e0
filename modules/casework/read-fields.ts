/** Reading answers: posted text or JSON becomes values of facts, or an error a field in the reader's language. */
import type { Directory } from '@dpg/directory/contract'
import type { FieldError, Lang, Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { Field, Format } from './fields.ts'

export interface Reading {
  readonly answers: Readonly<Record<string, Json>>
  /** What was typed where it could not be read, by field name. */
  readonly typed: Readonly<Record<string, Json>>
  readonly errors: readonly FieldError[]
}

export interface Reader {
  readonly lang: Lang
  readonly t: Translate
  readonly area: Directory['area']
}

type Posted = Readonly<Record<string, unknown>>

/** Reads these fields and nothing else. Wrong input is kept as typed. */
export function readFields(fields: readonly Field[], posted: Posted, reader: Reader): Reading {
  const answers: Record<string, Json> = {}
  const typed: Record<string, Json> = {}
  const errors: FieldError[] = []
  for (const field of fields) {
    const raw = rawOf(field, posted)
    const read = readOne(field, raw, reader)
    if (read.is === 'wrong') {
      typed[field.name] = clipped(raw)
      errors.push({
        pointer: `/${field.name}`,
        detail: reader.t(`casework.error.${read.why}`, { label: field.label(reader.lang), ...read.values }),
      })
    } else if (read.is === 'value') put(answers, field, read.value)
  }
  return { answers, typed, errors }
}

function put(answers: Record<string, Json>, { fact, part }: Field, value: Json): void {
  if (part === null) answers[fact.id] = value
  else answers[fact.id] = { ...(answers[fact.id] as Readonly<Record<string, Json>> | undefined), [part]: value }
}

/** The posted value: by name, as the three boxes of a date, or inside the JSON of its context. */
function rawOf({ name, fact, part, type }: Field, posted: Posted): unknown {
  if (Object.hasOwn(posted, name)) return posted[name]
  if (part !== null && Object.hasOwn(posted, fact.id)) {
    const whole = posted[fact.id]
    return whole !== null && typeof whole === 'object' && Object.hasOwn(whole, part) ? (whole as Posted)[part] : undefined
  }
  if (type !== 'date') return undefined
  const box = (box: string) => posted[`${name}-${box}`] ?? posted[`${name}.${box}`]
  const [year, month, day] = ['year', 'month', 'day'].map(box)
  return year === undefined && month === undefined && day === undefined
    ? undefined
    : { year: year ?? '', month: month ?? '', day: day ?? '' }
}

type Read =
  | { readonly is: 'value'; readonly value: Json }
  | { readonly is: 'empty' }
  | { readonly is: 'wrong'; readonly why: string; readonly values?: Readonly<Record<string, unknown>> }

const wrong = (why: string, values: Readonly<Record<string, unknown>> = {}): Read => ({ is: 'wrong', why, values })

function readOne(field: Field, raw: unknown, reader: Reader): Read {
  const read = READERS[field.type](field, typeof raw === 'string' ? raw.trim().normalize('NFC') : raw, reader)
  if (read.is === 'empty' && field.isRequired) return wrong('required')
  return read
}

const READERS: Readonly<Record<Field['type'], (field: Field, raw: unknown, reader: Reader) => Read>> = {
  boolean: (_, raw) => {
    if (isEmpty(raw)) return { is: 'empty' }
    if (raw === true || raw === 'true' || raw === 'yes' || raw === 'on') return { is: 'value', value: true }
    if (raw === false || raw === 'false' || raw === 'no') return { is: 'value', value: false }
    return wrong('choice')
  },
  number: readNumber,
  string: (field, raw) =>
    isEmpty(raw) ? { is: 'empty' } : typeof raw === 'string' ? readText(raw, field.format) : wrong('text'),
  date: (_, raw) => readDay(raw),
  choice: (field, raw, { lang }) => {
    if (isEmpty(raw)) return { is: 'empty' }
    return typeof raw === 'string' && field.options(lang).some(({ value }) => value === raw)
      ? { is: 'value', value: raw }
      : wrong('choice')
  },
  choices: (field, raw, { lang }) => {
    const list: readonly unknown[] = Array.isArray(raw) ? raw : isEmpty(raw) ? [] : [raw]
    const known = new Set(field.options(lang).map(({ value }) => value))
    if (list.length > 100 || !list.every((one) => typeof one === 'string' && known.has(one))) return wrong('choice')
    return { is: 'value', value: [...new Set(list as readonly string[])] }
  },
  area: (field, raw, { area }) => {
    if (isEmpty(raw)) return { is: 'empty' }
    const found = typeof raw === 'string' && /^\d{2,10}$/.test(raw) ? area(raw) : undefined
    if (!found || (/eupmyeondong$/i.test(field.name) && found.level !== 'eupmyeondong')) return wrong('area')
    return { is: 'value', value: found.code }
  },
}

const isEmpty = (raw: unknown): boolean => raw === undefined || raw === null || raw === ''

const UNITS: Readonly<Record<string, number>> = { 억: 100_000_000, 만: 10_000 }
const MONEY = /^(?:(\d{1,8})억)?(?:(\d{1,8})만)?(\d{1,14})?$/

/** `1,200,000`, `120만`, `1억 2,000만 원`, `3.5`. */
function readNumber(field: Field, raw: unknown): Read {
  if (isEmpty(raw)) return { is: 'empty' }
  const text =
    typeof raw === 'number' ? String(raw) : typeof raw === 'string' ? raw.replace(/[,\s₩]/g, '').replace(/원$/, '') : ''
  const money = field.unit === 'won' ? MONEY.exec(text) : null
  const [, eok, man, rest] = money ?? []
  const value =
    money && text !== ''
      ? Number(eok ?? 0) * UNITS['억']! + Number(man ?? 0) * UNITS['만']! + Number(rest ?? 0)
      : /^-?\d{1,15}(\.\d{1,6})?$/.test(text)
        ? Number(text)
        : Number.NaN
  if (!Number.isFinite(value) || (field.unit === 'won' && !Number.isSafeInteger(value))) return wrong('number')
  const least = field.min ?? (field.unit === 'won' ? 0 : null)
  if (least !== null && value < least) return wrong('tooSmall', { least })
  if (field.max !== null && value > field.max) return wrong('tooLarge', { most: field.max })
  return { is: 'value', value }
}

const MAX_TEXT = 200
const SHAPES: Readonly<Record<Format, RegExp>> = {
  phone: /^\+?[0-9][0-9 ()-]{6,18}[0-9]$/,
  email: /^[^\s@<>"]{1,64}@[^\s@<>"]{1,180}\.[^\s@<>".]{2,}$/,
  account: /^[0-9][0-9-]{5,28}[0-9]$/,
}

function readText(text: string, format: Format | null): Read {
  if (text.length > MAX_TEXT) return wrong('tooLong', { most: MAX_TEXT })
  if (/\p{Cc}|\p{Cs}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text)) return wrong('text')
  return format && !SHAPES[format].test(text) ? wrong(format) : { is: 'value', value: text }
}

function readDay(raw: unknown): Read {
  if (isEmpty(raw)) return { is: 'empty' }
  if (typeof raw === 'string') return dayOr(raw)
  if (typeof raw !== 'object' || raw === null) return wrong('date')
  const parts = raw as Posted
  const [year, month, day] = ['year', 'month', 'day'].map((part) =>
    typeof parts[part] === 'string' ? (parts[part] as string).trim() : '',
  )
  if (!year && !month && !day) return { is: 'empty' }
  if (!year || !month || !day) return wrong('dateIncomplete')
  return dayOr(`${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

function dayOr(text: string): Read {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return wrong('date')
  try {
    return { is: 'value', value: Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() }
  } catch {
    return wrong('date')
  }
}

/** Kept so that it need not be typed again, but never endless. */
function clipped(raw: unknown): Json {
  if (typeof raw === 'string') return raw.slice(0, 1_000)
  if (Array.isArray(raw)) return raw.slice(0, 20).map(clipped)
  if (raw !== null && typeof raw === 'object') {
    const { year, month, day } = raw as Posted
    return [year, month, day].every((part) => typeof part === 'string')
      ? { year: clipped(year), month: clipped(month), day: clipped(day) }
      : null
  }
  return typeof raw === 'number' || typeof raw === 'boolean' ? raw : null
}
