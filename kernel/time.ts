/** Time comes from outside: what happened is an `Instant`, what the law counts is a day of the Korean calendar. */
export interface Clock {
  now(): Temporal.Instant
  /** The day in Seoul. */
  today(): Temporal.PlainDate
}

export const SEOUL = 'Asia/Seoul'

/** The clock of a running platform. */
export const systemClock: Clock = {
  now: () => Temporal.Now.instant(),
  today: () => Temporal.Now.plainDateISO(SEOUL),
}

/** A clock that stands still until it is set, for tests and for looking at another day. */
export function fixedClock(iso: string): Clock & { set(iso: string): void } {
  let instant = Temporal.Instant.from(iso)
  return {
    now: () => instant,
    today: () => instant.toZonedDateTimeISO(SEOUL).toPlainDate(),
    set: (next) => {
      instant = Temporal.Instant.from(next)
    },
  }
}
