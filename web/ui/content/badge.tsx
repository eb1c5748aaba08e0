/** A word with a colour; `OutcomeBadge` for what a rule says, with sign and words. */
import type { ComponentChildren } from 'preact'
import { useReader } from '../reader.ts'
import { Icon, type IconName } from './icon.tsx'

export type BadgeKind = 'primary' | 'secondary' | 'gray' | 'success' | 'warning' | 'danger' | 'information' | 'point'

export interface BadgeProps {
  readonly kind?: BadgeKind
  readonly icon?: IconName
  readonly children: ComponentChildren
}

export function Badge({ kind = 'gray', icon, children }: BadgeProps) {
  return (
    <span class={`krds-badge bg-light-${kind}`}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  )
}

/** `met`/`notMet` for a criterion, the others for a whole service; `probably` is read from condition codes. */
export type Outcome = 'met' | 'notMet' | 'unknown' | 'eligible' | 'probably' | 'ineligible'

const LOOKS: Record<Outcome, { readonly kind: BadgeKind; readonly icon: IconName }> = {
  met: { kind: 'success', icon: 'check' },
  eligible: { kind: 'success', icon: 'check' },
  probably: { kind: 'information', icon: 'check' },
  notMet: { kind: 'danger', icon: 'cross' },
  ineligible: { kind: 'gray', icon: 'cross' },
  unknown: { kind: 'warning', icon: 'question' },
}

export function OutcomeBadge({ outcome, label }: { readonly outcome: Outcome; readonly label?: string }) {
  const { t } = useReader()
  return <Badge {...LOOKS[outcome]}>{label ?? t(`ui.outcome.${outcome}`)}</Badge>
}

/** A keyword; with `href` a link to everything that bears it. */
export const Tag = ({ href, children }: { readonly href?: string; readonly children: ComponentChildren }) =>
  href ? (
    <a class="krds-tag" href={href}>
      {children}
    </a>
  ) : (
    <span class="krds-tag">{children}</span>
  )
