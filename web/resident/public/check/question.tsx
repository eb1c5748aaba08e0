/** One question of the check as a field; what was typed stands, even where it is wrong. */
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { DateField, errorOf, type FormError, MoneyField, type OptionGroup, Radios, Select, TextField } from '@dpg/ui'
import { said } from '../words.ts'
import { type Posted, textOf } from './answers.ts'
import { Family } from './family.tsx'
import { dayTyped, FAMILY } from './members.ts'
import { DISTRICT } from './questions.ts'
import type { CheckFact } from './world.ts'

/** So many choices are seen at once; more are a list to open. */
const MOST_RADIOS = 7

export interface QuestionProps {
  readonly fact: CheckFact
  readonly lang: Lang
  readonly t: Translate
  readonly errors: readonly FormError[]
  readonly districts: readonly OptionGroup[]
  /** What was answered before. */
  readonly value: Json | undefined
  /** What was typed into this very form. */
  readonly typed: Posted
}

export function Question({ districts, ...props }: QuestionProps) {
  const { fact, lang, t, errors, value, typed } = props
  if (fact.id === FAMILY) return <Family {...props} />
  const hint = said(fact.hint, lang)
  const shared = {
    name: fact.id,
    label: said(fact.question, lang) ?? textIn(fact.title, lang),
    error: errorOf(errors, fact.id),
    ...(hint ? { hint } : {}),
  }
  const text = textOf(typed, fact.id) || (value === undefined ? undefined : String(value))
  if (fact.type === 'date')
    return <DateField {...shared} value={dayTyped(fact.id, typed) ?? text} isBirthday={fact.id === 'person.birthDate'} />
  if (fact.type === 'boolean')
    return (
      <Radios
        {...shared}
        inline
        value={text === 'true' ? 'yes' : text === 'false' ? 'no' : text}
        options={[
          { value: 'yes', label: t('resident.check.yes') },
          { value: 'no', label: t('resident.check.no') },
        ]}
      />
    )
  if (fact.type === 'number' && fact.unit === 'won')
    return <MoneyField {...shared} value={typeof value === 'number' && !textOf(typed, fact.id) ? value : text} />
  if (fact.type === 'number')
    return (
      <TextField
        {...shared}
        value={text}
        width="short"
        inputMode="numeric"
        autoComplete="off"
        suffix={t(`resident.suffix.${fact.unit ?? 'count'}`)}
      />
    )
  if (fact.id === DISTRICT) return <Select {...shared} value={text} options={districts} />
  const options = Object.entries(fact.values ?? {}).map(([code, label]) => ({ value: code, label: textIn(label, lang) }))
  return options.length <= MOST_RADIOS ? (
    <Radios {...shared} options={options} value={text} />
  ) : (
    <Select {...shared} options={options} value={text} />
  )
}
