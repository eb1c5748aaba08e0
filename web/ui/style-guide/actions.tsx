/** Buttons and ways on. */
import { Badge, type BadgeKind } from '../content/badge.tsx'
import { Pager } from '../content/pager.tsx'
import { Button, ButtonRow } from '../form/button.tsx'
import type { GuidePart } from './index.tsx'

const KINDS = ['primary', 'secondary', 'tertiary', 'danger', 'text'] as const
const SIZES = ['large', 'medium', 'small'] as const
const BADGES: readonly BadgeKind[] = ['primary', 'secondary', 'gray', 'success', 'warning', 'danger', 'information', 'point']

export const Actions = ({ t }: GuidePart) => (
  <section aria-labelledby="actions">
    <h2 id="actions">{t('actions.title')}</h2>
    {SIZES.map((size) => (
      <ButtonRow key={size}>
        {KINDS.map((kind) => (
          <Button key={kind} type="button" kind={kind} size={size}>
            {t(`actions.${kind}`)}
          </Button>
        ))}
      </ButtonRow>
    ))}
    <p>
      {BADGES.map((kind) => (
        <span key={kind}>
          <Badge kind={kind}>{t(`actions.badge.${kind}`)}</Badge>{' '}
        </span>
      ))}
    </p>
    <Pager previous={{ href: '#fields', label: t('fields.title') }} next={{ href: '#messages', label: t('messages.title') }} />
  </section>
)
