/** The residents' portal. */
import type { MessageSet } from '@dpg/kernel'
import type { Route } from '@dpg/kernel/route'
import { uiMessages } from '@dpg/ui'
import type { ResidentContracts } from './contracts.ts'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import { myPages } from './my/index.ts'
import myEn from './my/messages/en.json' with { type: 'json' }
import myKo from './my/messages/ko.json' with { type: 'json' }
import pluginsEn from './plugins/messages/en.json' with { type: 'json' }
import pluginsKo from './plugins/messages/ko.json' with { type: 'json' }
import { pluginRoutes } from './plugins/routes.ts'
import { preferencesRoute } from './preferences.ts'
import { publicPages } from './public/index.ts'
import sharingEn from './public/sharing/messages/en.json' with { type: 'json' }
import sharingKo from './public/sharing/messages/ko.json' with { type: 'json' }
import siteEn from './public/signin/messages/en.json' with { type: 'json' }
import siteKo from './public/signin/messages/ko.json' with { type: 'json' }

export { problemPage } from './problem.tsx'

export const pages = (contracts: ResidentContracts): Route[] => [
  preferencesRoute,
  ...publicPages(contracts),
  ...pluginRoutes(contracts),
  ...myPages(contracts),
]

export const messages: MessageSet = {
  ko: { ...uiMessages.ko, ...ko, ...myKo, ...siteKo, ...pluginsKo, ...sharingKo },
  en: { ...uiMessages.en, ...en, ...myEn, ...siteEn, ...pluginsEn, ...sharingEn },
}
