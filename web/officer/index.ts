/** The officers' portal. */
import type { MessageSet } from '@dpg/kernel'
import { page, type Route } from '@dpg/kernel/route'
import { render } from '@dpg/ui'
import { Start } from './start.tsx'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }

export const messages: MessageSet = { ko, en }

export const pages = (): Route[] => [
  page({ method: 'GET', path: '/work', needs: 'public', handle: (asked) => ({ html: render(Start({ asked })) }) }),
]
