/** What stands around a draft: whose it is, where it stands, its tabs, what others have published meanwhile. */
import { Badge, type BadgeKind, Button, Details, ErrorSummary, Form, MomentText, Notice, Tabs, Title, formatDate } from '@dpg/ui'
import type { ComponentChildren } from 'preact'
import { OfficerPage } from '../frame.tsx'
import { type DraftPageProps, EDITOR, hrefOf, TABS, type TabName } from './asked.ts'
import { Conflicts } from './conflicts.tsx'
import { Diff } from './diff.tsx'

const LOOKS: Readonly<Record<string, BadgeKind>> = {
  open: 'information',
  submitted: 'warning',
  returned: 'danger',
  scheduled: 'information',
  published: 'success',
  discarded: 'gray',
}

export function DraftShell({
  frame,
  draft,
  errors = [],
  done,
  actKey,
  tab,
  children,
}: DraftPageProps & { readonly tab: TabName; readonly children: ComponentChildren }) {
  const { t } = frame.asked
  const failing = draft.report.cases.filter(({ passes }) => !passes).length
  const tabs = TABS.map((name) => ({
    label: t(`officer.authoring.tab.${name}`),
    href: hrefOf(draft, name),
    current: name === tab,
    ...(name === 'cases' && failing > 0 ? { count: failing } : {}),
  }))
  const returned = draft.events.findLast(({ what }) => what === 'returned')
  return (
    <OfficerPage
      frame={frame}
      title={`${draft.title} · ${t(`officer.authoring.tab.${tab}`)}`}
      breadcrumb={[
        { label: t('officer.authoring.title'), href: '/authoring' },
        ...(draft.isNew ? [] : [{ label: draft.title, href: `/authoring/services/${draft.service}` }]),
        { label: t('officer.authoring.draft') },
      ]}
      hasErrors={errors.length > 0}
    >
      <Title title={draft.title} over={t('officer.authoring.draftOver', { author: draft.author.name })} />
      <p class="authoring-state">
        <StateBadge state={draft.state} label={t(`officer.authoring.state.${draft.state}`)} />
        <span class="hint">
          {t('officer.authoring.changedAt')} <MomentText at={draft.updatedAt} short />
        </span>
      </p>
      <ErrorSummary errors={errors} />
      {done && (
        <Notice kind="success" isAnswer>
          <p>{t(`officer.authoring.${done}`)}</p>
        </Notice>
      )}
      {draft.waitsFor && (
        <Notice kind="info" title={t('officer.authoring.coming', { day: formatDate(draft.waitsFor, frame.asked.lang) })}>
          <p>{t('officer.authoring.comingHelp')}</p>
        </Notice>
      )}
      {draft.state === 'returned' && returned?.reason && (
        <Notice kind="warning" title={t('officer.authoring.returnedBy', { name: returned.by })}>
          <p>{returned.reason}</p>
        </Notice>
      )}
      {draft.moved && (
        <Notice kind="warning" title={t('officer.authoring.moved')}>
          <p>{t('officer.authoring.movedHelp')}</p>
          <Diff entries={draft.moved} t={t} />
          {draft.may.write &&
            (tab === 'review' ? (
              <Form
                action={`/authoring/drafts/${draft.id}/acts/rebase`}
                carry={{ key: actKey, revision: String(draft.revision) }}
              >
                <Button kind="secondary" size="medium">
                  {t('officer.authoring.rebase')}
                </Button>
              </Form>
            ) : (
              <Button kind="secondary" size="medium" form={EDITOR} name="do" value={`rebase:${actKey}`}>
                {t('officer.authoring.rebase')}
              </Button>
            ))}
        </Notice>
      )}
      {draft.conflicts.length > 0 && (
        <Notice kind="warning" title={t('officer.authoring.conflicts', { count: draft.conflicts.length })}>
          <p>{t('officer.authoring.conflictsHelp')}</p>
          <Details summary={t('officer.authoring.conflictsShow')} open={draft.may.write}>
            <Conflicts conflicts={draft.conflicts} t={t} />
          </Details>
        </Notice>
      )}
      {draft.may.decide && tab !== 'review' && (
        <Notice kind="info">
          <p>
            <a href={hrefOf(draft, 'review')}>{t('officer.authoring.toReview')}</a>
          </p>
        </Notice>
      )}
      <Tabs label={t('officer.authoring.tabs')} tabs={tabs} />
      {children}
    </OfficerPage>
  )
}

export const StateBadge = ({ state, label }: { readonly state: string; readonly label: string }) => (
  <Badge kind={LOOKS[state] ?? 'gray'}>{label}</Badge>
)
