/** `/my/cases/{id}`: where it stands, what I must do, what comes next; then the decision, the evidence and all that happened. */
import type { CaseView } from '@dpg/casework/contract'
import type { DocumentSummary } from '@dpg/wallet/contract'
import {
  ButtonLink,
  Columns,
  Details,
  ErrorSummary,
  type FormError,
  LawRef,
  MomentText,
  Notice,
  Panel,
  StructuredList,
  Timeline,
  Title,
} from '@dpg/ui'
import { type Frame, ResidentPage } from '../../frame.tsx'
import { ShownFacts } from '../shown-facts.tsx'
import { CaseBadge } from './case-badge.tsx'
import { Consents } from './consents.tsx'
import { Decision } from './decision.tsx'
import { Evidence } from './evidence.tsx'
import { LegalClock } from './legal-clock.tsx'
import { ToDo } from './to-do.tsx'

export interface CasePageProps {
  readonly frame: Frame
  readonly view: CaseView
  readonly documents: readonly DocumentSummary[]
  readonly today: Temporal.PlainDate
  /** It was sent a moment ago. */
  readonly isReceived: boolean
  /** What was just done, in words. */
  readonly done?: string | undefined
  readonly errors: readonly FormError[]
  readonly typed: Readonly<Record<string, string | readonly string[]>>
  readonly actKey: string
}

/** Actions that end something: asked for once more on a page of their own. */
export const ASKED_AGAIN = 'withdraw'

export function CasePage(props: CasePageProps) {
  const { frame, view, today, isReceived, done, errors } = props
  const { t, lang } = frame.asked
  return (
    <ResidentPage
      frame={frame}
      title={`${view.service.title} ${view.receiptNumber}`}
      layout="wide"
      hasErrors={errors.length > 0}
      breadcrumb={[{ label: t('resident.my.cases.title'), href: '/my/cases' }, { label: view.receiptNumber }]}
      isPrivate
    >
      <ErrorSummary errors={errors} />
      {done && <Notice kind="success" isAnswer title={t('resident.my.case.done', { action: done })} />}
      {isReceived ? (
        <Panel title={t('resident.my.case.received')}>
          <p>
            {t('resident.my.case.receipt')} <strong>{view.receiptNumber}</strong>
          </p>
          <p>{t('resident.my.case.receivedText')}</p>
        </Panel>
      ) : (
        <Title title={view.service.title} over={t('resident.my.case.over', { number: view.receiptNumber })} lead={view.says}>
          <CaseBadge one={view} t={t} />
        </Title>
      )}
      <Columns aside={<Aside {...props} />} asideLabel={t('resident.my.case.about')}>
        <ToDo {...props} />
        <section>
          <h2>{t('resident.my.case.next')}</h2>
          <p>{view.next}</p>
          <LegalClock clock={view.clock} today={today} lang={lang} />
          {view.clock.law && !view.isEnded && (
            <p>
              <LawRef law={view.clock.law} />
            </p>
          )}
        </section>
        {view.decision && <Decision decision={view.decision} documents={props.documents} asked={frame.asked} />}
        <Consents consents={view.consents} office={view.office.name} asked={frame.asked} />
        <Evidence needs={view.needs} asked={frame.asked} />
        <History view={view} frame={frame} />
        {view.answers.length > 0 && (
          <Details summary={t('resident.my.case.answers')} asRow>
            <ShownFacts facts={view.answers} t={t} />
          </Details>
        )}
      </Columns>
    </ResidentPage>
  )
}

function Aside({ view, frame }: Pick<CasePageProps, 'view' | 'frame'>) {
  const { t } = frame.asked
  const { office } = view
  return (
    <>
      <section>
        <h2>{t('resident.my.case.office')}</h2>
        <p>
          <strong>{office.name}</strong>
          <br />
          <a href={`tel:${office.phone ?? '110'}`}>{office.phone ?? '110'}</a>
          {office.phone === null && <span class="hint"> {t('resident.my.case.callCentre')}</span>}
        </p>
        <p class="hint">{t('resident.my.case.quote', { number: view.receiptNumber })}</p>
      </section>
      <StructuredList
        items={[
          { key: t('resident.my.case.receipt'), value: view.receiptNumber },
          { key: t('resident.my.case.service'), value: <a href={`/services/${view.service.id}`}>{view.service.title}</a> },
          { key: t('resident.my.case.submitted'), value: <MomentText at={view.submittedAt} /> },
        ]}
      />
      {view.actions.some(({ id }) => id === ASKED_AGAIN) && (
        <ButtonLink href={`/my/cases/${view.id}/withdraw`} kind="tertiary" size="medium">
          {t('resident.my.case.withdraw')}
        </ButtonLink>
      )}
    </>
  )
}

function History({ view, frame }: Pick<CasePageProps, 'view' | 'frame'>) {
  const { t } = frame.asked
  const newest = [...view.events].sort((a, b) => b.seq - a.seq)
  return (
    <section>
      <h2>{t('resident.my.case.history')}</h2>
      <Timeline
        label={t('resident.my.case.history')}
        items={newest.map((event, at) => ({
          key: String(event.seq),
          title: event.what,
          at: <MomentText at={event.at} short />,
          state: at === 0 && !view.isEnded ? ('current' as const) : ('done' as const),
          children: (
            <>
              {event.detail && <p>{event.detail}</p>}
              <p class="hint">{event.by}</p>
            </>
          ),
        }))}
      />
    </section>
  )
}
