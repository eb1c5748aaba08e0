/** The developers' portal. */
import type { MessageSet } from '@dpg/kernel'
import { type Asked, page, type Route } from '@dpg/kernel/route'
import { render, styleGuide } from '@dpg/ui'
import { z } from 'zod'
import appsEn from './apps/messages/en.json' with { type: 'json' }
import appsKo from './apps/messages/ko.json' with { type: 'json' }
import { appRoutes } from './apps/routes.ts'
import type { DeveloperContracts } from './contracts.ts'
import { Hub } from './hub.tsx'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }
import pluginsEn from './plugins/messages/en.json' with { type: 'json' }
import pluginsKo from './plugins/messages/ko.json' with { type: 'json' }
import { pluginRoutes } from './plugins/routes.ts'
import { isForForm } from './playground/form.ts'
import { playgroundRoutes } from './playground/routes.ts'
import { type Operation, operationsByTag } from './open-api.ts'
import { ProblemType } from './problem-type.tsx'
import { Reference } from './reference.tsx'
import sitesEn from './sites/messages/en.json' with { type: 'json' }
import sitesKo from './sites/messages/ko.json' with { type: 'json' }
import { siteRoutes } from './sites/routes.ts'

export const messages: MessageSet = {
  ko: { ...ko, ...sitesKo, ...appsKo, ...pluginsKo },
  en: { ...en, ...sitesEn, ...appsEn, ...pluginsEn },
}

export function pages({ catalogue, developers, identity, plugins, isDemo, openApi }: DeveloperContracts): Route[] {
  let tags: ReadonlyMap<string, readonly Operation[]> | undefined
  const byTag = () => {
    tags ??= operationsByTag(openApi())
    return tags
  }
  const offered = () => new Set(developers.operations().flatMap(({ id, body }) => (isForForm(body) ? [id] : [])))
  const frameOf = (asked: Pick<Asked<never, never, never>, 'lang' | 'preferences' | 'url' | 't' | 'principal'>) => ({
    asked,
    isDemo,
  })
  return [
    ...siteRoutes({ identity, isDemo }),
    ...appRoutes({ developers, isDemo }),
    ...playgroundRoutes({ developers, isDemo }),
    ...pluginRoutes({ catalogue, identity, plugins, isDemo }),
    page({
      method: 'GET',
      path: '/developers',
      needs: 'public',
      handle: (asked) => {
        const { serviceIds, pack } = catalogue.current()
        return {
          html: render(
            Hub({
              frame: frameOf(asked),
              tags: byTag(),
              services: serviceIds.length,
              facts: pack.facts.size,
              origin: asked.url.origin,
            }),
          ),
        }
      },
    }),
    page({
      method: 'GET',
      path: '/developers/api',
      needs: 'public',
      handle: (asked) => ({ html: render(Reference({ frame: frameOf(asked), tags: byTag(), open: offered() })) }),
    }),
    page({
      method: 'GET',
      path: '/developers/components',
      needs: 'public',
      handle: (asked) => ({ html: render(styleGuide({ asked })) }),
    }),
    page({
      method: 'GET',
      path: '/problems/{area}/{name}',
      needs: 'public',
      params: z.object({ area: z.string().regex(/^[a-z]+$/), name: z.string().regex(/^[a-z-]+$/) }),
      handle: (asked) => {
        const type = `${asked.params.area}/${asked.params.name}`
        const isKnown = asked.t(`problem.${type}.title`) !== `problem.${type}.title`
        return {
          status: isKnown ? 200 : 404,
          html: render(ProblemType({ frame: frameOf(asked), type: isKnown ? type : 'kernel/not-found' })),
        }
      },
    }),
  ]
}
