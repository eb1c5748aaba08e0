/** Who saw my data. */
import type { Access } from '@dpg/access/contract'
import type { PersonId } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { ownerOfTrace } from '../who.ts'
import { askRoutes } from './ask-routes.ts'
import { Trace, WHO, type Who } from './trace.tsx'
import { wordsFor } from './words.ts'

const LIMIT = 30
const ATTENTION = 3
const query = z.object({
  who: z.enum(WHO).catch('all'),
  before: z
    .string()
    .regex(/^acc_[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
})

export const traceRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/my/trace',
    needs: 'resident',
    query,
    handle: async (asked) => {
      const { who, before } = asked.query
      const person = ownerOfTrace(asked.principal)
      const { access } = contracts
      const isFirst = before === undefined
      const [page, notable, totals, questions, frame] = await Promise.all([
        access.trace(person, {
          limit: LIMIT,
          isCounted: false,
          ...(isFirst ? {} : { before }),
          ...(who === 'all' ? {} : { actor: who }),
        }),
        access.trace(person, { limit: ATTENTION, order: 'attention' }),
        totalsOf(access, person),
        isFirst ? access.questions.mine(person) : [],
        frameOf(contracts, asked),
      ])
      const attention = who === 'all' && isFirst ? notable.entries : []
      const words = wordsFor(contracts, asked)
      const agencyName = (code: string) => contracts.directory.agencyName(code, asked.lang)
      return { html: render(Trace({ frame, who, page, totals, attention, words, isFirst, questions, agencyName })) }
    },
  }),
  ...askRoutes(contracts),
]

async function totalsOf(access: Access, person: PersonId): Promise<Readonly<Record<Who, number>>> {
  const totals = await access.totals(person)
  return { ...totals, all: totals.resident + totals.official + totals.system }
}
