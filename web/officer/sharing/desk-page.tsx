/** `/sharing/desk`: what waits for my agency, and what it has to do with. */
import type { SharingRequest } from '@dpg/sharing/contract'
import { Badge, ButtonLink, ButtonRow, type Column, DateText, EmptyState, Pagination, Table, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'

export const DESK = '/sharing/desk'
export const PAGE_SIZE = 50

export interface DeskPageProps {
  readonly frame: Frame
  /** Code of the official's agency. */
  readonly agency: string
  readonly requests: readonly SharingRequest[]
  readonly total: number
  readonly page: number
}

export function DeskPage({ frame, agency, requests, total, page }: DeskPageProps) {
  const { t } = frame.asked
  const ours = requests.filter(({ turn }) => turn?.id === agency)
  const others = requests.filter(({ turn }) => turn?.id !== agency)
  return (
    <OfficerPage frame={frame} title={t('officer.sharing.title')}>
      <Title title={t('officer.sharing.title')} over={frame.office} lead={t('officer.sharing.lead')} />
      <ButtonRow>
        <ButtonLink href={`${DESK}/new`} size="medium">
          {t('officer.sharing.new')}
        </ButtonLink>
        <ButtonLink href="/sharing" kind="tertiary" size="medium">
          {t('officer.sharing.public')}
        </ButtonLink>
      </ButtonRow>
      <List frame={frame} title={t('officer.sharing.ours')} none={t('officer.sharing.nothing')} rows={ours} />
      <List frame={frame} title={t('officer.sharing.others')} none={t('officer.sharing.nothing')} rows={others} />
      <Pagination page={page} pages={Math.ceil(total / PAGE_SIZE)} href={(to) => `${DESK}?page=${to}`} />
    </OfficerPage>
  )
}

interface ListProps {
  readonly frame: Frame
  readonly title: string
  readonly none: string
  readonly rows: readonly SharingRequest[]
}

function List({ frame, title, none, rows }: ListProps) {
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <EmptyState title={none} />
      ) : (
        <Table caption={title} hideCaption columns={columns(frame)} rows={rows} rowKey={({ id }) => id} />
      )}
    </section>
  )
}

const columns = ({ asked: { t } }: Frame): Column<SharingRequest>[] => [
  {
    key: 'what',
    label: t('sharing.what'),
    isRowHeader: true,
    cell: ({ id, number, facts, dataset }) => (
      <a href={`${DESK}/${id}`}>
        {t('sharing.numbered', { number, what: dataset?.title ?? facts.map(({ title }) => title).join(', ') })}
      </a>
    ),
  },
  { key: 'asker', label: t('sharing.asker'), cell: ({ agency }) => agency.title },
  { key: 'holder', label: t('sharing.holder'), cell: ({ holder }) => holder.title },
  {
    key: 'state',
    label: t('sharing.stands'),
    cell: ({ state, isOverdue }) => (
      <>
        <Badge kind={state === 'granted' ? 'success' : 'gray'}>{t(`sharing.state.${state}`)}</Badge>
        {isOverdue && <Badge kind="danger">{t('sharing.overdue')}</Badge>}
      </>
    ),
  },
  {
    key: 'turn',
    label: t('sharing.turn'),
    cell: ({ turn, dueOn, state }) => (
      <>
        {turn?.title ?? t(`sharing.next.${state}`)}
        {dueOn && (
          <>
            {' '}
            <DateText day={dueOn} short />
          </>
        )}
      </>
    ),
  },
]
