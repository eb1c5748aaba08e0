/** In demonstration mode, on first pages: who one is right now, and how to be someone else. The masthead says it on every page. */
import type { ComponentChildren } from 'preact'
import { useReader } from '../reader.ts'
import { Badge } from './badge.tsx'

export interface DemoBannerProps {
  /** Name of the made-up person. */
  readonly persona?: string
  readonly switchHref?: string
  readonly children?: ComponentChildren
}

export function DemoBanner({ persona, switchHref, children }: DemoBannerProps) {
  const { t } = useReader()
  return (
    <div class="demo-banner">
      <Badge kind="point">{t('ui.demo')}</Badge>
      <p>
        {persona ? t('ui.demo.as', { name: persona }) : t('ui.demo.choose')}
        {switchHref && (
          <>
            {' '}
            <a href={switchHref}>{t(persona ? 'ui.user.switch' : 'ui.demo.start')}</a>
          </>
        )}
      </p>
      {children}
    </div>
  )
}
