/** The pages anybody may read. */
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import type { ResidentContracts } from '../contracts.ts'
import { frameOf } from '../frame.tsx'
import { Home } from './home.tsx'

export const publicPages = (contracts: ResidentContracts): Route[] => [
  page({
    method: 'GET',
    path: '/',
    needs: 'public',
    handle: async (asked) => ({ html: render(Home({ frame: await frameOf(contracts, asked) })) }),
  }),
]
