/** An amount in won. People write 1,234,560 or 300만; `readWon` takes either. */
import { useReader } from '../reader.ts'
import { TextField, type TextFieldProps } from './text-field.tsx'

export interface MoneyFieldProps extends Omit<TextFieldProps, 'type' | 'inputMode' | 'rows' | 'suffix' | 'value'> {
  /** Whole won, or the words as they were typed when they could not be read. */
  readonly value?: number | bigint | string | undefined
}

export function MoneyField({ value, width = 'medium', hint, ...field }: MoneyFieldProps) {
  const { t } = useReader()
  const text = typeof value === 'number' || typeof value === 'bigint' ? value.toLocaleString('ko-KR') : value
  return (
    <TextField
      {...field}
      hint={hint ?? t('ui.money.hint')}
      value={text}
      width={width}
      inputMode="text"
      autoComplete="off"
      suffix={t('ui.money.won')}
    />
  )
}
