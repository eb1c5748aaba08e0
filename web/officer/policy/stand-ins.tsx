/** Figures of a day that are not published yet: what was counted with instead, before the numbers that rest on it. */
import type { Policy, StandIn } from '@dpg/policy/contract'
import { formatDate, Notice } from '@dpg/ui'
import type { Frame } from '../frame.tsx'

export interface StandInsProps {
  readonly frame: Frame
  readonly policy: Policy
  readonly asOf: string
  readonly standIns: readonly StandIn[]
  /** Key of what that means for the numbers below; of `day`. */
  readonly meaning: string
}

export function StandIns({ frame, policy, asOf, standIns, meaning }: StandInsProps) {
  const { t, lang } = frame.asked
  if (standIns.length === 0) return null
  const day = formatDate(asOf, lang)
  return (
    <Notice kind="warning" title={t('officer.standIns', { day })}>
      <p>{t(meaning, { day })}</p>
      <ul>
        {standIns.map(({ parameter, from }) => (
          <li key={parameter}>
            {t(`officer.standIn${from === null ? '.none' : ''}`, {
              figure: policy.figureName(parameter, lang),
              from: from === null ? '' : formatDate(from, lang),
            })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
