/** Pages under /my/trace/ask. */
import { alreadyAsked, type EntryId, entryNotFound, type TraceEntry } from '@dpg/access/contract'
import { Problem } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { type FormError, render } from '@dpg/ui'
import { z } from 'zod'
import type { ResidentContracts } from '../../contracts.ts'
import { frameOf } from '../../frame.tsx'
import { ownerOfTrace } from '../who.ts'
import { AskPage } from './ask-page.tsx'
import { wordsFor } from './words.ts'

const params = z.object({ id: z.string().regex(/^acc_[0-9a-f-]{36}$/) })
const LEAST = 2

type Drawn = Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>

export const askRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/my/trace/ask/{id}',
    needs: 'resident',
    params,
    handle: async (asked) => askPage(contracts, asked, asked.params.id as EntryId),
  }),
  page({
    method: 'POST',
    path: '/my/trace/ask/{id}',
    needs: 'resident',
    params,
    body: z.object({ question: z.string().trim().max(2000) }),
    handle: async (asked) => {
      const { question } = asked.body
      const id = asked.params.id as EntryId
      const again = (text: string) => askPage(contracts, asked, id, { errors: [{ field: 'question', text }], typed: question })
      if (question.length < LEAST) return again(asked.t('resident.my.trace.ask.short'))
      try {
        const sent = await contracts.access.questions.ask(ownerOfTrace(asked.principal), id, question)
        return { location: `/my/trace#${sent.id}` }
      } catch (error) {
        if (error instanceof Problem && error.type === alreadyAsked.type) return again(asked.t(`problem.${error.type}.detail`))
        throw error
      }
    },
  }),
]

interface Shown {
  readonly errors?: readonly FormError[]
  readonly typed?: string
}

async function askPage(contracts: ResidentContracts, asked: Drawn, id: EntryId, shown: Shown = {}) {
  const [entry, frame] = await Promise.all([contracts.access.entry(ownerOfTrace(asked.principal), id), frameOf(contracts, asked)])
  if (!entry || !canAsk(entry)) throw entryNotFound({ id })
  const agency = contracts.directory.agencyName(entry.actor.agency!, asked.lang)
  const words = wordsFor(contracts, asked)(entry)
  return { status: shown.errors ? 422 : 200, html: render(AskPage({ frame, entry, words, agency, ...shown })) }
}

/** An agency looked: not the person, and not the platform by itself. */
export const canAsk = ({ actor }: Pick<TraceEntry, 'actor'>): boolean => actor.kind !== 'resident' && actor.agency !== null
