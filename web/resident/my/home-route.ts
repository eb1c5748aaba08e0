/** `/my`: everything that waits, asked at once. */
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import type { ResidentContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { MyHome } from './home.tsx'
import { namesIn } from './who.ts'

const TOP = 3
const NOTICES = 20

export const homeRoutes = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/my',
    needs: 'resident',
    handle: async (asked) => {
      const { principal, lang } = asked
      const { benefits, casework, notices } = contracts
      const [cases, drafts, list, mine, frame] = await Promise.all([
        casework.cases(principal, lang),
        casework.drafts(principal, lang),
        notices.of(principal).list(lang, { limit: NOTICES }),
        // From a look that is kept: the first page after signing in asks no register.
        benefits.glance(principal, { lang, limit: TOP }),
        frameOf(contracts, asked),
      ])
      const unread = list.items.filter(({ openedAt }) => openedAt === null).slice(0, TOP)
      const names = namesIn(contracts, lang)
      const broken = [...new Set((mine?.failures ?? []).map(({ register }) => names.register(register)))]
      return { html: render(MyHome({ frame, cases, drafts, unread, benefits: mine, broken })) }
    },
  }),
]
