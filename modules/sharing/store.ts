/** The only file of this module that speaks SQL. */
import type { OfficialId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { SharingId, State, Wish } from './contract.ts'
import type { Filed, Step } from './rule.ts'

export interface RequestRow extends Filed, Wish {
  readonly id: SharingId
  readonly number: number
  readonly register: string | null
  /** ISO instant. */
  readonly filedAt: string
  readonly filedBy: OfficialId
  readonly state: State
}

export interface StepRow extends Step {
  readonly seq: number
  readonly agency: string
  readonly at: string
  readonly official: OfficialId
  readonly reasons: string | null
  readonly key: string
}

/** Silence is a yes without anybody writing it down: the same words as `lapsed` of rule.ts. `$1`: today. */
const STATE = `case when r.state = 'open' and r.answer_by < $1::date
  then case when r.confirmer is null then 'granted' else 'confirming' end else r.state end`
const ROW = `r.id, r.number::int as number, r.agency, r.holder, r.register, r.dataset, r.facts, r.service, r.purpose, r.law, r.why, r.replaces,
  r.confirmer, r.decides, r.filed_by as "filedBy", r.filed_at as "filedAt", r.answer_by::text as "answerBy", ${STATE} as state`
const instant = (at: Date | string) => new Date(at).toISOString()
const rowOf = (row: RequestRow): RequestRow => ({ ...row, filedAt: instant(row.filedAt) })

/** False: this key has filed something already. */
export async function insertRequest(on: Query, row: Omit<RequestRow, 'number' | 'state'>, key: string): Promise<boolean> {
  const { id, agency, holder, register, dataset, facts, service, purpose, law, why, replaces } = row
  const { confirmer, decides, filedBy, filedAt, answerBy } = row
  const made = await on.query(
    `insert into sharing.requests (id, agency, holder, register, dataset, facts, service, purpose, law, why, replaces, confirmer,
       decides, filed_by, filed_at, answer_by, state, key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'open', $17)
     on conflict (filed_by, key) do nothing returning id`,
    [
      ...[id, agency, holder, register, dataset, facts, service, purpose, law, why, replaces],
      ...[confirmer, decides, filedBy, filedAt, answerBy, key],
    ],
  )
  return made.length > 0
}

export async function findByKey(on: Query, today: string, official: OfficialId, key: string): Promise<RequestRow | undefined> {
  const found = await on.query<RequestRow>(`select ${ROW} from sharing.requests r where r.filed_by = $2 and r.key = $3`, [
    today,
    official,
    key,
  ])
  return found[0] && rowOf(found[0])
}

/** `isLocked`: nobody else changes it until the transaction ends. */
export async function findRequest(on: Query, today: string, id: SharingId, isLocked = false): Promise<RequestRow | undefined> {
  const found = await on.query<RequestRow>(
    `select ${ROW} from sharing.requests r where r.id = $2 ${isLocked ? 'for update' : ''}`,
    [today, id],
  )
  return found[0] && rowOf(found[0])
}

export interface Wanted {
  readonly state: State | null
  readonly agency: string | null
  readonly limit: number
  readonly offset: number
}

export async function listRequests(
  on: Query,
  today: string,
  { state, agency, limit, offset }: Wanted,
): Promise<{ total: number; rows: RequestRow[] }> {
  const rows = await on.query<RequestRow & { total: number }>(
    `select ${ROW}, (count(*) over ())::int as total from sharing.requests r
     where ($2::text is null or ${STATE} = $2)
       and ($3::text is null or $3 in (r.agency, r.holder, r.confirmer)
         or exists (select from sharing.steps s where s.request = r.id and s.reviewer = $3 and r.state in ('appealed', 'upheld')))
     order by r.number desc limit $4 offset $5`,
    [today, state, agency, limit, offset],
  )
  return { total: rows[0]?.total ?? 0, rows: rows.map(({ total: _, ...row }) => rowOf(row)) }
}

const STEP = `s.request, s.seq, s.deed, s.official, s.agency, s.at, s.on_day::text as "on", s.exception, s.reasons, s.reviewer,
  s.due_on::text as "dueOn", s.key`

export async function stepsOf(on: Query, requests: readonly SharingId[]): Promise<ReadonlyMap<SharingId, readonly StepRow[]>> {
  const rows = await on.query<StepRow & { request: SharingId }>(
    `select ${STEP} from sharing.steps s where s.request = any($1) order by s.request, s.seq`,
    [requests],
  )
  return Map.groupBy(
    rows.map((row) => ({ ...row, at: instant(row.at) })),
    ({ request }) => request,
  )
}

export async function addStep(on: Query, request: SharingId, step: StepRow, state: State): Promise<void> {
  const { seq, deed, official, agency, at, on: day, exception, reasons, reviewer, key } = step
  await on.query(
    `insert into sharing.steps (request, seq, deed, official, agency, at, on_day, exception, reasons, reviewer, due_on, key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [request, seq, deed, official, agency, at, day, exception, reasons, reviewer, step.dueOn, key],
  )
  await on.query('update sharing.requests set state = $2 where id = $1', [request, state])
}

/** What agreements in force let an agency have. */
export const listAgreed = (
  on: Query,
  today: string,
  asked: { readonly agency: string; readonly service: string; readonly purpose: string; readonly facts: readonly string[] },
): Promise<{ number: number; law: string; facts: string[] }[]> =>
  on.query(
    `select r.number::int as number, r.law, r.facts from sharing.requests r
     where r.agency = $2 and r.service = $3 and r.purpose = $4 and r.facts && $5::text[] and ${STATE} = 'granted'
     order by r.number`,
    [today, asked.agency, asked.service, asked.purpose, asked.facts],
  )

export interface ReplacingRow {
  readonly id: SharingId
  readonly number: number
  readonly service: string
  readonly replaces: string
  readonly state: State
  readonly exception: string | null
}

/** For each paper that a request would replace, the last one that was not taken back. */
export const listReplacing = (on: Query, today: string): Promise<ReplacingRow[]> =>
  on.query(
    `select distinct on (r.service, r.replaces) r.id, r.number::int as number, r.service, r.replaces, ${STATE} as state,
       (select s.exception from sharing.steps s where s.request = r.id and s.exception is not null order by s.seq desc limit 1) as exception
     from sharing.requests r
     where r.replaces is not null and r.service is not null and r.state not in ('withdrawn', 'ended')
     order by r.service, r.replaces, r.number desc`,
    [today],
  )

/** How often each exception was named, and how many of these refusals a review overturned. */
export const countExceptions = (on: Query): Promise<{ exception: string; refusals: number; overturned: number }[]> =>
  on.query(
    `select s.exception, count(*)::int as refusals,
       (count(*) filter (where exists (
          select from sharing.steps o where o.request = s.request and o.seq = s.seq + 2 and o.deed = 'overturn')))::int as overturned
     from sharing.steps s where s.exception is not null group by s.exception`,
  )
