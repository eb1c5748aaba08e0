/** The residents' portal. */
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { preferencesRoute } from './preferences.ts'
import { Start } from './start.tsx'

export const pages = (): Route[] => [
  preferencesRoute,
  page({ method: 'GET', path: '/', needs: 'public', handle: (asked) => ({ html: render(Start({ asked })) }) }),
]
