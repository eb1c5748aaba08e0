/** One line or several lines of text. */
import { described, Field, type FieldProps, fieldId } from './field.tsx'

export interface TextFieldProps extends FieldProps {
  readonly value?: string | undefined
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'password' | 'search'
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email'
  /** HTML autofill token: `name`, `tel`, `street-address`, … (WCAG 1.3.5). */
  readonly autoComplete?: string
  /** Expected length; the box is as wide as the answer. */
  readonly width?: 'full' | 'medium' | 'short' | 'tiny'
  /** More than one makes it a text area. */
  readonly rows?: number
  readonly maxLength?: number
  /** Words in the box's frame, such as 원 or %. */
  readonly suffix?: string
  readonly disabled?: boolean
}

export function TextField(props: TextFieldProps) {
  const { name, value, rows, width = 'full', suffix, type = 'text', inputMode, autoComplete, maxLength, disabled } = props
  const shared = { id: fieldId(name), name, maxLength, disabled, autoComplete, inputMode, ...described(props) }
  return (
    <Field {...props}>
      {rows && rows > 1 ? (
        <textarea {...shared} class="krds-input" rows={rows}>
          {value ?? ''}
        </textarea>
      ) : (
        <span class={`box box-${width}`}>
          {/* Preact's types want one literal a tag. */}
          <input {...shared} class="krds-input" type={type as 'text'} value={value ?? ''} />
          {suffix && <span class="box-suffix">{suffix}</span>}
        </span>
      )}
    </Field>
  )
}
