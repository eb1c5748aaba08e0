/** Whose consent a need takes, and whether it stands. Pure. */
import { CONSENTERS, type Consenters, type Need } from '@dpg/definitions'
import { age, dayFromIso } from '@dpg/period'
import type { Contents } from '../case-file.ts'
import type { ConsentState } from '../contract-consents.ts'
import { dayOf } from '../words.ts'
import type { ConsentRow } from '../store-consents.ts'

/** Those under age are spoken for by their parents (민법 제5조제1항); a spouse always answers in person. */
const ADULT = 19

export interface Consenter {
  /** What the register calls them. */
  readonly subject: string
  readonly name: string
}

/** Undefined: no register has told yet. */
export function consentersOf(of: Consenters, { facts }: Pick<Contents, 'facts'>, today: string): Consenter[] | undefined {
  const told = facts[CONSENTERS[of]]?.value
  if (!Array.isArray(told)) return told === null ? [] : undefined
  return told.flatMap((one) => {
    const { subject, name, birthDate } = one as Readonly<Record<string, unknown>>
    const isAsked = of === 'spouse' || age(dayFromIso(String(birthDate)), dayFromIso(today)) >= ADULT
    return isAsked ? [{ subject: String(subject), name: String(name) }] : []
  })
}

/** `stands`: everybody agreed, or there is nobody else. `open`: somebody has not answered. `unknown`: who that is was not told yet. */
export type Agreement = 'stands' | 'open' | 'refused' | 'unknown'

export const stateOfConsent = ({ state, until }: ConsentRow, now: Temporal.Instant): ConsentState =>
  state === 'asked' && isPast(until, now) ? 'expired' : state

export const holdsNow = ({ state, validUntil }: ConsentRow, now: Temporal.Instant): boolean =>
  state === 'given' && validUntil !== null && !isPast(validUntil, now)

/** `rows`: those of the case. */
export function agreementOn(
  { consent: { of } }: Pick<Need, 'consent'>,
  contents: Pick<Contents, 'facts'>,
  rows: readonly ConsentRow[],
  now: Temporal.Instant,
): Agreement {
  if (of === undefined) return 'stands'
  const people = consentersOf(of, contents, dayOf(now))
  if (people === undefined) return 'unknown'
  const found = people.map(({ subject }) => rows.find((row) => row.subject === subject))
  if (found.every((row) => row !== undefined && holdsNow(row, now))) return 'stands'
  return found.some((row) => row !== undefined && isNo(row, now)) ? 'refused' : 'open'
}

/** Until when an answer is waited for. */
export const consentUntil = (
  { consent: { of } }: Pick<Need, 'consent'>,
  rows: readonly ConsentRow[],
  now: Temporal.Instant,
): string | null =>
  rows
    .filter((row) => row.role === of && stateOfConsent(row, now) === 'asked')
    .map(({ until }) => until)
    .sort()[0] ?? null

/** Nothing is waited for any more: no, taken back, run out, or never answered. */
const isNo = (row: ConsentRow, now: Temporal.Instant): boolean => stateOfConsent(row, now) !== 'asked' && !holdsNow(row, now)

const isPast = (at: string, now: Temporal.Instant): boolean =>
  Temporal.Instant.from(at).epochMilliseconds <= now.epochMilliseconds
