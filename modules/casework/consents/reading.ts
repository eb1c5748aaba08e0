/** Whose consent a need takes, and whether it stands. Pure. */
import { CONSENTERS, type Consenters, type Need } from '@dpg/definitions'
import { age, dayFromIso } from '@dpg/period'
import type { PersonId } from '@dpg/kernel'
import type { Contents } from '../case-file.ts'
import type { ConsentState } from '../contract-consents.ts'
import { dayOf } from '../words.ts'
import type { ConsentRow } from '../store-consents.ts'

/** Those under age are spoken for by who has parental authority or is their guardian (민법 제4조·제909조·제938조). */
const ADULT = 19

export interface Consenter {
  /** Whose data it is about: what the register calls them. */
  readonly subject: string
  readonly name: string
  /** Who answers for them, as the register calls them; null: no register knows. Undefined: they themselves. */
  readonly guardian?: string | null
}

interface Row extends Consenter {
  readonly birthDate: string
  readonly guardian: string | null
}

/** People as a register names them; undefined: no register has told yet. */
function rowsOf(of: Consenters, { facts }: Pick<Contents, 'facts'>): Row[] | undefined {
  const told = facts[CONSENTERS[of]]?.value
  if (!Array.isArray(told)) return told === null ? [] : undefined
  return told.map((one) => {
    const { subject, name, birthDate, guardian } = one as Readonly<Record<string, unknown>>
    return {
      subject: String(subject),
      name: String(name),
      birthDate: String(birthDate),
      guardian: typeof guardian === 'string' ? guardian : null,
    }
  })
}

/** What the register calls those who are counted so with the applicant, of any age; undefined: none has told yet. */
export const countedAs = (of: Consenters, contents: Pick<Contents, 'facts'>, self: string): string[] | undefined =>
  rowsOf(of, contents)?.flatMap(({ subject }) => (subject === self ? [] : [subject]))

const isMinor = ({ birthDate }: Row, today: string): boolean => age(dayFromIso(birthDate), dayFromIso(today)) < ADULT

/**
 * Each of whom an answer is needed; undefined: no register has told yet. Whoever applied (`self`, as the register calls them) agreed by
 * applying. A child is not asked: a parent who applied or is asked answers for it too, else its guardian does. A spouse is of age by
 * marrying (민법 제826조의2).
 */
export function consentersOf(
  of: Consenters,
  contents: Pick<Contents, 'facts'>,
  today: string,
  self: string,
): Consenter[] | undefined {
  const rows = rowsOf(of, contents)?.filter(({ subject }) => subject !== self)
  if (!rows || of === 'spouse') return rows?.map(({ subject, name }) => ({ subject, name }))
  const answering = new Set([self, ...rows.filter((row) => !isMinor(row, today)).map(({ subject }) => subject)])
  return rows.flatMap((row) => {
    const { subject, name, guardian } = row
    if (!isMinor(row, today)) return [{ subject, name }]
    return guardian !== null && answering.has(guardian) ? [] : [{ subject, name, guardian }]
  })
}

/** Names of the children for whom this person's own answer counts too. */
export const childrenWith = (
  of: Consenters,
  contents: Pick<Contents, 'facts'>,
  { subject }: Pick<Consenter, 'subject'>,
  today: string,
): string[] => (rowsOf(of, contents) ?? []).flatMap((row) => (isMinor(row, today) && row.guardian === subject ? [row.name] : []))

/** `stands`: everybody agreed, or there is nobody else. `open`: somebody has not answered. `unknown`: who that is was not told yet. */
export type Agreement = 'stands' | 'open' | 'refused' | 'unknown'

export const stateOfConsent = ({ state, until }: ConsentRow, now: Temporal.Instant): ConsentState =>
  state === 'asked' && isPast(until, now) ? 'expired' : state

export const holdsNow = ({ state, validUntil }: ConsentRow, now: Temporal.Instant): boolean =>
  state === 'given' && validUntil !== null && !isPast(validUntil, now)

/** `people`: those whom the need is about, as known; `rows`: those of the case. */
export function agreementOf(
  people: readonly Consenter[] | undefined,
  rows: readonly ConsentRow[],
  now: Temporal.Instant,
): Agreement {
  if (people === undefined) return 'unknown'
  // Somebody who had left and is back is asked again.
  const found = people.map(({ subject }) => rows.find((row) => row.subject === subject && row.state !== 'not-needed'))
  if (found.every((row) => row !== undefined && holdsNow(row, now))) return 'stands'
  return found.some((row) => row !== undefined && isNo(row, now)) ? 'refused' : 'open'
}

/** `self`: what the register calls the applicant. */
export function agreementOn(
  { consent: { of } }: Pick<Need, 'consent'>,
  contents: Pick<Contents, 'facts'>,
  rows: readonly ConsentRow[],
  now: Temporal.Instant,
  self: (of: Consenters) => string,
): Agreement {
  if (of === undefined) return 'stands'
  const own = rows.filter(({ role }) => role === of)
  return agreementOf(consentersOf(of, contents, dayOf(now), self(of)), own, now)
}

/** Those with an account by whose own answer a look is taken now: of the people whom it is about, each whose consent holds. */
export function agreedTo(
  of: Consenters,
  contents: Pick<Contents, 'facts'>,
  rows: readonly ConsentRow[],
  now: Temporal.Instant,
  self: string,
): PersonId[] {
  const people = new Set(consentersOf(of, contents, dayOf(now), self)?.map(({ subject }) => subject))
  const own = rows.filter((row) => row.role === of && people.has(row.subject) && holdsNow(row, now))
  return [...new Set(own.flatMap(({ asked }) => asked ?? []))]
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
