/** Where a what-if begins: a service to choose, and what was tried before. */
import type { PeopleInfo, PolicyRun } from '@dpg/policy/contract'
import { Badge, Button, type Column, EmptyState, Form, MomentText, Pagination, Select, Table, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'
import { changesInShort } from './words.tsx'
import { aboutPeople } from './people-note.tsx'

export interface PolicyHomeProps {
  readonly frame: Frame
  readonly services: readonly { readonly id: string; readonly title: string; readonly pays: boolean }[]
  readonly items: readonly PolicyRun[]
  readonly total: number
  readonly people: PeopleInfo
  readonly page: number
  readonly size: number
  readonly figureName: (id: string) => string
}

export function PolicyHome({ frame, services, items, total, people, page, size, figureName }: PolicyHomeProps) {
  const { t } = frame.asked
  const group = (pays: boolean) => ({
    label: t(pays ? 'officer.policy.home.paying' : 'officer.policy.home.others'),
    options: services.filter((one) => one.pays === pays).map(({ id, title }) => ({ value: id, label: title })),
  })
  return (
    <OfficerPage frame={frame} title={t('officer.policy.title')}>
      <Title title={t('officer.policy.title')} over={frame.office} lead={t('officer.policy.lead')} />
      <Form action="/policy/new" method="get">
        <Select
          name="service"
          label={t('officer.policy.home.service')}
          options={[group(true), group(false)]}
          placeholder={null}
        />
        <Button>{t('officer.policy.home.go')}</Button>
      </Form>
      {aboutPeople(frame, people)}
      <h2>{t('officer.policy.home.before')}</h2>
      {items.length === 0 ? (
        <EmptyState title={t('officer.policy.home.none')} />
      ) : (
        <Table
          caption={t('officer.policy.home.caption', { total })}
          columns={columns(frame, figureName)}
          rows={items}
          rowKey={(run) => run.id}
        />
      )}
      <Pagination page={page} pages={Math.ceil(total / size)} href={(number) => `/policy?page=${number}`} />
    </OfficerPage>
  )
}

function columns({ asked: { t } }: Frame, figureName: (id: string) => string): Column<PolicyRun>[] {
  return [
    {
      key: 'service',
      label: t('officer.policy.column.service'),
      isRowHeader: true,
      cell: (run) => (
        <>
          <a href={`/policy/runs/${run.id}`}>{run.title}</a>
          <br />
          <span class="hint">{run.id.slice(0, 8)}</span>
        </>
      ),
    },
    {
      key: 'changes',
      label: t('officer.policy.column.changes'),
      cell: (run) => changesInShort(run.inputs.changes, t, figureName),
    },
    {
      key: 'state',
      label: t('officer.policy.column.state'),
      cell: (run) => (
        <Badge kind={run.state === 'done' ? 'success' : run.state === 'failed' ? 'danger' : 'information'}>
          {t(`officer.policy.state.${run.state}`)}
        </Badge>
      ),
    },
    { key: 'at', label: t('officer.policy.column.at'), cell: (run) => <MomentText at={run.createdAt} short /> },
  ]
}
