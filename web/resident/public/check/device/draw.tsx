/** Draws one step of the check on the reader's own device, with the code that draws it on the server. */
import { ReaderContext, readerIn, renderPart } from '@dpg/ui'
import type { ComponentChildren } from 'preact'
import { carry, type Said } from '../answers.ts'
import { CheckContent, titleOf } from '../content.tsx'
import { answerView, startView, whyView } from '../view.ts'
import { WhyContent, whyTitle } from '../why.tsx'
import type { CheckReader, CheckWorld } from '../world.ts'
import type { Drawn, Step } from './messages.ts'

export function draw(world: CheckWorld, who: CheckReader['who'], { path, fields }: Step): Drawn {
  const reader: CheckReader = { where: 'device', who }
  if (path === '/check/why') {
    const view = whyView(world, fields)
    return drawn(world, <WhyContent view={view} world={world} reader={reader} />, whyTitle(view, world), view.said, 'read')
  }
  const view = Object.keys(fields).length === 0 ? startView(world) : answerView(world, fields)
  const prefix = view.errors.length > 0 ? `${readerIn(world.lang).t('ui.error.titlePrefix')} ` : ''
  const content = <CheckContent view={view} world={world} reader={reader} />
  return drawn(world, content, prefix + titleOf(view, world), view.said, view.result ? 'wide' : 'read')
}

function drawn(world: CheckWorld, content: ComponentChildren, title: string, said: Said, layout: Drawn['layout']): Drawn {
  const reader = readerIn(world.lang)
  return {
    html: renderPart(<ReaderContext.Provider value={reader}>{content}</ReaderContext.Provider>),
    title: `${title} | ${reader.t('ui.site')}`,
    layout,
    carried: carry(said),
  }
}
