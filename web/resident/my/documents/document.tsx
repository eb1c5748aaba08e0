/** `/my/documents/{id}`: the document to read, to take along, and how somebody else checks that it is genuine. */
import type { DocumentSummary } from '@dpg/wallet/contract'
import { ButtonRow, DateText, DownloadLink, Island, MomentText, Notice, StructuredList, Title } from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { DocumentBadge } from './list.tsx'

export interface DocumentPageProps {
  readonly frame: Frame
  readonly document: DocumentSummary
  /** HTML of the document as the wallet renders it: every text in it is escaped there. */
  readonly fragment: string
  readonly today: string
  readonly site: string
}

export function DocumentPage({ frame, document, fragment, today, site }: DocumentPageProps) {
  const { t } = frame.asked
  const { id, title, number, issuer, issuedAt, validUntil, revokedAt } = document
  return (
    <ResidentPage
      frame={frame}
      title={title}
      breadcrumb={[{ label: t('resident.my.documents.title'), href: '/my/documents' }, { label: title }]}
      isPrivate
    >
      <Title title={title} over={issuer}>
        <DocumentBadge document={document} today={today} t={t} />
      </Title>
      {revokedAt && (
        <Notice kind="danger" title={t('resident.my.document.revokedTitle')}>
          <p>
            <MomentText at={revokedAt} />
          </p>
        </Notice>
      )}
      <ButtonRow>
        <DownloadLink href={`/my/documents/${id}/pdf`} label={t('resident.my.document.pdf')} format="PDF" />
        <DownloadLink href={`/my/documents/${id}/json`} label={t('resident.my.document.json')} format="JSON" />
        <Island name="print" props={{ label: t('resident.my.document.print') }} />
      </ButtonRow>
      <div dangerouslySetInnerHTML={{ __html: fragment }} />
      <section>
        <h2>{t('resident.my.document.handOver')}</h2>
        <StructuredList
          items={[
            { key: t('resident.my.document.number'), value: <strong>{number}</strong> },
            { key: t('resident.my.document.issued'), value: <MomentText at={issuedAt} /> },
            {
              key: t('resident.my.document.until'),
              value: validUntil ? <DateText day={validUntil} /> : t('resident.my.document.forever'),
            },
          ]}
        />
        <ol>
          <li>{t('resident.my.document.step1')}</li>
          <li>
            {t('resident.my.document.step2')} <a href="/verify">{`${site}/verify`}</a>
          </li>
          <li>{t('resident.my.document.step3')}</li>
        </ol>
      </section>
      {document.case && (
        <p>
          <a href={`/my/cases/${document.case}`}>{t('resident.my.document.case')}</a>
        </p>
      )}
    </ResidentPage>
  )
}
