/** All errors of a form at the top of the page, each a link to its field. Takes the focus without script. */
import { useReader } from '../reader.ts'
import { Icon } from '../content/icon.tsx'
import { fieldId } from './field.tsx'

export interface FormError {
  /** Name of the field; absent for an error of the whole form. */
  readonly field?: string
  readonly text: string
}

/** Draws nothing without errors. Give `Page` `hasErrors` as well. */
export function ErrorSummary({ errors }: { readonly errors: readonly FormError[] }) {
  const { t, islands } = useReader()
  if (errors.length === 0) return null
  islands.add('error-summary')
  return (
    <div class="error-summary" role="alert" tabIndex={-1} autofocus data-island="error-summary">
      <h2>
        <Icon name="danger" />
        {t('ui.error.summary', { count: errors.length })}
      </h2>
      <ul>
        {errors.map((error) => (
          <li key={error.text}>{error.field ? <a href={`#${fieldId(error.field)}`}>{error.text}</a> : error.text}</li>
        ))}
      </ul>
    </div>
  )
}

/** The error of one field, for its `error` prop. */
export const errorOf = (errors: readonly FormError[], field: string): string | undefined =>
  errors.find((error) => error.field === field)?.text
