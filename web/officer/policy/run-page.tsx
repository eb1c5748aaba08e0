/** What comes of a change: side by side with today, by group, and what the numbers rest on. */
import type { Draft, Estimate, PeopleInfo, Policy, PolicyRun, RunResult } from '@dpg/policy/contract'
import {
  ButtonLink,
  ButtonRow,
  type Column,
  DownloadLink,
  type Figure,
  Figures,
  formatDate,
  formatNumber,
  Notice,
  Table,
  Tabs,
  Title,
} from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'
import { crumbs } from './form-page.tsx'
import { Group, MEASURES, type Measure } from './groups.tsx'
import { StandIns } from './stand-ins.tsx'
import { Standing } from './standing.tsx'
import { type ChangeRow, changeRows, compact, plusMinus, signed } from './words.tsx'

export { MEASURES } from './groups.tsx'

export interface RunPageProps {
  readonly frame: Frame
  readonly run: PolicyRun
  readonly result: RunResult
  readonly draft: Draft | undefined
  readonly policy: Policy
  readonly people: PeopleInfo
  readonly show: Measure
  readonly sido?: string | undefined
}

export function RunPage(props: RunPageProps) {
  const { frame, run, result, draft, show } = props
  const { t, lang } = frame.asked
  const title = t('officer.policy.run.title', { service: run.title })
  return (
    <OfficerPage frame={frame} title={title} breadcrumb={crumbs(frame, title)}>
      <Title title={title} lead={t('officer.policy.run.lead', { day: formatDate(run.inputs.asOf, lang) })} />
      <Table
        caption={t('officer.policy.run.changes')}
        columns={changeColumns(frame)}
        rows={changeRows(run.inputs.changes, draft, t)}
        rowKey={({ key }) => key}
      />
      <h2>{t('officer.policy.run.nation')}</h2>
      <StandIns
        frame={frame}
        policy={props.policy}
        asOf={run.inputs.asOf}
        standIns={result.standIns ?? []}
        meaning="officer.policy.standIns.text"
      />
      <div class="wide-figures">
        <Figures figures={figuresOf(props)} />
      </div>
      <Sampling {...props} />
      <ButtonRow>
        <DownloadLink href={`/policy/runs/${run.id}/csv`} label={t('officer.policy.run.csv')} format="CSV" />
        <ButtonLink kind="secondary" href={`/policy/new?${new URLSearchParams({ service: run.inputs.service, from: run.id })}`}>
          {t('officer.policy.run.change')}
        </ButtonLink>
      </ButtonRow>
      <h2 id="groups">{t('officer.policy.run.groups')}</h2>
      <Tabs
        label={t('officer.policy.run.measure')}
        tabs={MEASURES.filter((one) => one !== 'won' || result.pays).map((one) => ({
          label: t(`officer.policy.measure.${one}`),
          href: hrefOf(run.id, one, props.sido),
          current: one === show,
        }))}
      />
      <Groups {...props} />
      <Missing {...props} />
      <Standing frame={frame} run={run} />
    </OfficerPage>
  )
}

const hrefOf = (id: string, show: Measure, sido: string | undefined): string =>
  `/policy/runs/${id}?${new URLSearchParams({ show, ...(sido ? { sido } : {}) })}#groups`

function Groups({ frame, policy, result, run, show, sido }: RunPageProps) {
  const { t, lang } = frame.asked
  const common = { frame, policy, result, show }
  const districts = sido === undefined ? undefined : result.districts[sido]
  return (
    <>
      {districts && sido !== undefined ? (
        <Group
          {...common}
          grouping="sigungu"
          rows={districts}
          title={t('officer.policy.run.districts', { sido: policy.groupName('sido', sido, lang) })}
        >
          <p>
            <a href={hrefOf(run.id, show, undefined)}>{t('officer.policy.run.allProvinces')}</a>
          </p>
        </Group>
      ) : (
        <Group
          {...common}
          grouping="sido"
          rows={result.by.sido}
          title={t('policy.by.sido')}
          href={(group) => hrefOf(run.id, show, group)}
        >
          <p class="hint">{t('officer.policy.run.drill')}</p>
        </Group>
      )}
      {(['age', 'decile', 'size', 'sex'] as const).map((grouping) => (
        <Group key={grouping} {...common} grouping={grouping} rows={result.by[grouping]} title={t(`policy.by.${grouping}`)} />
      ))}
    </>
  )
}

type Counted = Pick<RunPageProps, 'frame'> & { readonly result: Omit<RunResult, 'districts'> }

