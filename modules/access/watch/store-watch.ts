/** Looks as they were judged, private ties, and people whose facts tempt. */
import type { OfficialId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { Guard, Look, LookId, Tie, WatchedLook } from '../contract.ts'
import type { LookContext } from './signals.ts'

/** Looks closer together than this are one look: a page is opened again. */
const ONE_LOOK = "interval '10 minutes'"

/** All that the past says about this look, in one round trip. */
export async function contextOf(on: Query, { subject, official, duty }: Look, at: string): Promise<LookContext> {
  const [row] = await on.query<{
    tie: Tie | null
    guard: Guard | null
    people: number
    idle: number
    officials: number
    refusals: number
    hours: (string | number)[] | null
  }>(
    `select
       (select kind from access.ties where subject = $1 and official = $2) as tie,
       (select kind from access.guarded where subject = $1) as guard,
       (select count(distinct subject)::int from access.looks
         where official = $2 and at > $3::timestamptz - interval '1 hour' and at <= $3 and subject <> $1 and duty <> 'assigned') as people,
       (select count(distinct (at at time zone 'Asia/Seoul')::date)::int from access.looks
         where subject = $1 and official = $2 and at > $3::timestamptz - interval '14 days' and at <= $3 and duty = 'none') as idle,
       (select count(distinct official)::int from access.looks
         where subject = $1 and at > $3::timestamptz - interval '1 day' and at <= $3) as officials,
       (select count(distinct subject)::int from access.looks
         where official = $2 and at > $3::timestamptz - interval '1 day' and at <= $3 - ${ONE_LOOK} and verdict <> 'allow' and stated is null) as refusals,
       (select array_agg(n order by hour) from (
         select h as hour, count(l.id)::int as n from generate_series(0, 23) h
         left join access.looks l on l.official = $2 and l.at > $3::timestamptz - interval '30 days' and l.at <= $3
           and extract(hour from l.at at time zone 'Asia/Seoul') = h group by h) by_hour) as hours`,
    [subject, official, at],
  )
  return {
    at,
    duty,
    tie: row!.tie,
    guard: row!.guard,
    peopleLastHour: row!.people,
    idleDays: row!.idle,
    officialsAtPerson: row!.officials,
    refusals: row!.refusals,
    usualHours: (row!.hours ?? []).map(Number),
  }
}

export interface JudgedLook extends Look {
  readonly id: LookId
  readonly at: string
  readonly score: number
  readonly verdict: 'allow' | 'ask' | 'block'
  readonly reasons: readonly string[]
  readonly stated: string | null
}

export const insertLook = (on: Query, look: JudgedLook) =>
  on.query(
    `insert into access.looks (subject, id, official, name, agency, at, case_id, duty, score, verdict, reasons, stated)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      look.subject,
      look.id,
      look.official,
      look.name,
      look.agency,
      look.at,
      look.case,
      look.duty,
      look.score,
      look.verdict,
      look.reasons,
      look.stated,
    ],
  )

export interface Standing {
  /** Stated within the last hour, as it was sealed. */
  readonly stated: { readonly look: LookId; readonly sealed: string } | null
  /** What the privacy officer last decided of this official and this person, justified for a day only. */
  readonly review: 'justified' | 'abuse' | null
}

export async function standingOf(on: Query, subject: PersonId, official: OfficialId, at: string): Promise<Standing> {
  const [row] = await on.query<Standing>(
    `select
       (select json_build_object('look', id, 'sealed', stated) from access.looks where subject = $1 and official = $2 and stated is not null
         and at > $3::timestamptz - interval '1 hour' order by at desc, id desc limit 1) as stated,
       (select review from access.looks where subject = $1 and official = $2 and review is not null
         and (review = 'abuse' or at > $3::timestamptz - interval '1 day') order by at desc, id desc limit 1) as review`,
    [subject, official, at],
  )
  return row!
}

interface StoredLook extends Omit<WatchedLook, 'case'> {
  readonly case_id: WatchedLook['case']
}
const COLUMNS = 'id, at, official, name, agency, subject, case_id, duty, score, verdict, reasons, stated, review'
const toWatched = ({ case_id, ...row }: StoredLook): WatchedLook => ({ ...row, case: case_id })

export async function findLook(on: Query, id: LookId): Promise<WatchedLook | undefined> {
  const [row] = await on.query<StoredLook>(`select ${COLUMNS} from access.looks where id = $1 and verdict <> 'allow'`, [id])
  return row && toWatched(row)
}

export async function listLooks(on: Query, all: boolean, limit: number): Promise<WatchedLook[]> {
  const rows = await on.query<StoredLook>(
    `select ${COLUMNS} from access.looks where verdict <> 'allow' ${all ? '' : 'and review is null'} order by at desc, id desc limit $1`,
    [limit],
  )
  return rows.map(toWatched)
}

export const setStated = (on: Query, id: LookId, stated: string) =>
  on.query('update access.looks set stated = $2 where id = $1', [id, stated])

export const setReview = (on: Query, id: LookId, review: 'justified' | 'abuse', by: string, note: string) =>
  on.query('update access.looks set review = $2, reviewed_by = $3, note = $4 where id = $1', [id, review, by, note])

export const forgetLooks = (on: Query, before: string) => on.query('delete from access.looks where at < $1', [before])

export const setTie = (on: Query, subject: PersonId, official: OfficialId, kind: Tie | null) =>
  kind === null
    ? on.query('delete from access.ties where subject = $1 and official = $2', [subject, official])
    : on.query(
        'insert into access.ties (subject, official, kind) values ($1, $2, $3) on conflict (subject, official) do update set kind = excluded.kind',
        [subject, official, kind],
      )

export const setGuard = (on: Query, subject: PersonId, kind: Guard | null) =>
  kind === null
    ? on.query('delete from access.guarded where subject = $1', [subject])
    : on.query(
        'insert into access.guarded (subject, kind) values ($1, $2) on conflict (subject) do update set kind = excluded.kind',
        [subject, kind],
      )
