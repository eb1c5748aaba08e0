/** A legal deadline in words: until when, how much is left, why it stands still. */
import { useReader } from '../reader.ts'
import { DateText } from './date.tsx'
import type { Day } from './formats.ts'
import { Icon, type IconName } from './icon.tsx'

export interface ClockProps {
  readonly state: 'running' | 'paused' | 'late' | 'done'
  /** Absent while nobody can say: the clock stands still. */
  readonly due?: Day
  /** Left when running or paused, over when late. */
  readonly days?: number
  /** How the law counts them. */
  readonly unit?: 'days' | 'workingDays'
  /** Why it is paused. */
  readonly reason?: string
  /** Share of the time used up, in percent; draws a bar. */
  readonly spent?: number
}

const ICONS: Record<ClockProps['state'], IconName> = { running: 'clock', paused: 'pause', late: 'warning', done: 'success' }

export function Clock({ state, due, days, unit = 'workingDays', reason, spent }: ClockProps) {
  const { t } = useReader()
  const words =
    days === undefined
      ? t(`ui.clock.${state}`)
      : days === 0 && state === 'running'
        ? t('ui.clock.running.today')
        : t(`ui.clock.${state}.days`, { days: t(`ui.clock.${unit}`, { days }) })
  return (
    <div class={`clock clock-${state}`}>
      <Icon name={ICONS[state]} />
      <div>
        <p>
          <strong>{words}</strong>
        </p>
        <p class="hint">
          {due && (
            <>
              {t('ui.clock.due')} <DateText day={due} weekday />
            </>
          )}
          {due && reason && ' · '}
          {reason}
        </p>
        {spent !== undefined && <progress max={100} value={spent} aria-label={t('ui.clock.spent')} />}
      </div>
    </div>
  )
}
