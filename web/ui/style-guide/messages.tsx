/** Telling. */
import { DemoBanner } from '../content/demo-banner.tsx'
import { EmptyState } from '../content/empty-state.tsx'
import { Markdown } from '../content/markdown.tsx'
import { Notice } from '../content/notice.tsx'
import { ButtonLink } from '../form/button.tsx'
import type { GuidePart } from './index.tsx'

const KINDS = ['info', 'success', 'warning', 'danger'] as const

export const Messages = ({ t }: GuidePart) => (
  <section aria-labelledby="messages">
    <h2 id="messages">{t('messages.title')}</h2>
    {KINDS.map((kind) => (
      <Notice key={kind} kind={kind} title={t(`messages.${kind}`)}>
        <p>
          {t(`messages.${kind}Text`)} <a href="#messages">{t('messages.more')}</a>
        </p>
      </Notice>
    ))}
    <Markdown text={t('messages.letter')} level={3} />
    <DemoBanner persona={t('sample.name')} switchHref="#messages" />
    <EmptyState title={t('messages.empty')}>
      <p>{t('messages.emptyText')}</p>
      <ButtonLink href="#finding" kind="secondary" size="medium">
        {t('messages.emptyAction')}
      </ButtonLink>
    </EmptyState>
  </section>
)
