/** `/my/consents`: what others need my own consent for. */
import type { AskedConsent } from '@dpg/casework/contract'
import { Card, CardList, DateText, dayOf, EmptyState, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { ConsentBadge } from './badge.tsx'

export interface ConsentListProps {
  readonly frame: Frame
  readonly consents: readonly AskedConsent[]
}

export function ConsentList({ frame, consents }: ConsentListProps) {
  const { t } = frame.asked
  const title = t('resident.my.agreeing.list')
  return (
    <ResidentPage frame={frame} title={title} isPrivate>
      <Title title={title} lead={t('resident.my.agreeing.lead')} />
      {consents.length === 0 ? (
        <EmptyState title={t('resident.my.agreeing.none')} />
      ) : (
        <CardList>
          {consents.map((one) => (
            <Card
              key={one.id}
              title={t('resident.my.agreeing.of', { name: one.applicant, service: one.service.title })}
              href={`/my/consents/${one.id}`}
              level={2}
            >
              <ConsentBadge state={one.state} t={t} />
              {one.state === 'asked' && (
                <p>
                  {t('resident.my.agreeing.until')} <DateText day={dayOf(Temporal.Instant.from(one.until)).toString()} />
                </p>
              )}
            </Card>
          ))}
        </CardList>
      )}
    </ResidentPage>
  )
}
