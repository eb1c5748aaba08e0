/** One of many; up to about seven, `Radios` are easier. */
import { useReader } from '../reader.ts'
import { described, Field, type FieldProps, fieldId } from './field.tsx'

export interface Option {
  readonly value: string
  readonly label: string
}

export interface OptionGroup {
  readonly label: string
  readonly options: readonly Option[]
}

export interface SelectProps extends FieldProps {
  /** Long lists stand in groups, such as districts under their province. */
  readonly options: readonly (Option | OptionGroup)[]
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
          {options.map((one) =>
            'options' in one ? (
              <optgroup key={one.label} label={one.label}>
                {one.options.map((option) => choice(option, value))}
              </optgroup>
            ) : (
              choice(one, value)
            ),
          )}
        </select>
      </span>
    </Field>
  )
}

const choice = (option: Option, chosen: string | undefined) => (
  <option key={option.value} value={option.value} selected={option.value === chosen}>
    {option.label}
  </option>
)
