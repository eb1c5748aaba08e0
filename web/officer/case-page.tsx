/** One case: the facts with their source, the rules' reading, what may be done, and what has happened. */
import type { LetterPreview, OfficerCaseView } from '@dpg/casework/contract'
import {
  Badge,
  Columns,
  Details,
  ErrorSummary,
  type FormError,
  formatNumber,
  LawRef,
  Markdown,
  MomentText,
  Notice,
  StructuredList,
  Timeline,
  Title,
} from '@dpg/ui'
import { Actions } from './actions.tsx'
import { Assessment } from './assessment.tsx'
import { Consents } from './consents.tsx'
import { Evidence } from './evidence.tsx'
import { type Frame, OfficerPage } from './frame.tsx'
import { LegalClock } from './legal-clock.tsx'
import type { Outlook } from './outlook.tsx'

export interface CasePageProps {
  readonly frame: Frame
  readonly view: OfficerCaseView
  readonly outlook: Outlook
  readonly now: number
  readonly errors?: readonly FormError[]
  /** What was typed, when an action was refused. */
  readonly typed?: Readonly<Record<string, string | readonly string[]>>
  readonly done?: string | undefined
  /** What an action that was looked at first would send. */
  readonly letters?: readonly LetterPreview[]
  /** A key for this drawing of the forms: sent twice it acts once. */
  readonly actKey: string
}

export function CasePage({ frame, view, outlook, now, errors = [], typed = {}, done, letters, actKey }: CasePageProps) {
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
        <Contradictions view={view} frame={frame} />
        <Assessment view={view} frame={frame} outlook={outlook} />
        {letters && <Letters letters={letters} frame={frame} />}
        <Actions view={view} frame={frame} typed={typed} errors={errors} actKey={actKey} />
        <Consents view={view} frame={frame} typed={typed} errors={errors} />
        <Evidence view={view} frame={frame} />
        <History view={view} frame={frame} />
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
          ...(view.representative
            ? [
                {
                  key: t('officer.case.representative'),
                  value: t(`officer.case.by.${view.representative.kind}`, { name: view.representative.name }),
                },
              ]
            : []),
          { key: t('officer.column.submitted'), value: <MomentText at={view.submittedAt} /> },
          { key: t('officer.case.office'), value: view.office.name },
          { key: t('officer.column.assignee'), value: view.assignee?.name ?? view.decision?.decidedBy ?? t('officer.nobody') },
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

/** Where answers and registers do not go together: seen before anything is decided. */
function Contradictions({ view, frame }: PartProps) {
  const { t } = frame.asked
  if (view.contradictions.length === 0) return null
  return (
    <Notice kind="warning" title={t('officer.contradictions.title')}>
      <ul>
        {view.contradictions.map(({ id, says, law, answered, registered, registers }) => (
          <li key={id}>
            {says} {law && <LawRef law={law} />}
            {answered !== null && registered !== null && (
              <p>{t('officer.contradictions.both', { answered, registered, registers: registers.join(', ') || '-' })}</p>
            )}
          </li>
        ))}
      </ul>
      <p>{t('officer.contradictions.text')}</p>
    </Notice>
  )
}

/** Nothing has been sent: the same action, pressed again without looking first, sends it. */
function Letters({ letters, frame }: Pick<CasePageProps, 'frame'> & { readonly letters: readonly LetterPreview[] }) {
  const { t } = frame.asked
  return (
    <section id="preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{t('officer.preview.title')}</h2>
      <Notice isAnswer>{t(letters.length > 0 ? 'officer.preview.text' : 'officer.preview.none')}</Notice>
      {letters.map(({ subject, body, isLegal }) => (
        <article key={subject} class="letter">
          <h3>{subject}</h3>
          {isLegal && <Badge kind="primary">{t('officer.preview.legal')}</Badge>}
          <Markdown text={body} level={4} />
        </article>
      ))}
    </section>
  )
}

/** So many of the last events stand open. */
const LAST = 3

function History({ view, frame }: PartProps) {
  const { t, lang } = frame.asked
  const label = t('officer.case.history')
  const older = view.events.slice(0, -LAST)
  return (
    <section>
      <h2>{label}</h2>
      {older.length > 0 && (
        <Details asRow summary={t('officer.case.older', { count: formatNumber(older.length, lang) })}>
          <Events events={older} label={label} />
        </Details>
      )}
      <Events events={view.events.slice(-LAST)} label={label} />
    </section>
  )
}

const Events = ({ events, label }: { readonly events: OfficerCaseView['events']; readonly label: string }) => (
  <Timeline
    label={label}
    items={events.map((event) => ({
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
)

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
