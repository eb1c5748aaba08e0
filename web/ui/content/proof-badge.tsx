/** Whether an entry of the access ledger is proven to be in the tree (RFC 9162). */
import { useReader } from '../reader.ts'
import { Badge } from './badge.tsx'

export interface ProofBadgeProps {
  /** `proven`: inclusion was checked; `pending`: not yet in a signed tree; `failed`: does not fit the signed tree. */
  readonly state: 'proven' | 'pending' | 'failed'
  /** Number of the entry in the log. */
  readonly index?: number
  /** Where the proof can be seen and checked again. */
  readonly href?: string
}

const LOOKS = {
  proven: { kind: 'success', icon: 'shield' },
  pending: { kind: 'gray', icon: 'clock' },
  failed: { kind: 'danger', icon: 'danger' },
} as const

export function ProofBadge({ state, index, href }: ProofBadgeProps) {
  const { t } = useReader()
  const words = t(`ui.proof.${state}`)
  return (
    <span class="proof">
      <Badge {...LOOKS[state]}>{href ? <a href={href}>{words}</a> : words}</Badge>
      {index !== undefined && <span class="hint"> {t('ui.proof.index', { index })}</span>}
    </span>
  )
}
