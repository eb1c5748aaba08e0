/** The officers' portal. */
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { Start } from './start.tsx'

export const pages = (): Route[] => [
  page({ method: 'GET', path: '/work', needs: 'public', handle: (asked) => ({ html: render(Start({ asked })) }) }),
]
