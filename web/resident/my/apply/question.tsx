/** One question of a form, drawn by its kind; what was typed stands, even where it is wrong. */
import type { FieldView } from '@dpg/casework/contract'
import type { Translate } from '@dpg/kernel'
import { Checkboxes, DateField, type DateParts, errorOf, type FormError, MoneyField, Radios, Select, TextField } from '@dpg/ui'
import { AreaQuestion, type Choosing } from './area.tsx'

/** So many choices are seen at once; more are a list to open. */
const MOST_RADIOS = 7

export interface QuestionProps {
  readonly field: FieldView
  readonly t: Translate
  readonly errors: readonly FormError[]
  /** The only question of its screen: its label is the page's `<h1>`. */
  readonly asTitle?: boolean
  /** Stands under the label, above the field's own hint: the text of the screen. */
  readonly lead?: string | null
  /** Where a place is being looked for. */
  readonly choosing?: Choosing | undefined
}

export function Question({ field, t, errors, asTitle = false, lead = null, choosing }: QuestionProps) {
  const hints = [lead, field.hint].filter((one) => one !== null)
  const shared = {
    name: field.name,
    label: field.label,
    ...(hints.length > 0 ? { hint: hints.map((hint) => <p key={hint}>{hint}</p>) } : {}),
    error: errorOf(errors, field.name),
    optional: !field.isRequired && field.type !== 'choices',
    asTitle,
  }
  const text = field.value === undefined || field.value === null ? undefined : String(field.value)
  switch (field.type) {
    case 'boolean':
      return (
        <Radios
          {...shared}
          inline
          value={field.value === true ? 'yes' : field.value === false ? 'no' : text}
          options={[
            { value: 'yes', label: t('resident.my.yes') },
            { value: 'no', label: t('resident.my.no') },
          ]}
        />
      )
    case 'choice':
      return field.options.length <= MOST_RADIOS ? (
        <Radios {...shared} options={field.options} value={text} />
      ) : (
        <Select {...shared} options={field.options} value={text} />
      )
    case 'choices':
      return <Checkboxes {...shared} options={field.options} values={Array.isArray(field.value) ? field.value.map(String) : []} />
    case 'date':
      return <DateField {...shared} value={dayTyped(field.value)} isBirthday={field.autocomplete === 'bday'} />
    case 'area':
      return <AreaQuestion {...shared} value={text} t={t} choosing={choosing} />
    case 'number':
      return field.unit === 'won' ? (
        <MoneyField {...shared} value={typeof field.value === 'number' ? field.value : text} />
      ) : (
        <TextField {...shared} value={text} width="short" inputMode="decimal" autoComplete="off" suffix={unitOf(field, t)} />
      )
    case 'string':
      return <TextField {...shared} value={text} maxLength={200} {...keyboardOf(field)} />
  }
}

const unitOf = ({ unit }: FieldView, t: Translate): string => {
  const key = `resident.my.unit.${unit ?? 'count'}`
  const words = t(key)
  return words === key ? '' : words
}

/** The keyboard a telephone shows, and what the browser may fill in (WCAG 1.3.5). */
function keyboardOf({ name, autocomplete }: FieldView) {
  const fill = { autoComplete: autocomplete ?? 'off' }
  if (autocomplete === 'tel') return { ...fill, type: 'tel', inputMode: 'tel', width: 'medium' } as const
  if (autocomplete === 'email') return { ...fill, type: 'email', inputMode: 'email' } as const
  return name.endsWith('.number') ? ({ ...fill, inputMode: 'numeric', width: 'medium' } as const) : fill
}

/** A day that was understood, or its three boxes as they were typed. */
function dayTyped(value: FieldView['value']): string | DateParts | undefined {
  if (typeof value === 'string') return value
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  const parts = value as Readonly<Record<string, unknown>>
  const part = (name: string) => (typeof parts[name] === 'string' ? parts[name] : '')
  return { year: part('year'), month: part('month'), day: part('day') }
}