/** The nation before and after, and who gets more or less. */
export function figuresOf({ frame, result }: Counted): readonly Figure[] {
  const { t, lang } = frame.asked
  const { before, after, difference, winners, losers, unit, pays } = result
  const units = (value: number) => t(`officer.policy.units.${unit}`, { count: compact(value, lang) })
  const off = (estimate: Estimate) => plusMinus(estimate, lang)
  const entitled: Figure[] = [
    { label: t('officer.policy.figure.eligibleBefore'), value: units(before.eligible.value), note: off(before.eligible) },
    { label: t('officer.policy.figure.eligibleAfter'), value: units(after.eligible.value), note: off(after.eligible) },
    {
      label: t('officer.policy.figure.eligibleDiff'),
      value: t(`officer.policy.units.${unit}`, { count: signed(difference.eligible.value, lang) }),
      note: off(difference.eligible),
    },
    {
      label: t('officer.policy.figure.unknown'),
      value: `${compact(before.unknown.value, lang)} → ${compact(after.unknown.value, lang)}`,
      note: t('officer.policy.figure.unknownNote'),
    },
  ]
  const won = (text: string) => t('officer.policy.won', { count: text })
  const cost: Figure[] = [
    { label: t('officer.policy.figure.wonBefore'), value: won(compact(before.won.value, lang)), note: off(before.won) },
    { label: t('officer.policy.figure.wonAfter'), value: won(compact(after.won.value, lang)), note: off(after.won) },
    { label: t('officer.policy.figure.wonDiff'), value: won(signed(difference.won.value, lang)), note: off(difference.won) },
  ]
  const side = (
    label: string,
    { units: counted, won: money, newly }: RunResult['winners'],
    kind: 'winners' | 'losers',
  ): Figure => ({
    label,
    value: counted === null ? t('officer.policy.withheld') : units(counted.value),
    note: [
      ...(counted === null || counted.margin === 0 ? [] : [off(counted)]),
      ...(pays && money !== null && money > 0 ? [won(compact(money, lang))] : []),
      ...(newly === null || newly === 0 ? [] : [t(`officer.policy.newly.${kind}`, { count: compact(newly, lang) })]),
    ].join(', '),
  })
  return [
    ...entitled,
    ...(pays ? cost : []),
    side(t('officer.policy.figure.winners'), winners, 'winners'),
    side(t('officer.policy.figure.losers'), losers, 'losers'),
  ]
}

/** What the numbers rest on. */
export function Sampling({ frame, result }: Counted) {
  const { t, lang } = frame.asked
  const number = (value: number) => formatNumber(Math.round(value), lang)
  const { sample, weight, unit, people, amountUnknown } = result
  const lacking = Math.max(amountUnknown.before ?? 0, amountUnknown.after ?? 0)
  return (
    <Notice title={t('officer.policy.sample.title')}>
      <p>
        {t('officer.policy.sample.text', {
          people: number(sample.people),
          households: number(sample.households),
          weight: number(weight),
        })}
      </p>
      {unit === 'household' && (
        <p>
          {t('officer.policy.sample.household', { before: compact(people.before, lang), after: compact(people.after, lang) })}
        </p>
      )}
      {lacking > 0 && <p>{t('officer.policy.sample.amountUnknown', { count: compact(lacking, lang) })}</p>}
      <p>{t('officer.policy.sample.withheld')}</p>
    </Notice>
  )
}

/** Facts that leave answers open. */
export function Missing({ frame, result, policy }: Counted & Pick<RunPageProps, 'policy'>) {
  const { t, lang } = frame.asked
  if (result.missing.length === 0) return null
  return (
    <>
      <h2>{t('officer.policy.missing.title')}</h2>
      <p>{t('officer.policy.missing.lead')}</p>
      <ul class="list">
        {result.missing.map(({ fact, units }) => (
          <li key={fact}>
            {policy.factName(fact, lang)}:{' '}
            {units === null
              ? t('officer.policy.withheld')
              : t(`officer.policy.units.${result.unit}`, { count: compact(units, lang) })}
          </li>
        ))}
      </ul>
    </>
  )
}

function changeColumns({ asked: { t } }: Frame): Column<ChangeRow>[] {
  const text = (words: string, isFeel: boolean) => (isFeel ? <code class="feel">{words}</code> : words)
  return [
    { key: 'what', label: t('officer.policy.column.what'), isRowHeader: true, cell: ({ what }) => what },
    { key: 'before', label: t('officer.policy.column.before'), cell: ({ before, isFeel }) => text(before, isFeel) },
    {
      key: 'after',
      label: t('officer.policy.column.after'),
      cell: ({ after, isFeel }) => <strong>{text(after, isFeel)}</strong>,
    },
  ]
}
