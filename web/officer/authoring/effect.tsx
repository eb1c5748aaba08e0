/** What a change does to people, in numbers for the country, as a what-if tells it, with what they rest on. */
import type { Effect } from '@dpg/authoring/contract'
import type { Policy } from '@dpg/policy/contract'
import { Figures, formatDate } from '@dpg/ui'
import type { Frame } from '../frame.tsx'
import { Group } from '../policy/groups.tsx'
import { figuresOf, Missing, Sampling } from '../policy/run-page.tsx'
import { StandIns } from '../policy/stand-ins.tsx'

export interface EffectProps {
  readonly effect: Effect
  readonly frame: Frame
  readonly policy: Policy
}

export function EffectFigures({ effect, frame, policy }: EffectProps) {
  const { asOf, result, standIns = [] } = effect
  const { t, lang } = frame.asked
  return (
    <>
      <p class="hint">{t('officer.authoring.effect.how', { day: formatDate(asOf, lang) })}</p>
      <StandIns frame={frame} policy={policy} asOf={asOf} standIns={standIns} meaning="officer.authoring.effect.standIns.text" />
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
