/** One of a few, all in sight. */
import { type ChoiceOption, ChoiceRows } from './choices.tsx'
import type { FieldProps } from './field.tsx'
import { Fieldset } from './fieldset.tsx'

export interface RadiosProps extends FieldProps {
  readonly options: readonly ChoiceOption[]
  readonly value?: string | undefined
  readonly inline?: boolean
}

export function Radios({ options, value, inline, ...field }: RadiosProps) {
  return (
    <Fieldset {...field}>
      <ChoiceRows
        type="radio"
        name={field.name}
        options={options}
        chosen={value === undefined ? [] : [value]}
        inline={inline}
        invalid={field.error !== undefined}
      />
    </Fieldset>
  )
}
