/**
 * "왜 봤는지 묻기": the person asks the agency that looked; the law gives it ten days from the question (전자정부법 제43조제2항; 개인정보
 * 보호법 제35조제3항, 같은 법 시행령 제41조제4항), which begin on the day after and do not end on a holiday (민법 제157조·제161조).
 */
import type { Answered } from '../index.ts'
import type { Clock, NewId } from '@dpg/kernel'
import type { Db, Log, Sealing } from '@dpg/kernel/server'
import { asProclaimed, dayFromIso, isoFromDay, periodEnd } from '@dpg/period'
import {
  alreadyAsked,
  entryNotFound,
  nobodyToAsk,
  questionAnswered,
  type QuestionId,
  questionNotFound,
  type Questions,
  type QuestionView,
} from '../contract.ts'
import { findEntry } from '../trace.ts'
import { findQuestion, insertQuestion, type QuestionRow, questionsFor, questionsOf, setAnswer } from './store-questions.ts'

export interface QuestionsDeps {
  readonly db: Db
  readonly clock: Clock
  readonly newId: NewId
  readonly sealing: Sealing
  readonly log: Log
  readonly answered?: Answered
}

const DAYS = 10
const LIMIT = 100

/** The last day of the agency. */
const dueAfter = (today: string): string =>
  isoFromDay(asProclaimed((calendar) => periodEnd({ from: dayFromIso(today), amount: DAYS, unit: 'days', calendar })).value)
const context = (part: 'question' | 'answer', id: QuestionId) => `access.questions.${part}:${id}`

export function createQuestions(deps: QuestionsDeps): Questions {
  const { db, clock, newId, sealing } = deps
  return {
    async ask(subject, entry, text) {
      const found = await findEntry(deps, subject, entry)
      if (!found) throw entryNotFound({ id: entry })
      const { kind, agency } = found.actor
      if (kind === 'resident' || agency === null) throw nobodyToAsk({})
      const id = newId<QuestionId>('ques')
      await db.transaction(async (tx) => {
        const isNew = await insertQuestion(tx, {
          subject,
          id,
          entry,
          agency,
          asked_at: clock.now().toString(),
          due_on: dueAfter(clock.today().toString()),
          question: await sealing.seal(tx, subject, context('question', id), text),
        })
        if (!isNew) throw alreadyAsked({})
      })
      return viewOf(deps, (await findQuestion(db, id))!)
    },
    mine: async (subject) => viewsOf(deps, await questionsOf(db, subject, LIMIT)),
    forAgency: async (agency) => viewsOf(deps, await questionsFor(db, agency, LIMIT)),
    async answer({ id: by, agency }, id, text) {
      const row = await findQuestion(db, id)
      if (!row || row.agency !== agency) throw questionNotFound({ id })
      await db.transaction(async (tx) => {
        const answer = await sealing.seal(tx, row.subject, context('answer', id), text)
        if (!(await setAnswer(tx, id, answer, by, clock.now().toString()))) throw questionAnswered({})
        await deps.answered?.(tx, { subject: row.subject, id, agency })
      })
    },
  }
}

/** What was erased is left out. */
async function viewsOf(deps: QuestionsDeps, rows: readonly QuestionRow[]): Promise<QuestionView[]> {
  const views: QuestionView[] = []
  for (const row of rows)
    await viewOf(deps, row).then(
      (view) => views.push(view),
      (cause: unknown) => deps.log.warn('access.question-unreadable', { question: row.id }, cause),
    )
  return views
}

async function viewOf(deps: QuestionsDeps, row: QuestionRow): Promise<QuestionView> {
  const { db, sealing, clock } = deps
  const { id, subject, entry, agency } = row
  const looked = await findEntry(deps, subject, entry)
  if (!looked) throw new Error('the entry asked about cannot be read')
  return {
    id,
    entry,
    looked,
    agency: agency!,
    askedAt: row.asked_at,
    dueOn: row.due_on,
    question: await sealing.open<string>(db, subject, context('question', id), row.question),
    answer: row.answer && (await sealing.open<string>(db, subject, context('answer', id), row.answer)),
    answeredAt: row.answered_at,
    isOverdue: row.answered_at === null && row.due_on < clock.today().toString(),
  }
}
