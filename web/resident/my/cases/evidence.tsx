/** Evidence, need by need: what is here, which register we wait for and when we ask again. */
import type { NeedView } from '@dpg/casework/contract'
import { Badge, type BadgeKind, type IconName, LawRef, MomentText, StructuredList } from '@dpg/ui'
import type { FrameAsked } from '../../frame.tsx'

const LOOKS: Readonly<Record<NeedView['state'], readonly [BadgeKind, IconName]>> = {
  fetched: ['success', 'check'],
  uploaded: ['success', 'check'],
  answered: ['success', 'check'],
  waiting: ['information', 'clock'],
  consent: ['information', 'clock'],
  upload: ['warning', 'warning'],
  officer: ['gray', 'person'],
  'not-needed': ['gray', 'check'],
}

export function Evidence({ needs, asked }: { readonly needs: readonly NeedView[]; readonly asked: FrameAsked }) {
  if (needs.length === 0) return null
  const { t } = asked
  return (
    <section>
      <h2>{t('resident.my.evidence.title')}</h2>
      <p>{t('resident.my.evidence.lead')}</p>
      <StructuredList
        items={needs.map((need) => ({
          key: need.title,
          value: <State need={need} asked={asked} />,
          ...(need.law ? { source: <LawRef law={need.law} /> } : {}),
        }))}
      />
    </section>
  )
}

function State({ need, asked }: { readonly need: NeedView; readonly asked: FrameAsked }) {
  const { t } = asked
  const [kind, icon] = LOOKS[need.state]
  const registers = need.registers.join(', ')
  return (
    <>
      <Badge kind={kind} icon={icon}>
        {t(`resident.my.evidence.${need.state}`)}
      </Badge>
      {registers !== '' && need.state === 'fetched' && <p class="hint">{t('resident.my.evidence.from', { registers })}</p>}
      {need.state === 'waiting' && (
        <p>
          {need.registers.length > 1
            ? t('resident.my.evidence.some', { registers })
            : t(`resident.my.evidence.because.${need.failure ?? 'none'}`, { registers })}
          {need.nextTryAt && (
            <>
              {' '}
              {t('resident.my.evidence.again')} <MomentText at={need.nextTryAt} short />
            </>
          )}
        </p>
      )}
      {need.state === 'upload' && <p>{t('resident.my.evidence.uploadText', { registers })}</p>}
    </>
  )
}
