/** What every field shares: label, hint, error, and the ids that tie them to the control. */
import type { ComponentChildren } from 'preact'
import { useReader } from '../reader.ts'

export interface FieldProps {
  /** Of the form field, such as `person.birthDate`. */
  readonly name: string
  readonly label: string
  readonly hint?: ComponentChildren
  /** Says what to do, not what is wrong with the person. */
  readonly error?: string | undefined
  /** Marks the label with (선택); fields are needed unless they say so. */
  readonly optional?: boolean
  /** The question is the title of the page: the label becomes its `<h1>`. */
  readonly asTitle?: boolean
}

/** Id of the control of a field; `ErrorSummary` links to it. */
export const fieldId = (name: string): string => `f-${name.replace(/[^\p{L}\p{N}_-]+/gu, '-')}`

/** `aria-describedby` and `aria-invalid` of a control. */
export function described({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>) {
  const id = fieldId(name)
  const ids = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return { 'aria-describedby': ids || undefined, 'aria-invalid': error ? ('true' as const) : undefined }
}

/** A field with one control, whose id is `fieldId(name)`. */
export function Field({ children, ...field }: FieldProps & { readonly children: ComponentChildren }) {
  const label = (
    <label for={fieldId(field.name)}>
      <LabelText {...field} />
    </label>
  )
  return (
    <div class={field.error ? 'form-group is-error' : 'form-group'}>
      <div class="form-tit">{field.asTitle ? <h1>{label}</h1> : label}</div>
      <HintAndError {...field} />
      <div class="form-conts">{children}</div>
    </div>
  )
}

export function LabelText({ label, optional }: Pick<FieldProps, 'label' | 'optional'>) {
  const { t } = useReader()
  return (
    <>
      {label}
      {optional && <span class="optional"> {t('ui.field.optional')}</span>}
    </>
  )
}

export function HintAndError({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>) {
  const { t } = useReader()
  const id = fieldId(name)
  return (
    <>
      {hint && (
        <div class="form-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <p class="form-error" id={`${id}-error`}>
          <span class="sr-only">{t('ui.error.titlePrefix')} </span>
          {error}
        </p>
      )}
    </>
  )
}
