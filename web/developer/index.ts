/** The developers' portal. */
import { page, type Route } from '@dpg/kernel/route'
import { render, styleGuide } from '@dpg/ui'

export const pages = (): Route[] => [
  page({
    method: 'GET',
    path: '/developers/components',
    needs: 'public',
    handle: (asked) => ({ html: render(styleGuide({ asked })) }),
  }),
]
