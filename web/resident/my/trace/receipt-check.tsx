/** A receipt that was kept is checked here, in the browser; without script, by the command line. */
import { Details, Island } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'

export function ReceiptCheck({ asked: { t } }: { readonly asked: FrameAsked }) {
  return (
    <Details summary={t('resident.my.trace.check.title')} asRow>
      <p>{t('resident.my.trace.check.text')}</p>
      <Island
        name="receipt-check"
        props={{
          genuine: t('resident.my.trace.check.genuine'),
          wrong: t('resident.my.trace.check.wrong'),
          notOne: t('resident.my.trace.check.notOne'),
          witnessed: t('resident.my.trace.check.witnessed'),
          notWitnessed: t('resident.my.trace.check.notWitnessed'),
          ownKey: t('resident.my.trace.check.ownKey'),
        }}
      >
        <p data-receipt-form hidden>
          <label for="receipt-file">{t('resident.my.trace.check.label')}</label>{' '}
          <input id="receipt-file" type="file" accept=".tlog-proof,text/plain" />
        </p>
        <p data-receipt-said role="status" />
      </Island>
    </Details>
  )
}
