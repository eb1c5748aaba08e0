/** Questions of people about looks, by person; an agency finds its own. */
import type { OfficialId, PersonId } from '@dpg/kernel'
import type { Query } from '@dpg/kernel/server'
import type { EntryId, QuestionId } from '../contract.ts'

export interface QuestionRow {
  readonly subject: PersonId
  readonly id: QuestionId
  readonly entry: EntryId
  readonly agency: string | null
  readonly asked_at: string
  readonly due_on: string
  readonly question: Buffer
  readonly answer: Buffer | null
  readonly answered_at: string | null
}

const COLUMNS = 'subject, id, entry, agency, asked_at, due_on, question, answer, answered_at'

/** False when the entry was asked about before. */
export async function insertQuestion(on: Query, row: Omit<QuestionRow, 'answer' | 'answered_at'>): Promise<boolean> {
  const rows = await on.query(
    `insert into access.questions (subject, id, entry, agency, asked_at, due_on, question) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (subject, entry) do nothing returning 1`,
    [row.subject, row.id, row.entry, row.agency, row.asked_at, row.due_on, row.question],
  )
  return rows.length > 0
}

export const questionsOf = (on: Query, subject: PersonId, limit: number) =>
  on.query<QuestionRow>(`select ${COLUMNS} from access.questions where subject = $1 order by id desc limit $2`, [subject, limit])

/** Of one agency; those not answered first, by their deadline. */
export const questionsFor = (on: Query, agency: string, limit: number) =>
  on.query<QuestionRow>(
    `select ${COLUMNS} from access.questions where agency = $1 order by answered_at is not null, due_on, id limit $2`,
    [agency, limit],
  )

export async function findQuestion(on: Query, id: QuestionId): Promise<QuestionRow | undefined> {
  const [row] = await on.query<QuestionRow>(`select ${COLUMNS} from access.questions where id = $1`, [id])
  return row
}

/** False when it has been answered meanwhile. */
export async function setAnswer(on: Query, id: QuestionId, answer: Buffer, by: OfficialId, at: string): Promise<boolean> {
  const rows = await on.query(
    'update access.questions set answer = $2, answered_by = $3, answered_at = $4 where id = $1 and answered_at is null returning 1',
    [id, answer, by, at],
  )
  return rows.length > 0
}
