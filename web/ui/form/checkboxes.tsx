/** Any number of a few. The form posts the field once for each tick. */
import { type ChoiceOption, ChoiceRows } from './choices.tsx'
import type { FieldProps } from './field.tsx'
import { Fieldset } from './fieldset.tsx'

export interface CheckboxesProps extends FieldProps {
  readonly options: readonly ChoiceOption[]
  readonly values?: readonly string[] | undefined
}

export function Checkboxes({ options, values = [], ...field }: CheckboxesProps) {
  return (
    <Fieldset {...field}>
      <ChoiceRows type="checkbox" name={field.name} options={options} chosen={values} invalid={field.error !== undefined} />
    </Fieldset>
  )
}
