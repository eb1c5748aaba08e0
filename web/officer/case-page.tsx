/** One case: the facts with their source, the rules' reading, what may be done, and what has happened. */
import type { OfficerCaseView } from '@dpg/casework/contract'
import { Badge, Columns, ErrorSummary, type FormError, MomentText, Notice, StructuredList, Timeline, Title } from '@dpg/ui'
import { Actions } from './actions.tsx'
import { Assessment } from './assessment.tsx'
import { Evidence } from './evidence.tsx'
import { type Frame, OfficerPage } from './frame.tsx'
import { LegalClock } from './legal-clock.tsx'

export interface CasePageProps {
  readonly frame: Frame
  readonly view: OfficerCaseView
  readonly now: number
  readonly errors?: readonly FormError[]
  /** What was typed, when an action was refused. */
  readonly typed?: Readonly<Record<string, string | readonly string[]>>
  readonly done?: string | undefined
  /** A key for this drawing of the forms: sent twice it acts once. */
  readonly actKey: string
}

export function CasePage({ frame, view, now, errors = [], typed = {}, done, actKey }: CasePageProps) {
  const { t, lang } = frame.asked
  const title = view.service.title
  return (
    <OfficerPage
      frame={frame}
      title={`${title} ${view.receiptNumber}`}
      hasErrors={errors.length > 0}
      breadcrumb={[{ label: t('officer.nav.work'), href: '/work' }, { label: view.receiptNumber }]}
    >
      <ErrorSummary errors={errors} />
      {done && <Notice kind="success" isAnswer title={t('officer.done', { action: done })} />}
      <Title title={title} over={t('officer.case.of', { name: view.applicant.name })}>
        <Badge kind="primary">{view.stateTitle}</Badge> <span class="hint">{view.receiptNumber}</span>
      </Title>
      <Columns aside={<Aside view={view} frame={frame} now={now} actKey={actKey} />} asideLabel={t('officer.case.summary')}>
        {view.proposal && (
          <Notice kind="info" title={t('officer.proposal.title')}>
            <p>{t('officer.proposal.text', { by: view.proposal.by, decision: view.proposal.decision })}</p>
            {view.proposal.reason && <p>{view.proposal.reason}</p>}
          </Notice>
        )}
        {view.decision && <Decided view={view} frame={frame} />}
        <Assessment view={view} frame={frame} />
        <Actions view={view} frame={frame} typed={typed} errors={errors} actKey={actKey} />
        <Evidence view={view} frame={frame} />
        <section>
          <h2>{t('officer.case.history')}</h2>
          <Timeline
            label={t('officer.case.history')}
            items={view.events.map((event) => ({
              key: String(event.seq),
              title: event.what,
              at: <MomentText at={event.at} />,
              state: 'done' as const,
              children: (
                <>
                  <p class="hint">{event.by}</p>
                  {event.detail && <p>{event.detail}</p>}
                </>
              ),
            }))}
          />
        </section>
      </Columns>
      <p class="hint" lang={lang === 'ko' ? undefined : 'en'}>
        {t('officer.case.logged')}
      </p>
    </OfficerPage>
  )
}

type PartProps = Pick<CasePageProps, 'frame' | 'view'>

function Aside({ view, frame, now, actKey }: PartProps & Pick<CasePageProps, 'now' | 'actKey'>) {
  const { t, lang, principal } = frame.asked
  const isMine = view.assignee?.id === principal.official?.id
  return (
    <>
      <LegalClock clock={view.clock} now={now} lang={lang} />
      {view.clock.law && <p class="hint">{view.clock.law}</p>}
      <StructuredList
        items={[
          { key: t('officer.column.applicant'), value: view.applicant.name },
          { key: t('officer.column.submitted'), value: <MomentText at={view.submittedAt} /> },
          { key: t('officer.case.office'), value: view.office.name },
          { key: t('officer.column.assignee'), value: view.assignee?.name ?? t('officer.nobody') },
          { key: t('officer.case.version'), value: <code>{view.pins.service.slice(7, 19)}</code> },
        ]}
      />
      {!view.isEnded && (
        <form method="post" action={`/work/${view.id}/assign`}>
          <input type="hidden" name="key" value={actKey} />
          <input type="hidden" name="to" value={isMine ? '' : (principal.official?.id ?? '')} />
          <button class="krds-btn tertiary medium" type="submit">
            {t(isMine ? 'officer.assign.release' : 'officer.assign.take')}
          </button>
        </form>
      )}
    </>
  )
}

function Decided({ view, frame }: PartProps) {
  const { t } = frame.asked
  const decision = view.decision!
  return (
    <Notice kind={decision.outcome === 'grant' || decision.outcome === 'partial' ? 'success' : 'info'} title={decision.title}>
      <p>
        {t('officer.decided.by', { name: decision.decidedBy })} <MomentText at={decision.decidedAt} />
      </p>
      <ul>
        {decision.reasons.map((reason) => (
          <li key={reason.code}>
            {reason.says} {reason.law && <span class="hint">{reason.law}</span>}
          </li>
        ))}
      </ul>
      {decision.note && <p>{decision.note}</p>}
    </Notice>
  )
}
