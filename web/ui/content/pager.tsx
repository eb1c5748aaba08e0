/** To the previous and the next of a sequence: questions of a form, cases of a list. */
import { useReader } from '../reader.ts'
import { Icon } from './icon.tsx'

export interface PagerLink {
  readonly href: string
  readonly label: string
}

export function Pager({ previous, next }: { readonly previous?: PagerLink; readonly next?: PagerLink }) {
  const { t } = useReader()
  return (
    <nav class="pager" aria-label={t('ui.pager')}>
      {previous && (
        <a href={previous.href} rel="prev">
          <Icon name="back" />
          <span>
            <span class="hint">{t('ui.pages.previous')}</span>
            <span class="pager-label">{previous.label}</span>
          </span>
        </a>
      )}
      {next && (
        <a class="pager-next" href={next.href} rel="next">
          <span>
            <span class="hint">{t('ui.pages.next')}</span>
            <span class="pager-label">{next.label}</span>
          </span>
          <Icon name="arrow" />
        </a>
      )}
    </nav>
  )
}

/** The way back, above the title of a question. */
export function BackLink({ href, label }: { readonly href: string; readonly label?: string }) {
  const { t } = useReader()
  return (
    <a class="back-link" href={href}>
      <Icon name="back" />
      {label ?? t('ui.back')}
    </a>
  )
}
