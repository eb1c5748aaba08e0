/** Several controls that answer one question. */
import type { ComponentChildren } from 'preact'
import { described, type FieldProps, fieldId, HintAndError, LabelText } from './field.tsx'

export interface FieldsetProps extends FieldProps {
  readonly children: ComponentChildren
}

export function Fieldset({ children, ...field }: FieldsetProps) {
  const legend = <LabelText {...field} />
  return (
    <fieldset
      class={field.error ? 'form-group is-error' : 'form-group'}
      id={`${fieldId(field.name)}-group`}
      aria-describedby={described(field)['aria-describedby']}
    >
      <legend class="form-tit">{field.asTitle ? <h1>{legend}</h1> : legend}</legend>
      <HintAndError {...field} />
      <div class="form-conts">{children}</div>
    </fieldset>
  )
}
