/** How much a benefit is, or which published figure is missing to say so. */
import type { ScreenedAmount } from '@dpg/benefits/contract'
import type { Translate } from '@dpg/kernel'
import { Money } from '@dpg/ui'

export interface AmountProps {
  readonly amount: ScreenedAmount
  readonly t: Translate
  readonly large?: boolean
}

export function Amount({ amount, t, large = false }: AmountProps) {
  const { won, per, unit, missingFigures } = amount
  if (won === null)
    return (
      <span class="hint">
        {missingFigures.length > 0
          ? t('resident.my.amount.missing', { figures: missingFigures.join(', ') })
          : t('resident.my.amount.unknown')}
      </span>
    )
  return (
    <>
      <Money won={won} per={per} large={large} />
      {unit !== 'person' && <span class="hint"> {t(`resident.my.amount.${unit}`)}</span>}
    </>
  )
}
