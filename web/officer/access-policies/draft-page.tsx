/** A draft before anybody publishes it: its faults, and what it would have decided differently within the last seven days. */
import type { PolicyChange, PolicyReview } from '@dpg/guard/contract'
import {
  Badge,
  Button,
  ButtonLink,
  ButtonRow,
  CodeBlock,
  type Column,
  Details,
  Figures,
  Form,
  formatNumber,
  Notice,
  Table,
  Title,
} from '@dpg/ui'
import { type Frame, OfficerPage } from '../frame.tsx'
import { Findings } from './findings.tsx'
import { questionInWords } from './words.ts'

export interface DraftPageProps {
  readonly frame: Frame
  readonly review: PolicyReview
}

export function DraftPage({ frame, review }: DraftPageProps) {
  const { draft, findings, difference } = review
  const { t } = frame.asked
  return (
    <OfficerPage frame={frame} title={draft.why}>
      <Title title={draft.why} over={t('officer.access.title')} lead={t('officer.access.by', { author: draft.author.name })} />
      <p>
        <Badge>{t(`officer.access.state.${draft.state}`)}</Badge>
      </p>
      {draft.isStale && <Notice kind="warning" title={t('officer.access.stale', { base: draft.base })} />}
      <Findings frame={frame} findings={findings} />
      {difference && <Difference frame={frame} difference={difference} />}
      <h2>{t('officer.access.files')}</h2>
      {draft.files.map(({ path, text }) => (
        <Details key={path} summary={path} asRow>
          <CodeBlock label={path} code={text} />
          <ButtonLink
            href={`/access-policies/edit?file=${encodeURIComponent(path)}&draft=${draft.id}`}
            kind="secondary"
            size="small"
          >
            {t('officer.access.editFile')}
          </ButtonLink>
        </Details>
      ))}
      <Deeds frame={frame} review={review} />
    </OfficerPage>
  )
}

function Deeds({ frame, review: { draft, findings } }: DraftPageProps) {
  const { t, principal } = frame.asked
  const at = `/access-policies/drafts/${draft.id}`
  const isSound = findings.every(({ level }) => level !== 'error')
  const isOwn = principal.official?.id === draft.author.id
  if (draft.state !== 'draft' && draft.state !== 'waiting') return null
  return (
    <Form action={`${at}/${draft.state === 'draft' ? 'send' : 'publish'}`}>
      {draft.state === 'waiting' && isOwn && <Notice title={t('officer.access.waitsForOther')} />}
      <ButtonRow>
        {draft.state === 'draft' && isSound && <Button>{t('officer.access.send')}</Button>}
        {draft.state === 'waiting' && !isOwn && <Button>{t('officer.access.publish')}</Button>}
        <Button kind="tertiary" formAction={`${at}/withdraw`}>
          {t('officer.access.withdraw')}
        </Button>
      </ButtonRow>
    </Form>
  )
}

function Difference({
  frame,
  difference,
}: {
  readonly frame: Frame
  readonly difference: NonNullable<PolicyReview['difference']>
}) {
  const { t, lang } = frame.asked
  const number = (value: number) => formatNumber(value, lang)
  const { asked, newlyAllowed, newlyDenied, changes, neverUsed } = difference
  return (
    <section>
      <h2>{t('officer.access.difference')}</h2>
      <p>{t('officer.access.differenceHelp')}</p>
      <Figures
        figures={[
          { label: t('officer.access.asked'), value: number(asked) },
          { label: t('officer.access.newlyAllowed'), value: number(newlyAllowed) },
          { label: t('officer.access.newlyDenied'), value: number(newlyDenied) },
        ]}
      />
      {changes.length > 0 && (
        <Table
          caption={t('officer.access.examples', { count: changes.length })}
          columns={columns(frame)}
          rows={changes}
          rowKey={({ question }) => JSON.stringify(question)}
        />
      )}
      {neverUsed.length > 0 && (
        <Details summary={t('officer.access.neverUsed', { count: neverUsed.length })}>
          <p>{neverUsed.join(', ')}</p>
        </Details>
      )}
    </section>
  )
}

function columns({ asked: { t } }: Frame): Column<PolicyChange>[] {
  const verdict = ({ isAllowed, by }: PolicyChange['before']) => (
    <span>
      <Badge kind={isAllowed ? 'success' : 'danger'}>{t(isAllowed ? 'officer.access.allowed' : 'officer.access.denied')}</Badge>{' '}
      <span class="hint">{by.join(', ')}</span>
    </span>
  )
  return [
    {
      key: 'question',
      label: t('officer.access.question'),
      isRowHeader: true,
      cell: ({ question }) => questionInWords(question, t),
    },
    { key: 'count', label: t('officer.access.count'), numeric: true, cell: ({ count }) => count },
    { key: 'before', label: t('officer.access.before'), cell: ({ before }) => verdict(before) },
    { key: 'after', label: t('officer.access.after'), cell: ({ after }) => verdict(after) },
  ]
}
