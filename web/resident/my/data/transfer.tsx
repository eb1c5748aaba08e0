/** `/my/data/{id}`: one thing I send: what, to whom, how long, what was handed over when; stopping it. */
import type { Transfer } from '@dpg/mydata/contract'
import {
  Badge,
  Button,
  DateText,
  DownloadLink,
  EmptyState,
  Form,
  MomentText,
  Notice,
  StructuredList,
  Table,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import type { Names } from '../who.ts'

export interface TransferPageProps {
  readonly frame: Frame
  readonly transfer: Transfer
  readonly names: Names
  /** It has just been agreed to; where the receiver waits, if anywhere. */
  readonly isNew: boolean
  readonly back: string | null
}

export function TransferPage({ frame, transfer, names, isNew, back }: TransferPageProps) {
  const { t } = frame.asked
  const title = `${transfer.receiver.name} · ${transfer.bundle.title}`
  return (
    <ResidentPage
      frame={frame}
      title={title}
      breadcrumb={[{ label: t('resident.my.data.title'), href: '/my/data' }, { label: title }]}
      isPrivate
    >
      {isNew && (
        <Notice kind="success" isAnswer title={t('resident.my.data.given', { receiver: transfer.receiver.name })}>
          {back && (
            <p>
              <a href={back}>{t('resident.my.data.back', { receiver: transfer.receiver.name })}</a>
            </p>
          )}
        </Notice>
      )}
      <Badge kind={transfer.state === 'active' ? 'primary' : 'gray'}>{t(`resident.my.data.state.${transfer.state}`)}</Badge>
      <Title title={title} />
      <StructuredList
        items={[
          { key: t('resident.my.data.often'), value: t(`resident.my.data.every.${transfer.every ?? 'once'}`) },
          { key: t('resident.my.data.since'), value: <MomentText at={transfer.givenAt} /> },
          { key: t('resident.my.data.until'), value: <DateText day={transfer.until} /> },
          ...(transfer.endedAt ? [{ key: t('resident.my.data.stoppedAt'), value: <MomentText at={transfer.endedAt} /> }] : []),
          { key: t('resident.my.data.items'), value: transfer.facts.map(names.fact).join(', ') },
        ]}
      />
      {transfer.state === 'active' && (
        <Form action={`/my/data/${transfer.id}/stop`}>
          <Button kind="danger">{t('resident.my.data.stopNow')}</Button>
        </Form>
      )}
      <section>
        <h2>{t('resident.my.data.history')}</h2>
        <p>{t('resident.my.data.historyText')}</p>
        {transfer.deliveries.length === 0 ? (
          <EmptyState title={t('resident.my.data.notYet')} />
        ) : (
          <Table
            caption={t('resident.my.data.history')}
            columns={[
              { key: 'at', label: t('resident.my.data.when'), cell: ({ at }) => <MomentText at={at} />, isRowHeader: true },
              { key: 'facts', label: t('resident.my.data.count'), cell: ({ facts }) => facts, numeric: true },
              { key: 'missing', label: t('resident.my.data.missing'), cell: ({ missing }) => missing, numeric: true },
            ]}
            rows={transfer.deliveries}
            rowKey={({ at }) => at}
            hideCaption
          />
        )}
      </section>
      <p>
        <DownloadLink
          href={`/api/mydata/transfers/${transfer.id}/consent-record`}
          label={t('resident.my.data.record')}
          format="JWS"
        />
      </p>
    </ResidentPage>
  )
}
