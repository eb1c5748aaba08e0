/** A remembered day, as year, month and day; three plain boxes that need no picker. `readDate` takes them back. */
import { useReader } from '../reader.ts'
import { type FieldProps, fieldId } from './field.tsx'
import { Fieldset } from './fieldset.tsx'
import type { DateParts } from './read-date.ts'

export interface DateFieldProps extends FieldProps {
  /** `1960-03-05`, or the parts as they were typed. */
  readonly value?: string | DateParts | undefined
  /** The reader's own birthday: lets browsers fill it in. */
  readonly isBirthday?: boolean
  /** Which part the error is about; all unless told. */
  readonly errorIn?: keyof DateParts
}

const PARTS = [
  { part: 'year', length: 4 },
  { part: 'month', length: 2 },
  { part: 'day', length: 2 },
] as const

export function DateField({ value, isBirthday, errorIn, ...field }: DateFieldProps) {
  const { t } = useReader()
  const parts = typeof value === 'string' ? partsOf(value) : value
  return (
    <Fieldset {...field} hint={field.hint ?? t('ui.date.hint')}>
      <span class="date-boxes">
        {PARTS.map(({ part, length }, at) => (
          <label key={part} class="date-box">
            <input
              class={length === 4 ? 'krds-input date-year' : 'krds-input'}
              id={at === 0 ? fieldId(field.name) : `${fieldId(field.name)}-${part}`}
              name={`${field.name}-${part}`}
              value={parts?.[part] ?? ''}
              inputMode="numeric"
              maxLength={length}
              autoComplete={isBirthday ? `bday-${part}` : 'off'}
              aria-invalid={field.error && (errorIn === undefined || errorIn === part) ? 'true' : undefined}
            />
            <span>{t(`ui.date.${part}`)}</span>
          </label>
        ))}
      </span>
    </Fieldset>
  )
}

function partsOf(iso: string): DateParts {
  const [year = '', month = '', day = ''] = iso.split('-')
  return { year, month: month.replace(/^0/, ''), day: day.replace(/^0/, '') }
}
