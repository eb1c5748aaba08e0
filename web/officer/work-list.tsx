/** The work of an office: what waits, for whom, until when. */
import type { WorkItem, WorkQuery } from '@dpg/casework/contract'
import {
  Badge,
  type Column,
  Details,
  EmptyState,
  FilterForm,
  MomentText,
  OutcomeBadge,
  Pagination,
  Select,
  Table,
  Tabs,
  TextField,
  Title,
} from '@dpg/ui'
import { type Frame, OfficerPage } from './frame.tsx'
import { LegalClock } from './legal-clock.tsx'

export const SHOWS = ['open', 'mine', 'approval', 'paused', 'ended'] as const

export interface WorkListProps {
  readonly frame: Frame
  readonly query: WorkQuery
  readonly total: number
  readonly items: readonly WorkItem[]
  readonly counts: Readonly<Record<WorkQuery['show'], number>>
  readonly services: readonly { readonly value: string; readonly label: string }[]
  readonly now: number
}

export function WorkList({ frame, query, total, items, counts, services, now }: WorkListProps) {
  const { t } = frame.asked
  const carry = { ...(query.q ? { q: query.q } : {}), ...(query.service ? { service: query.service } : {}) }
  const href = (changes: Record<string, string>) => `/work?${new URLSearchParams({ show: query.show, ...carry, ...changes })}`
  const tabs = SHOWS.map((show) => ({
    label: t(`officer.show.${show}`),
    href: href({ show }),
    current: show === query.show,
    count: counts[show],
  }))
  return (
    <OfficerPage frame={frame} title={t('officer.work.title')}>
      <Title title={t('officer.work.title')} over={frame.office} lead={t('officer.work.lead')} />
      <Tabs label={t('officer.work.views')} tabs={tabs} />
      <Details summary={t('officer.work.filter')} open={Boolean(query.q || query.service)}>
        <FilterForm
          action="/work"
          label={t('officer.work.filter')}
          carry={{ show: query.show }}
          {...(query.q || query.service ? { clearHref: `/work?show=${query.show}` } : {})}
        >
          <TextField
            name="q"
            label={t('officer.work.find')}
            hint={t('officer.work.findHint')}
            value={query.q}
            maxLength={60}
            optional
          />
          <Select
            name="service"
            label={t('officer.work.service')}
            options={services}
            value={query.service}
            placeholder={t('officer.work.allServices')}
            optional
          />
        </FilterForm>
      </Details>
      {items.length === 0 ? (
        <EmptyState title={t(`officer.empty.${query.show}`)} />
      ) : (
        <Table
          caption={t('officer.work.caption', { total })}
          columns={columns(frame, now)}
          rows={items}
          rowKey={(item) => item.id}
        />
      )}
      <Pagination
        page={query.offset / query.limit + 1}
        pages={Math.ceil(total / query.limit)}
        href={(page) => href({ page: String(page) })}
      />
    </OfficerPage>
  )
}

function columns({ asked: { t, lang } }: Frame, now: number): Column<WorkItem>[] {
  return [
    {
      key: 'case',
      label: t('officer.column.case'),
      isRowHeader: true,
      cell: (item) => (
        <>
          <a href={`/work/${item.id}`}>{item.service.title}</a>
          <br />
          <span class="hint">{item.receiptNumber}</span>
        </>
      ),
    },
    { key: 'applicant', label: t('officer.column.applicant'), cell: (item) => item.applicantName },
    {
      key: 'state',
      label: t('officer.column.state'),
      cell: (item) => (
        <>
          {item.stateTitle}
          <Consents consents={item.consents} t={t} />
          {item.waitingFor.length > 0 && <p class="hint">{t('officer.waitingFor', { registers: item.waitingFor.join(', ') })}</p>}
        </>
      ),
    },
    {
      key: 'outcome',
      label: t('officer.column.outcome'),
      cell: (item) => (item.outcome ? <OutcomeBadge outcome={item.outcome} /> : <Badge>{t('officer.notAssessed')}</Badge>),
    },
    { key: 'clock', label: t('officer.column.clock'), cell: (item) => <LegalClock clock={item.clock} now={now} lang={lang} /> },
    { key: 'assignee', label: t('officer.column.assignee'), cell: (item) => item.assignee ?? t('officer.nobody') },
    { key: 'submitted', label: t('officer.column.submitted'), cell: (item) => <MomentText at={item.submittedAt} short /> },
  ]
}

/** How many consents a case waits for, or lacks: without those an official goes on. */
function Consents({ consents: { awaited, missing }, t }: Pick<WorkItem, 'consents'> & Pick<Frame['asked'], 't'>) {
  return (
    <>
      {awaited > 0 && <p class="hint">{t('officer.list.consent.asked', { count: awaited })}</p>}
      {missing > 0 && (
        <p>
          <Badge kind="danger">{t('officer.list.consent.missing', { count: missing })}</Badge>
        </p>
      )}
    </>
  )
}
