/** The developers' portal. */
import type { MessageSet } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { render, styleGuide } from '@dpg/ui'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }

export const messages: MessageSet = { ko, en }

export const pages = (): Route[] => [
  page({
    method: 'GET',
    path: '/developers/components',
    needs: 'public',
    handle: (asked) => ({ html: render(styleGuide({ asked })) }),
  }),
]
