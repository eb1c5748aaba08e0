/** Whose consent the application waits for or has: what is going on, and what can be done when it is missing. */
import type { CaseConsent } from '@dpg/casework/contract'
import { LawRef, MomentText, StructuredList } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'
import { ConsentBadge } from '../consents/badge.tsx'

export interface ConsentsProps {
  readonly consents: readonly CaseConsent[]
  readonly office: string
  readonly asked: FrameAsked
}

export function Consents({ consents, office, asked }: ConsentsProps) {
  const { t } = asked
  if (consents.length === 0) return null
  return (
    <section id="consents">
      <h2>{t('resident.my.case.consents')}</h2>
      <p>{t('resident.my.case.consentsLead')}</p>
      <StructuredList
        items={consents.map((one) => ({
          key: one.name,
          value: (
            <>
              <ConsentBadge state={one.state} t={t} />
              <p>
                {one.isByGuardian && `${t('resident.my.case.consent.guardian')} `}
                {t(`resident.my.case.consent.${kindOf(one)}`, { office })}
                {one.state === 'asked' && (
                  <>
                    {' '}
                    {t('resident.my.agreeing.answerBy')}: <MomentText at={one.until} short />
                  </>
                )}
              </p>
              {NO.includes(one.state) && <p>{t(`resident.my.case.consent.means.${one.refusal}`)}</p>}
            </>
          ),
          ...(one.law === '' ? {} : { source: <LawRef law={one.law} /> }),
        }))}
      />
    </section>
  )
}

const kindOf = ({ state, isAskedHere, isByGuardian }: CaseConsent): string =>
  state !== 'asked' || isAskedHere ? state : isByGuardian ? 'onPaperGuardian' : 'onPaper'

const NO: readonly string[] = ['refused', 'withdrawn', 'expired']
