/** What a change does to people, in numbers for the country, as a what-if tells it, with what they rest on. */
import type { Effect } from '@dpg/authoring/contract'
import type { Policy } from '@dpg/policy/contract'
import { Figures, formatDate, Notice } from '@dpg/ui'
import type { Frame } from '../frame.tsx'
import { Group } from '../policy/groups.tsx'
import { figuresOf, Missing, Sampling } from '../policy/run-page.tsx'

export interface EffectProps {
  readonly effect: Effect
  readonly frame: Frame
  readonly policy: Policy
}

export function EffectFigures({ effect, frame, policy }: EffectProps) {
  const { asOf, result } = effect
  const { t, lang } = frame.asked
  return (
    <>
      <p class="hint">{t('officer.authoring.effect.how', { day: formatDate(asOf, lang) })}</p>
      <StandIns effect={effect} frame={frame} policy={policy} />
      <Figures figures={figuresOf({ frame, result })} />
      {result.by.age.some(({ winners, losers }) => winners !== 0 || losers !== 0) && (
        <Group
          frame={frame}
          policy={policy}
          result={result}
          grouping="age"
          rows={result.by.age}
          show="change"
          title={t('policy.by.age')}
        />
      )}
      <Sampling frame={frame} result={result} />
      <Missing frame={frame} result={result} policy={policy} />
    </>
  )
}

/** Figures of that day that are not published yet: what was counted with instead, before the numbers that rest on it. */
function StandIns({ effect: { asOf, standIns = [] }, frame, policy }: EffectProps) {
  const { t, lang } = frame.asked
  if (standIns.length === 0) return null
  const day = formatDate(asOf, lang)
  return (
    <Notice kind="warning" title={t('officer.authoring.effect.standIns', { day })}>
      <p>{t('officer.authoring.effect.standIns.text', { day })}</p>
      <ul>
        {standIns.map(({ parameter, from }) => (
          <li key={parameter}>
            {t(`officer.authoring.effect.standIn${from === null ? '.none' : ''}`, {
              figure: policy.figureName(parameter, lang),
              from: from === null ? '' : formatDate(from, lang),
            })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
