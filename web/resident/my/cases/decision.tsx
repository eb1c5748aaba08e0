/** The decision: what, how much, why, by which law, and what one can do against it and until when. */
import type { DecisionView } from '@dpg/casework/contract'
import type { DocumentSummary } from '@dpg/wallet/contract'
import { DateText, LawRef, MomentText, Money, type MoneyProps, Notice } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'

export interface DecisionProps {
  readonly decision: DecisionView
  readonly documents: readonly DocumentSummary[]
  readonly asked: FrameAsked
}

const PERS: readonly string[] = ['month', 'quarter', 'semester', 'year', 'once', 'day']
const perOf = (per: string): Pick<MoneyProps, 'per'> => (PERS.includes(per) ? { per: per as NonNullable<MoneyProps['per']> } : {})

export function Decision({ decision, documents, asked }: DecisionProps) {
  const { t } = asked
  const { outcome, amount, reasons, law, note, appeal } = decision
  const isGood = outcome === 'grant' || outcome === 'partial'
  return (
    <section id="decision">
      <h2>{t('resident.my.decision.title')}</h2>
      <Notice kind={isGood ? 'success' : 'info'} title={decision.title}>
        {amount && (
          <p>
            <Money won={amount.won} {...perOf(amount.per)} large />
          </p>
        )}
        <p>
          <MomentText at={decision.decidedAt} />
          {decision.decidedBy && ` · ${decision.decidedBy}`}
        </p>
        {law && (
          <p>
            <LawRef law={law} />
          </p>
        )}
      </Notice>
      {reasons.length > 0 && (
        <>
          <h3>{t('resident.my.decision.reasons')}</h3>
          <ul>
            {reasons.map((reason) => (
              <li key={reason.code}>
                {reason.says} {reason.law && <LawRef law={reason.law} />}
                {reason.whatYouCanDo && <p>{reason.whatYouCanDo}</p>}
              </li>
            ))}
          </ul>
        </>
      )}
      {note && (
        <>
          <h3>{t('resident.my.decision.note')}</h3>
          {note.split('\n').map((line, at) => (
            <p key={String(at)}>{line}</p>
          ))}
        </>
      )}
      {documents.length > 0 && (
        <>
          <h3>{t('resident.my.decision.documents')}</h3>
          <ul>
            {documents.map(({ id, title, number }) => (
              <li key={id}>
                <a href={`/my/documents/${id}`}>{title}</a> <span class="hint">{number}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Appeal appeal={appeal} asked={asked} />
    </section>
  )
}

function Appeal({ appeal, asked }: { readonly appeal: DecisionView['appeal']; readonly asked: FrameAsked }) {
  const { t } = asked
  if (appeal.length === 0) return null
  return (
    <>
      <h3>{t('resident.my.decision.appeal')}</h3>
      <p>{t('resident.my.decision.appealText')}</p>
      <ul>
        {appeal.map((route) => (
          <li key={route.kind}>
            <strong>{t('resident.my.decision.appealTo', { kind: route.kind, body: route.body })}</strong>{' '}
            {route.until && (
              <>
                {t('resident.my.decision.appealUntil')} <DateText day={route.until} weekday />
              </>
            )}
            {route.how && <p>{route.how}</p>}
            {route.law && (
              <p>
                <LawRef law={route.law} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
