/** Where a case stands, in one badge: never by colour alone. */
import type { CaseSummary } from '@dpg/casework/contract'
import type { Translate } from '@dpg/kernel'
import { Badge } from '@dpg/ui'

export function CaseBadge({
  one,
  t,
}: {
  readonly one: Pick<CaseSummary, 'needsApplicant' | 'isEnded' | 'stateTitle' | 'clock'>
  readonly t: Translate
}) {
  if (one.needsApplicant)
    return (
      <Badge kind="warning" icon="warning">
        {t('resident.my.case.yourTurn')}
      </Badge>
    )
  if (one.isEnded) return <Badge kind="gray">{one.stateTitle}</Badge>
  return (
    <Badge kind="primary" icon={one.clock.state === 'paused' ? 'pause' : 'clock'}>
      {one.stateTitle}
    </Badge>
  )
}
