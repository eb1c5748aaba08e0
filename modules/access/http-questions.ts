/** Routes: the person asks why; the agency answers. */
import { ownerOf, type Principal } from '@dpg/kernel'
import { api, notAllowed, type Route, signInNeeded } from '@dpg/kernel/server'
import { z } from 'zod'
import {
  alreadyAsked,
  type EntryId,
  entryNotFound,
  nobodyToAsk,
  questionAnswered,
  type QuestionId,
  questionNotFound,
  type Questions,
} from './contract.ts'

const TAG = 'access'
/** Who answers for an agency. */
const ANSWERING = ['approver', 'privacy-officer']

const Question = z.object({
  id: z.string(),
  entry: z.string().describe('The entry that was asked about'),
  agency: z.string(),
  askedAt: z.string(),
  dueOn: z.string().describe('The law gives the agency ten days (전자정부법 제43조제2항); a last day that is a holiday moves on'),
  question: z.string(),
  answer: z.string().nullable(),
  answeredAt: z.string().nullable(),
  isOverdue: z.boolean(),
})
const Text = z.string().trim().min(2).max(2000)

export const questionRoutes = (questions: Questions): Route[] => [
  api({
    method: 'POST',
    path: '/api/access/entries/{id}/question',
    needs: 'resident',
    summary: 'Asks the agency why it looked; it has ten days to answer',
    tag: TAG,
    params: z.object({ id: z.string().regex(/^acc_[0-9a-f-]{36}$/) }),
    body: z.strictObject({ question: Text }),
    response: Question,
    problems: [entryNotFound, nobodyToAsk, alreadyAsked],
    handle: async ({ principal, params, body }) => {
      const owner = ownerOf(principal)
      if (!owner) throw signInNeeded({})
      const { looked: _, ...view } = await questions.ask(owner, params.id as EntryId, body.question)
      return { body: view }
    },
  }),
  api({
    method: 'GET',
    path: '/api/access/questions',
    needs: 'resident',
    summary: 'What I asked agencies about their looks, and what they answered',
    tag: TAG,
    response: z.object({ questions: z.array(Question) }),
    handle: async ({ principal }) => {
      const owner = ownerOf(principal)
      if (!owner) throw signInNeeded({})
      return { body: { questions: (await questions.mine(owner)).map(({ looked: _, ...view }) => view) } }
    },
  }),
  api({
    method: 'POST',
    path: '/api/access/questions/{id}/answer',
    needs: 'official',
    summary: 'Answers for my agency why it looked; for approvers and privacy officers',
    tag: TAG,
    params: z.object({ id: z.string().regex(/^ques_[0-9a-f-]{36}$/) }),
    body: z.strictObject({ answer: Text }),
    response: z.object({ id: z.string() }),
    problems: [questionNotFound, questionAnswered],
    handle: async ({ principal, params, body }) => {
      await questions.answer(answeringOfficial(principal), params.id as QuestionId, body.answer)
      return { body: { id: params.id } }
    },
  }),
]

function answeringOfficial({ official }: Principal) {
  if (!official) throw signInNeeded({})
  if (!official.roles.some((role) => ANSWERING.includes(role))) throw notAllowed({ needs: 'approver' })
  return official
}
