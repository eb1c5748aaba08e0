/** One of many; up to about seven, `Radios` are easier. */
import { useReader } from '../reader.ts'
import { described, Field, type FieldProps, fieldId } from './field.tsx'

export interface Option {
  readonly value: string
  readonly label: string
}

export interface SelectProps extends FieldProps {
  readonly options: readonly Option[]
  readonly value?: string | undefined
  /** First, empty choice; `null` leaves it out. */
  readonly placeholder?: string | null
}

export function Select({ options, value, placeholder, ...field }: SelectProps) {
  const { t } = useReader()
  return (
    <Field {...field}>
      <span class="select-box">
        <select class="krds-input" id={fieldId(field.name)} name={field.name} {...described(field)}>
          {placeholder !== null && <option value="">{placeholder ?? t('ui.select.placeholder')}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      </span>
    </Field>
  )
}
