/** One line of a result list: enough to choose by. */
import type { ServiceHit } from '@dpg/catalogue/contract'
import type { Translate } from '@dpg/kernel'
import { Badge, Card } from '@dpg/ui'
import { firstSentences } from '../words.ts'

/** Whether one may apply here, and how it is known who gets it. */
export function Marks({ canApply, basis, t }: Pick<ServiceHit, 'canApply' | 'basis'> & { readonly t: Translate }) {
  return (
    <>
      {canApply && <Badge kind="primary">{t('resident.mark.applyHere')}</Badge>}
      {basis === 'law' && (
        <Badge kind="success" icon="law">
          {t('resident.mark.law')}
        </Badge>
      )}
      {basis === 'codes' && <Badge kind="gray">{t('resident.mark.codes')}</Badge>}
      {basis === 'none' && (
        <Badge kind="warning" icon="question">
          {t('resident.mark.none')}
        </Badge>
      )}
    </>
  )
}

export function Hit({ hit, t }: { readonly hit: ServiceHit; readonly t: Translate }) {
  return (
    <Card
      title={hit.title}
      href={`/services/${encodeURIComponent(hit.id)}`}
      top={<Marks {...hit} t={t} />}
      text={firstSentences(hit.summary, 2)}
      facts={[
        [t('resident.search.agency'), hit.agencyName],
        [t('resident.search.for'), hit.areaName ?? t('resident.search.everywhere')],
      ]}
    />
  )
}
