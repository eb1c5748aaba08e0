/** `/sharing`: the rule, what may be refused by it, and every request there is. */
import { type Coverage, type ExceptionView, type SharingRequest, STATES, type State } from '@dpg/sharing/contract'
import {
  ButtonLink,
  ButtonRow,
  Card,
  CardList,
  type Column,
  EmptyState,
  Figures,
  formatNumber,
  LawRef,
  Pagination,
  Table,
  Tabs,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { COVERAGE, HOME, requestAt, StateBadge, Turn, whatOf } from './words.tsx'

export const PAGE_SIZE = 20
/** Sentences that say the rule, each with the article it rests on; none: it is this platform's. */
const RULE = [
  ['open', '전자정부법 제36조제1항'],
  ['month', '전자정부법 시행령 제45조제4항'],
  ['silence', null],
  ['people', '전자정부법 제39조제4항'],
  ['no', '전자정부법 제39조제2항'],
  ['appeal', '공공데이터의 제공 및 이용 활성화에 관한 법률 제31조'],
] as const

export interface HomeProps {
  readonly frame: Frame
  readonly coverage: Coverage
  readonly exceptions: readonly ExceptionView[]
  readonly requests: { readonly total: number; readonly items: readonly SharingRequest[] }
  readonly state: State | undefined
  readonly page: number
}

export function SharingHome({ frame, coverage, exceptions, requests, state, page }: HomeProps) {
  const { t, lang } = frame.asked
  return (
    <ResidentPage
      frame={frame}
      title={t('resident.sharing.title')}
      description={t('resident.sharing.lead')}
      layout="wide"
      breadcrumb={[{ label: t('resident.home'), href: '/' }, { label: t('resident.sharing.title') }]}
    >
      <Title title={t('resident.sharing.title')} lead={t('resident.sharing.lead')} />
      <Figures
        figures={[
          { label: t('resident.sharing.percent'), value: `${coverage.percent}%`, note: t('resident.sharing.percent.note') },
          { label: t('resident.sharing.papers'), value: formatNumber(coverage.papers, lang) },
          { label: t('resident.sharing.exceptions'), value: formatNumber(exceptions.length, lang) },
        ]}
      />
      <ButtonRow>
        <ButtonLink href={COVERAGE} size="medium">
          {t('resident.sharing.coverage.go')}
        </ButtonLink>
      </ButtonRow>
      <section aria-labelledby="rule">
        <h2 id="rule">{t('resident.sharing.rule')}</h2>
        <ol>
          {RULE.map(([name, law]) => (
            <li key={name}>
              {t(`resident.sharing.rule.${name}`)}{' '}
              {law ? <LawRef law={law} /> : <span class="hint">{t('resident.sharing.rule.own')}</span>}
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="requests">
        <h2 id="requests">{t('resident.sharing.requests')}</h2>
        <Tabs
          label={t('resident.sharing.states')}
          tabs={[undefined, ...STATES].map((one) => ({
            label: one ? t(`sharing.state.${one}`) : t('resident.sharing.all'),
            href: one ? `${HOME}?state=${one}` : HOME,
            current: one === state,
          }))}
        />
        {requests.items.length === 0 ? (
          <EmptyState title={t('resident.sharing.none')} />
        ) : (
          <Table
            caption={t('resident.sharing.found', { count: formatNumber(requests.total, lang) })}
            columns={requestColumns(frame)}
            rows={requests.items}
            rowKey={({ id }) => id}
          />
        )}
        <Pagination
          page={page}
          pages={Math.ceil(requests.total / PAGE_SIZE)}
          href={(to) => `${HOME}?${state ? `state=${state}&` : ''}page=${to}`}
        />
      </section>
      <section aria-labelledby="exceptions">
        <h2 id="exceptions">{t('resident.sharing.exceptions')}</h2>
        <p>{t('resident.sharing.exceptions.lead')}</p>
        <CardList columns={2} label={t('resident.sharing.exceptions')}>
          {exceptions.map((one) => (
            <Exception key={one.id} frame={frame} one={one} />
          ))}
        </CardList>
      </section>
    </ResidentPage>
  )
}

const requestColumns = (frame: Frame): Column<SharingRequest>[] => {
  const { t } = frame.asked
  return [
    {
      key: 'what',
      label: t('sharing.what'),
      isRowHeader: true,
      cell: (one) => (
        <>
          <a href={requestAt(one.id)}>{t('sharing.numbered', { number: one.number, what: whatOf(one, frame) })}</a>
          {one.service && (
            <>
              <br />
              <span class="hint">{one.service.title}</span>
            </>
          )}
        </>
      ),
    },
    { key: 'agency', label: t('sharing.asker'), cell: ({ agency }) => agency.title },
    { key: 'holder', label: t('sharing.holder'), cell: ({ holder }) => holder.title },
    { key: 'state', label: t('sharing.stands'), cell: ({ state }) => <StateBadge frame={frame} state={state} /> },
    { key: 'turn', label: t('sharing.turn'), cell: (one) => <Turn frame={frame} request={one} /> },
  ]
}

function Exception({ frame, one }: { readonly frame: Frame; readonly one: ExceptionView }) {
  const { t, lang } = frame.asked
  const { title, says, law, facts, datasets, confirm, review, refusals, overturned } = one
  const closes = [...facts.map((kind) => t(`sharing.sensitivity.${kind}`)), ...(datasets ? [t('sharing.dataset')] : [])]
  const counts = { count: formatNumber(refusals, lang), overturned: formatNumber(overturned, lang) }
  return (
    <Card
      title={title}
      text={says}
      facts={[
        [t('resident.sharing.closes'), closes.join(', ')],
        [t('resident.sharing.who'), confirm ? confirm.title : t('sharing.holder')],
        [t('resident.sharing.review'), review.title],
        [t('resident.sharing.refusals'), t('resident.sharing.refusals.count', counts)],
      ]}
    >
      <LawRef law={law} />
    </Card>
  )
}
