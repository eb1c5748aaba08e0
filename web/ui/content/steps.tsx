/** Where one is in a process. */
import { useReader } from '../reader.ts'

export interface Step {
  readonly label: string
  /** Back to a step that is done. */
  readonly href?: string
}

export interface StepsProps {
  readonly label: string
  readonly steps: readonly Step[]
  /** Index of the current step, from 0; `steps.length` when all are done. */
  readonly current: number
}

export function Steps({ label, steps, current }: StepsProps) {
  const { t } = useReader()
  return (
    <ol class="krds-step-wrap" aria-label={label}>
      {steps.map((step, at) => (
        <li
          key={step.label}
          class={at < current ? 'done' : at === current ? 'active' : undefined}
          aria-current={at === current ? 'step' : undefined}
        >
          <span class="step">
            {t('ui.steps.step', { number: at + 1 })}
            {at === current && <span class="step-total"> {t('ui.steps.of', { total: steps.length })}</span>}
            {at < current && <span class="sr-only"> {t('ui.steps.done')}</span>}
          </span>
          {step.href && at < current ? (
            <a class="step-tit" href={step.href}>
              {step.label}
            </a>
          ) : (
            <span class="step-tit">{step.label}</span>
          )}
        </li>
      ))}
    </ol>
  )
}
