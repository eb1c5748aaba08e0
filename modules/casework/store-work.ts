/** SQL on work lists: cases by office. */
import type { CaseId, OfficialId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { CaseRow } from './case-file.ts'
import type { WorkQuery } from './contract.ts'
import { CASE } from './store.ts'

type Show = WorkQuery['show']

/** What each list holds; `$2` is the official. */
const SHOWN: Readonly<Record<Show, string>> = {
  open: "not c.is_ended and c.clock_state <> 'pause'",
  mine: 'not c.is_ended and c.assignee = $2',
  approval: 'not c.is_ended and c.proposed_by is not null',
  paused: "not c.is_ended and c.clock_state = 'pause'",
  ended: 'c.is_ended',
}

export interface WorkRows {
  readonly offices: readonly string[]
  readonly official: OfficialId
  readonly show: Show
  readonly service: string | null
  /** Beginning of a receipt number, or its last digits. */
  readonly number: string | null
  readonly limit: number
  readonly offset: number
}

const MATCHES = `c.office = any($1) and ($3::text is null or c.service = $3)
  and ($4::text is null or c.receipt_number like $4 || '%' or c.receipt_number like '%-' || lpad($4, 6, '0'))`

/** Cases of these offices: those due first, then those that wait; ended ones by the day they ended. */
export const listWork = (on: Query, { offices, official, show, service, number, limit, offset }: WorkRows): Promise<CaseRow[]> =>
  on.query<CaseRow>(
    `select ${CASE} from casework.cases c where ${MATCHES} and ($2::text is not null) and ${SHOWN[show]}
     order by ${show === 'ended' ? 'c.decided_at desc nulls last' : 'c.due_at nulls last'}, c.submitted_at limit $5 offset $6`,
    [offices, official, service, number, limit, offset],
  )

/** How many each list holds. */
export async function countWork(
  on: Query,
  { offices, official, service, number }: Omit<WorkRows, 'show' | 'limit' | 'offset'>,
): Promise<Record<Show, number>> {
  const counts = Object.entries(SHOWN).map(([show, condition]) => `(count(*) filter (where ${condition}))::int as "${show}"`)
  const [row] = await on.query<Record<Show, number>>(
    `select ${counts.join(', ')} from casework.cases c where ${MATCHES} and ($2::text is not null)`,
    [offices, official, service, number],
  )
  return row!
}

/** Other cases of the same person for the same service that have not ended. */
export const findOthers = (
  on: Query,
  person: PersonId,
  service: string,
  id: CaseId,
): Promise<{ id: CaseId; receiptNumber: string }[]> =>
  on.query<{ id: CaseId; receiptNumber: string }>(
    `select id, receipt_number as "receiptNumber" from casework.cases
     where person = $1 and service = $2 and id <> $3 and not is_ended order by submitted_at limit 5`,
    [person, service, id],
  )

/** Notes that a list shows these cases to the official today; gives those it had not shown them yet. In order: two lists may overlap. */
export async function noteShown(
  on: Query,
  official: OfficialId,
  day: string,
  shown: readonly { readonly person: PersonId; readonly id: CaseId }[],
): Promise<ReadonlySet<CaseId>> {
  const rows = await on.query<{ id: CaseId }>(
    `insert into casework.list_looks (person, case_id, official, day)
     select person, id, $3, $4::date from unnest($1::text[], $2::text[]) as shown (person, id) order by person, id
     on conflict do nothing returning case_id as id`,
    [shown.map(({ person }) => person), shown.map(({ id }) => id), official, day],
  )
  return new Set(rows.map(({ id }) => id))
}

/** What lists showed before this day is in the trace of the persons; here it has served. */
export async function forgetShown(on: Query, day: string): Promise<void> {
  await on.query('delete from casework.list_looks where day < $1::date', [day])
}
