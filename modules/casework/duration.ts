/** ISO 8601 periods of definitions (`P30D`, `PT3H`, `P3M`) as amounts that laws count: months, days, working minutes. */

export interface Amounts {
  readonly months: number
  readonly days: number
  readonly minutes: number
}

const PERIOD = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/

/** Reads a period; the schema of definitions has checked its form. */
export function amountsOf(period: string): Amounts {
  const [, years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0] =
    PERIOD.exec(period)?.map((part) => Number(part ?? 0)) ?? []
  return { months: years * 12 + months, days: weeks * 7 + days, minutes: hours * 60 + minutes }
}

export const plus = (a: Amounts, b: Amounts): Amounts => ({
  months: a.months + b.months,
  days: a.days + b.days,
  minutes: a.minutes + b.minutes,
})

export const times = (a: Amounts, factor: number): Amounts => ({
  months: a.months * factor,
  days: a.days * factor,
  minutes: a.minutes * factor,
})

/** Milliseconds of plain time, for waits that no law counts. */
export const millisecondsOf = (period: string): number =>
  Temporal.Duration.from(period).total({ unit: 'milliseconds', relativeTo: '2026-01-01' })
