/** `/my/documents`: what was issued to me, newest first. */
import type { DocumentSummary } from '@dpg/wallet/contract'
import { Badge, Card, CardList, DateText, dayOf, EmptyState, Title } from '@dpg/ui'
import type { Translate } from '@dpg/kernel'
import { type Frame, ResidentPage } from '../../frame.tsx'

export interface DocumentListProps {
  readonly frame: Frame
  readonly documents: readonly DocumentSummary[]
  readonly today: string
}

export function DocumentList({ frame, documents, today }: DocumentListProps) {
  const { t } = frame.asked
  const title = t('resident.my.documents.title')
  return (
    <ResidentPage frame={frame} title={title} isPrivate>
      <Title title={title} lead={t('resident.my.documents.lead')} />
      {documents.length === 0 && (
        <EmptyState title={t('resident.my.documents.none')}>
          <p>{t('resident.my.documents.noneText')}</p>
        </EmptyState>
      )}
      <CardList>
        {documents.map((one) => (
          <Card
            key={one.id}
            title={one.title}
            level={2}
            href={`/my/documents/${one.id}`}
            top={<DocumentBadge document={one} today={today} t={t} />}
            facts={[
              [t('resident.my.document.issuer'), one.issuer],
              [t('resident.my.document.issued'), <DateText key="issued" day={dayOf(one.issuedAt)} />],
              [t('resident.my.document.number'), one.number],
            ]}
          />
        ))}
      </CardList>
    </ResidentPage>
  )
}

/** Whether it still proves anything. */
export function DocumentBadge({
  document,
  today,
  t,
}: {
  readonly document: DocumentSummary
  readonly today: string
  readonly t: Translate
}) {
  if (document.revokedAt !== null) return <Badge kind="danger">{t('resident.my.document.revoked')}</Badge>
  if (document.validUntil !== null && document.validUntil < today)
    return <Badge kind="gray">{t('resident.my.document.expired')}</Badge>
  return (
    <Badge kind="success" icon="check">
      {t('resident.my.document.valid')}
    </Badge>
  )
}
