/** SQL on cases and their events. Other store-*.ts files hold drafts and work lists; nothing else here speaks SQL. */
import type { CaseId, OfficialId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { CaseRow } from './case-file.ts'
import type { DraftId } from './contract.ts'
import type { Link } from './history.ts'

export const CASE = `c.person, c.id, c.receipt_number as "receiptNumber", c.service, c.service_version as "serviceVersion", c.release,
  c.office, c.state, c.version, c.is_ended as "isEnded", c.submitted_at as "submittedAt", c.decided_at as "decidedAt", c.draft,
  c.assignee, c.needs_applicant as "needsApplicant", c.head, c.sealed`

export interface NewCase {
  readonly person: PersonId
  readonly id: CaseId
  /** `2026-1125`; the number of the day is drawn by the database. */
  readonly day: string
  readonly service: string
  readonly serviceVersion: string
  readonly release: string
  readonly office: string
  readonly state: string
  readonly submittedAt: string
  readonly dueAt: string | null
  readonly lookAt: string
  readonly draft: DraftId | null
  readonly key: string
  readonly onlyOpen: string | null
}

const INSERT_EVENT = `insert into casework.case_events
  (person, case_id, seq, at, action, from_state, to_state, extends, actor, official, key, sealed, hash)`

/** Inserts case and first event in one statement. Undefined: its key, its draft or its one place is taken. */
export async function insertCase(on: Query, one: NewCase, link: Link, hash: Buffer): Promise<string | undefined> {
  const [row] = await on.query<{ number: string }>(
    `with made as (
       insert into casework.cases (person, id, receipt_number, service, service_version, release, office, state, clock_state, is_ended,
         version, submitted_at, due_at, look_at, draft, key, only_open, head)
       values ($1, $2, $3::text || '-' || lpad(nextval('casework.receipt_numbers')::text, 6, '0'), $4, $5, $6, $7, $8, 'run', false,
         1, $9, $10, $11, $12, $13, $14, $15)
       on conflict do nothing returning receipt_number
     ), told as (
       ${INSERT_EVENT} select $1, $2, 1, $9, $16::text, null, $8, false, 'applicant', null, $13, $17::bytea, $15 from made
     )
     select receipt_number as number from made`,
    [
      one.person,
      one.id,
      one.day,
      one.service,
      one.serviceVersion,
      one.release,
      one.office,
      one.state,
      one.submittedAt,
      one.dueAt,
      one.lookAt,
      one.draft,
      one.key,
      one.onlyOpen,
      hash,
      link.action,
      link.sealed,
    ],
  )
  return row?.number
}

/** The case that took this key or came from this draft. */
export async function findTaken(on: Query, person: PersonId, key: string, draft: DraftId | null): Promise<CaseRow | undefined> {
  const [row] = await on.query<CaseRow>(
    `select ${CASE} from casework.cases c where c.person = $1 and (c.key = $2 or c.draft = $3) order by (c.key = $2) desc limit 1`,
    [person, key, draft],
  )
  return row
}

/** The newest case of this service that has not ended. */
export async function findOpen(
  on: Query,
  person: PersonId,
  service: string,
): Promise<{ id: CaseId; receiptNumber: string } | undefined> {
  const [row] = await on.query<{ id: CaseId; receiptNumber: string }>(
    `select id, receipt_number as "receiptNumber" from casework.cases
     where person = $1 and service = $2 and not is_ended order by submitted_at desc limit 1`,
    [person, service],
  )
  return row
}

export async function findCase(on: Query, person: PersonId, id: CaseId, lock = false): Promise<CaseRow | undefined> {
  const [row] = await on.query<CaseRow>(
    `select ${CASE} from casework.cases c where c.person = $1 and c.id = $2${lock ? ' for update' : ''}`,
    [person, id],
  )
  return row
}

/** Whose case this is, and which office's; for officials, who come with nothing but its id. */
export interface CasePlace {
  readonly person: PersonId
  readonly office: string
  readonly service: string
  readonly assignee: OfficialId | null
}

export async function placeOf(on: Query, id: CaseId): Promise<CasePlace | undefined> {
  const [row] = await on.query<CasePlace>('select person, office, service, assignee from casework.cases where id = $1', [id])
  return row
}

export const listCases = (on: Query, person: PersonId): Promise<CaseRow[]> =>
  on.query<CaseRow>(`select ${CASE} from casework.cases c where c.person = $1 order by c.submitted_at desc limit 200`, [person])

export type EventRow = Link & { readonly hash: Buffer; readonly sealed: Buffer | null }

/** All events of some cases of one person, in order. */
export const listEvents = (on: Query, person: PersonId, cases: readonly CaseId[]): Promise<EventRow[]> =>
  on.query<EventRow>(
    `select person, case_id as "case", seq, at, action, from_state as "from", to_state as "to", extends, actor, official, key, sealed, hash
     from casework.case_events where person = $1 and case_id = any($2) order by case_id, seq`,
    [person, cases],
  )

/** What of a case changes with an event. */
export interface Projection {
  readonly office: string
  readonly state: string
  readonly clockState: 'run' | 'pause' | 'stop'
  readonly isEnded: boolean
  readonly dueAt: string | null
  readonly decidedAt: string | null
  readonly assignee: OfficialId | null
  readonly proposedBy: OfficialId | null
  readonly needsApplicant: boolean
  readonly lookAt: string | null
  readonly sealed: Uint8Array
}

/** Appends one event and moves the case to it, in one statement. False: the case is not at the version before. */
export async function appendEvent(on: Query, link: Link, hash: Buffer, to: Projection): Promise<boolean> {
  const moved = await on.query(
    `with moved as (
       update casework.cases set version = $3, office = $14, state = $7, clock_state = $15, is_ended = $16, due_at = $17, decided_at = $18,
         assignee = $19, proposed_by = $20, needs_applicant = $21, look_at = $22, sealed = $23,
         head = $13, only_open = case when $16 then null else only_open end
       where person = $1 and id = $2 and version = $3 - 1 returning id
     )
     ${INSERT_EVENT} select $1, $2, $3, $4::timestamptz, $5::text, $6::text, $7, $8::boolean, $9::text, $10::text, $11::text, $12::bytea, $13
     from moved returning seq`,
    [
      link.person,
      link.case,
      link.seq,
      link.at,
      link.action,
      link.from,
      link.to,
      link.extends,
      link.actor,
      link.official,
      link.key,
      link.sealed,
      hash,
      to.office,
      to.clockState,
      to.isEnded,
      to.dueAt,
      to.decidedAt,
      to.assignee,
      to.proposedBy,
      to.needsApplicant,
      to.lookAt,
      to.sealed,
    ],
  )
  return moved.length === 1
}

/** Keeps what a round of asking registers brought when nothing happened that belongs in the history. */
export async function keepContents(
  on: Query,
  person: PersonId,
  id: CaseId,
  sealed: Uint8Array,
  lookAt: string | null,
): Promise<void> {
  await on.query('update casework.cases set sealed = $3, look_at = $4 where person = $1 and id = $2', [
    person,
    id,
    sealed,
    lookAt,
  ])
}

/** Cases that should have been looked at, pushed on so that the next sweep leaves them alone for a while. */
export const takeDue = (on: Query, now: string, next: string, limit: number): Promise<{ person: PersonId; id: CaseId }[]> =>
  on.query<{ person: PersonId; id: CaseId }>(
    `update casework.cases set look_at = $2 where (person, id) in
       (select person, id from casework.cases where look_at <= $1 order by look_at limit $3 for update skip locked)
     returning person, id`,
    [now, next, limit],
  )

export async function insertPaymentOrder(
  on: Query,
  order: { person: PersonId; case: CaseId; output: string; at: string; sealed: Uint8Array },
): Promise<void> {
  await on.query(
    `insert into casework.payment_orders (person, case_id, output, ordered_at, sealed) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [order.person, order.case, order.output, order.at, order.sealed],
  )
}
