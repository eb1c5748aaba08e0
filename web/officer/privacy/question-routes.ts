/** Pages under /privacy/questions: for those who answer for an agency. */
import type { QuestionId } from '@dpg/access/contract'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { OfficerContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { QuestionsPage } from './questions-page.tsx'

const LEAST = 2
type Drawn = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

/** Who answers for an agency; each sees its own alone. */
const ROLES = ['approver', 'privacy-officer']

export const questionRoutes = (contracts: OfficerContracts): Route[] => [
  page({ method: 'GET', path: '/privacy/questions', needs: 'official', handle: (asked) => questionsPage(contracts, asked) }),
  page({
    method: 'POST',
    path: '/privacy/questions/{id}',
    needs: 'official',
    params: z.object({ id: z.string().regex(/^ques_[0-9a-f-]{36}$/) }),
    body: z.record(z.string().max(80), z.string().max(2000)),
    handle: async (asked) => {
      const official = answering(asked)
      if (!official) return ELSEWHERE
      const name = `answer-${asked.params.id}`
      const answer = (asked.body[name] ?? '').trim()
      if (answer.length < LEAST) return questionsPage(contracts, asked, [{ field: name, text: asked.t('officer.asked.short') }])
      await contracts.access.questions.answer(official, asked.params.id as QuestionId, answer)
      return { location: '/privacy/questions' }
    },
  }),
]

async function questionsPage(contracts: OfficerContracts, asked: Drawn, errors: readonly FormError[] = []) {
  const official = answering(asked)
  if (!official) return ELSEWHERE
  const [questions, frame] = await Promise.all([contracts.access.questions.forAgency(official.agency), frameOf(contracts, asked)])
  return { status: errors.length > 0 ? 422 : 200, html: render(QuestionsPage({ frame, questions, errors })) }
}

/** Where others belong. */
const ELSEWHERE = { location: '/work' }

function answering({ principal: { official, permissions } }: Pick<Drawn, 'principal'>) {
  return official && ROLES.some((role) => permissions.has(role)) ? official : undefined
}
