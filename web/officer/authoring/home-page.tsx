/** Rules of all services: what is in force, what is being written, what waits for a decision. */
import type { DraftSummary, ServiceLine } from '@dpg/authoring/contract'
import type { ServiceHits } from '@dpg/catalogue/contract'
import { Button, EmptyState, FilterForm, Form, MomentText, Table, TextField, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'
import { StateBadge } from './shell.tsx'

export interface HomeProps {
  readonly frame: Frame
  readonly services: readonly ServiceLine[]
  readonly drafts: readonly DraftSummary[]
  readonly q: string
  readonly found: ServiceHits | null
  readonly mayWrite: boolean
  readonly actKey: string
}

export function AuthoringHome({ frame, services, drafts, q, found, mayWrite, actKey }: HomeProps) {
  const { t } = frame.asked
  const going = drafts.filter(({ state }) => state !== 'published' && state !== 'discarded')
  return (
    <OfficerPage frame={frame} title={t('officer.authoring.title')}>
      <Title title={t('officer.authoring.title')} over={frame.office} lead={t('officer.authoring.lead')} />
      <section>
        <h2>{t('officer.authoring.drafts')}</h2>
        {going.length === 0 ? (
          <EmptyState title={t('officer.authoring.noDrafts')} />
        ) : (
          <Table
            caption={t('officer.authoring.drafts')}
            hideCaption
            columns={[
              {
                key: 'title',
                label: t('officer.authoring.column.service'),
                isRowHeader: true,
                cell: (one) => (
                  <a href={`/authoring/drafts/${one.id}${one.state === 'submitted' ? '/review' : ''}`}>{one.title}</a>
                ),
              },
              {
                key: 'state',
                label: t('officer.authoring.column.state'),
                cell: (one) => <StateBadge state={one.state} label={t(`officer.authoring.state.${one.state}`)} />,
              },
              {
                key: 'author',
                label: t('officer.authoring.column.author'),
                cell: (one) => (one.isMine ? t('officer.authoring.me') : one.author.name),
              },
              {
                key: 'updated',
                label: t('officer.authoring.column.updated'),
                cell: (one) => <MomentText at={one.updatedAt} short />,
              },
            ]}
            rows={going}
            rowKey={(one) => one.id}
          />
        )}
      </section>
      <section>
        <h2>{t('officer.authoring.services')}</h2>
        <Table
          caption={t('officer.authoring.servicesCaption', { count: services.length })}
          columns={[
            {
              key: 'title',
              label: t('officer.authoring.column.service'),
              isRowHeader: true,
              cell: (one) => <a href={`/authoring/services/${one.id}`}>{one.title}</a>,
            },
            { key: 'version', label: t('officer.authoring.column.version'), cell: (one) => one.version },
            {
              key: 'published',
              label: t('officer.authoring.column.published'),
              cell: (one) => (one.publishedAt ? <MomentText at={one.publishedAt} short /> : ''),
            },
            {
              key: 'by',
              label: t('officer.authoring.column.by'),
              cell: (one) => one.publishedBy ?? t('officer.authoring.byPack'),
            },
            { key: 'criteria', label: t('officer.authoring.column.criteria'), numeric: true, cell: (one) => one.criteria },
            { key: 'cases', label: t('officer.authoring.column.cases'), numeric: true, cell: (one) => one.cases },
            { key: 'open', label: t('officer.authoring.column.open'), numeric: true, cell: (one) => one.openDrafts },
          ]}
          rows={services}
          rowKey={(one) => one.id}
        />
      </section>
      {mayWrite && (
        <section>
          <h2>{t('officer.authoring.fromEntry')}</h2>
          <p>{t('officer.authoring.fromEntryHelp')}</p>
          <FilterForm
            action="/authoring"
            label={t('officer.authoring.findEntry')}
            does={t('ui.search.button')}
            {...(q ? { clearHref: '/authoring' } : {})}
          >
            <TextField name="q" label={t('officer.authoring.entryName')} value={q} maxLength={60} />
          </FilterForm>
          {found && found.items.length === 0 && <EmptyState title={t('officer.authoring.noEntry')} />}
          {found && found.items.length > 0 && (
            <Table
              caption={t('officer.authoring.entries', { total: found.total })}
              columns={[
                {
                  key: 'title',
                  label: t('officer.authoring.column.service'),
                  isRowHeader: true,
                  cell: (one) => <a href={`/services/${one.id}`}>{one.title}</a>,
                },
                { key: 'agency', label: t('officer.authoring.column.agency'), cell: (one) => one.agencyName },
                {
                  key: 'open',
                  label: t('officer.authoring.column.draft'),
                  cell: (one) => (
                    <Form action="/authoring/drafts" carry={{ key: `${actKey}-${one.id}`, service: one.id }}>
                      <Button kind="tertiary" size="small">
                        {t('officer.authoring.begin')}
                        <span class="sr-only"> {one.title}</span>
                      </Button>
                    </Form>
                  ),
                },
              ]}
              rows={found.items}
              rowKey={(one) => one.id}
            />
          )}
        </section>
      )}
    </OfficerPage>
  )
}
