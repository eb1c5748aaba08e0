/** Reads the three boxes of a `DateField` back from a posted form. */

export interface DateParts {
  readonly year: string
  readonly month: string
  readonly day: string
}

export type ReadDate =
  | { readonly is: 'date'; readonly iso: string }
  | { readonly is: 'empty' }
  | { readonly is: 'incomplete'; readonly missing: readonly (keyof DateParts)[]; readonly parts: DateParts }
  | { readonly is: 'impossible'; readonly parts: DateParts }

/** `name` is the field's; `fields` the posted form. A day that no calendar has (30 February) is `impossible`. */
export function readDate(fields: Readonly<Record<string, unknown>>, name: string): ReadDate {
  const read = (part: keyof DateParts) => {
    const value = fields[`${name}-${part}`]
    return typeof value === 'string' ? value.trim().slice(0, 10) : ''
  }
  const parts: DateParts = { year: read('year'), month: read('month'), day: read('day') }
  const missing = (['year', 'month', 'day'] as const).filter((part) => parts[part] === '')
  if (missing.length === 3) return { is: 'empty' }
  if (missing.length > 0) return { is: 'incomplete', missing, parts }
  const iso = isoOf(parts)
  return iso ? { is: 'date', iso } : { is: 'impossible', parts }
}

function isoOf({ year, month, day }: DateParts): string | undefined {
  if (!/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return undefined
  try {
    const date = Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' })
    return date.toString()
  } catch {
    return undefined
  }
}
