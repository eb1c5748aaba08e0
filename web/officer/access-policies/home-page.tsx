/** What is in force, how often each rule decided within a week, drafts, and every version there was. */
import type { PolicyDraft, PolicyInForce, PolicyRow, PolicyVersion } from '@dpg/guard/contract'
import { textIn } from '@dpg/kernel'
import { Badge, ButtonLink, ButtonRow, type Column, EmptyState, LawRef, MomentText, Table, Title } from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'
import { Findings } from './findings.tsx'

export interface HomePageProps {
  readonly frame: Frame
  readonly inForce: PolicyInForce
  readonly drafts: readonly PolicyDraft[]
  readonly versions: readonly PolicyVersion[]
}

export function HomePage({ frame, inForce, drafts, versions }: HomePageProps) {
  const { t } = frame.asked
  const open = drafts.filter(({ state }) => state === 'draft' || state === 'waiting')
  return (
    <OfficerPage frame={frame} title={t('officer.access.title')}>
      <Title title={t('officer.access.title')} over={frame.office} lead={t('officer.access.lead')} />
      <h2>{t('officer.access.drafts')}</h2>
      {open.length === 0 ? (
        <EmptyState title={t('officer.access.noDrafts')} />
      ) : (
        <Table
          caption={t('officer.access.drafts')}
          hideCaption
          columns={draftColumns(frame)}
          rows={open}
          rowKey={({ id }) => id}
        />
      )}
      <h2>{t('officer.access.inForce', { version: inForce.version })}</h2>
      <Findings frame={frame} findings={inForce.findings} />
      <Table
        caption={t('officer.access.rules', { count: inForce.policies.length })}
        columns={ruleColumns(frame)}
        rows={inForce.policies}
        rowKey={({ id }) => id}
      />
      <h3>{t('officer.access.change')}</h3>
      <p>{t('officer.access.changeHelp')}</p>
      <ButtonRow>
        {inForce.files.map(({ path }) => (
          <ButtonLink key={path} href={`/access-policies/edit?file=${encodeURIComponent(path)}`} kind="tertiary" size="small">
            {path}
          </ButtonLink>
        ))}
      </ButtonRow>
      <h2>{t('officer.access.history')}</h2>
      <Table
        caption={t('officer.access.history')}
        hideCaption
        columns={versionColumns(frame)}
        rows={versions}
        rowKey={({ version }) => String(version)}
      />
    </OfficerPage>
  )
}

const draftColumns = ({ asked: { t } }: Frame): Column<PolicyDraft>[] => [
  {
    key: 'why',
    label: t('officer.access.why'),
    isRowHeader: true,
    cell: ({ id, why }) => <a href={`/access-policies/drafts/${id}`}>{why}</a>,
  },
  { key: 'state', label: t('officer.access.state'), cell: ({ state }) => <Badge>{t(`officer.access.state.${state}`)}</Badge> },
  { key: 'author', label: t('officer.access.author'), cell: ({ author }) => author.name },
  { key: 'at', label: t('officer.access.at'), cell: ({ changedAt }) => <MomentText at={changedAt} short /> },
]

const ruleColumns = ({ asked: { t, lang } }: Frame): Column<PolicyRow>[] => [
  {
    key: 'says',
    label: t('officer.access.rule'),
    isRowHeader: true,
    cell: ({ id, says, law }) => (
      <>
        {textIn(says, lang)}
        <br />
        <span class="hint">
          {id} {law && <LawRef law={law} />}
        </span>
      </>
    ),
  },
  {
    key: 'effect',
    label: t('officer.access.effect'),
    cell: ({ effect }) => <Badge kind={effect === 'permit' ? 'success' : 'danger'}>{t(`officer.access.effect.${effect}`)}</Badge>,
  },
  {
    key: 'decided',
    label: t('officer.access.decided'),
    numeric: true,
    cell: ({ decided }) => (decided === 0 ? t('officer.access.never') : t('officer.access.times', { count: decided })),
  },
]

const versionColumns = ({ asked: { t } }: Frame): Column<PolicyVersion>[] => [
  { key: 'version', label: t('officer.access.version'), isRowHeader: true, cell: ({ version }) => version },
  {
    key: 'why',
    label: t('officer.access.why'),
    cell: ({ why, source, changed }) => (
      <>
        {source === 'pack' ? t('officer.access.fromPack') : why}
        <br />
        <span class="hint">{changed.join(', ')}</span>
      </>
    ),
  },
  {
    key: 'who',
    label: t('officer.access.who'),
    cell: ({ author, approver }) => (author ? t('officer.access.fourEyes', { author, approver: approver ?? '' }) : ''),
  },
  { key: 'at', label: t('officer.access.at'), cell: ({ publishedAt }) => <MomentText at={publishedAt} short /> },
]
