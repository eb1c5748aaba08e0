/** Words and small parts that the public pages about sharing have in common. */
import type { SharingRequest, State } from '@dpg/sharing/contract'
import { Badge, type BadgeKind, DateText } from '@dpg/ui'
import type { Frame } from '../../frame.tsx'

export const HOME = '/sharing'
export const COVERAGE = '/sharing/coverage'
export const requestAt = (id: string): string => `/sharing/requests/${id}`

const KINDS: Readonly<Record<State, BadgeKind>> = {
  open: 'information',
  confirming: 'information',
  granted: 'success',
  refused: 'danger',
  appealed: 'warning',
  upheld: 'danger',
  withdrawn: 'gray',
  ended: 'gray',
}

export const StateBadge = ({ frame, state }: { readonly frame: Frame; readonly state: State }) => (
  <Badge kind={KINDS[state]}>{frame.asked.t(`sharing.state.${state}`)}</Badge>
)

/** `긴급지원을 받은 달 외 2가지` */
export function whatOf({ facts, dataset }: SharingRequest, { asked: { t } }: Frame): string {
  const [first] = facts
  if (!first) return dataset?.title ?? ''
  return facts.length === 1 ? first.title : t('sharing.andOthers', { first: first.title, count: facts.length - 1 })
}

/** Whose turn it is, and until when. */
export function Turn({
  frame,
  request: { turn, dueOn, isOverdue, state },
}: {
  readonly frame: Frame
  readonly request: SharingRequest
}) {
  const { t } = frame.asked
  if (!turn) return <span class="hint">{t(`sharing.next.${state}`)}</span>
  return (
    <>
      {turn.title}
      {dueOn && (
        <>
          <br />
          <span class="hint">
            {t('sharing.dueOn')} <DateText day={dueOn} short />
          </span>
        </>
      )}
      {isOverdue && <Badge kind="danger">{t('sharing.overdue')}</Badge>}
    </>
  )
}
