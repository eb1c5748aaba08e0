/** Questions of a screen: a fact becomes one field, a context one field a part. */
import type { FactDefinition, Pack, ServiceDefinition } from '@dpg/definitions'
import { type Lang, textIn } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { FieldOption, FieldView } from './contract.ts'
import { isArea } from './words.ts'

export interface Field {
  /** Name of the form field: the fact, or `fact.part`. */
  readonly name: string
  readonly fact: FactDefinition
  readonly part: string | null
  readonly type: FieldView['type']
  readonly unit: string | null
  readonly min: number | null
  readonly max: number | null
  readonly isRequired: boolean
  readonly format: Format | null
  readonly options: (lang: Lang) => FieldOption[]
  readonly label: (lang: Lang) => string
  readonly hint: (lang: Lang) => string | null
  readonly autocomplete: string | null
}

/** How some texts must look, whoever asks for them. */
export type Format = 'phone' | 'email' | 'account'
const FORMATS: Readonly<Record<string, { readonly format: Format | null; readonly autocomplete: string | null }>> = {
  'person.phone': { format: 'phone', autocomplete: 'tel' },
  'person.email': { format: 'email', autocomplete: 'email' },
  'person.name': { format: null, autocomplete: 'name' },
  'person.birthDate': { format: null, autocomplete: 'bday' },
  'person.bankAccount.number': { format: 'account', autocomplete: 'off' },
}

type Form = Pick<ServiceDefinition, 'form'>
type Facts = Readonly<Record<string, Json>>

/** The fields of these facts, in order; what is no fact of the vocabulary is left out. */
export const fieldsOf = (pack: Pick<Pack, 'facts'>, { form }: Form, ids: readonly string[], facts: Facts): Field[] =>
  ids.flatMap((id) => {
    const fact = pack.facts.get(id)
    if (!fact) return []
    if (fact.type !== 'context' || !fact.fields) return [fieldOf(fact, form, pack, facts)]
    return Object.entries(fact.fields).map(([part, field]) => partOf(fact, part, field))
  })

function fieldOf(fact: FactDefinition, form: Form['form'], pack: Pick<Pack, 'facts'>, facts: Facts): Field {
  const hints = form.hints[fact.id]
  const known = FORMATS[fact.id]
  return {
    name: fact.id,
    fact,
    part: null,
    type: typeOf(fact, isArea(fact)),
    unit: fact.unit,
    min: fact.min,
    max: fact.max,
    isRequired: fact.type !== 'list',
    format: known?.format ?? null,
    options: (lang) => [...optionsOf(fact.values, lang), ...prefilled(fact, form, pack, facts, lang)],
    label: (lang) => textIn(hints?.label ?? fact.question ?? fact.title, lang),
    hint: (lang) => (hints?.hint || fact.hint ? textIn((hints?.hint ?? fact.hint)!, lang) : null),
    autocomplete: hints?.autocomplete ?? known?.autocomplete ?? null,
  }
}

function partOf(fact: FactDefinition, part: string, field: NonNullable<FactDefinition['fields']>[string]): Field {
  const name = `${fact.id}.${part}`
  const known = FORMATS[name]
  return {
    name,
    fact,
    part,
    type: typeOf(field, false),
    unit: field.unit,
    min: null,
    max: null,
    isRequired: true,
    format: known?.format ?? null,
    options: (lang) => optionsOf(field.values, lang),
    label: (lang) => textIn(field.question ?? field.title ?? { ko: part }, lang),
    hint: () => null,
    autocomplete: known?.autocomplete ?? null,
  }
}

type Values = FactDefinition['values']

function typeOf(
  { type, values }: { readonly type: FactDefinition['type']; readonly values: Values },
  isPlace: boolean,
): FieldView['type'] {
  if (type === 'boolean' || type === 'number' || type === 'date') return type
  if (type === 'list') return 'choices'
  return values ? 'choice' : isPlace ? 'area' : 'string'
}

const optionsOf = (values: Values, lang: Lang): FieldOption[] =>
  Object.entries(values ?? {}).map(([value, label]) => ({ value, label: textIn(label, lang) }))

/** Choices that a register knows: members of the household for "who moved with you?" (`form.prefill`). The applicant is not one of them. */
function prefilled(fact: FactDefinition, form: Form['form'], pack: Pick<Pack, 'facts'>, facts: Facts, lang: Lang): FieldOption[] {
  const from = form.prefill.find(({ path }) => path === fact.id)?.from
  const list = from === undefined ? undefined : facts[from]
  if (from === undefined || !Array.isArray(list)) return []
  const relations = pack.facts.get(from)?.fields?.['relation']?.values
  return (list as readonly Json[]).flatMap((item) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return []
    const { ref, name, relation } = item as Readonly<Record<string, Json>>
    if (typeof ref !== 'string' || relation === 'self') return []
    const label = typeof relation === 'string' && relations?.[relation] ? ` (${textIn(relations[relation], lang)})` : ''
    return [{ value: ref, label: `${typeof name === 'string' ? name : ref}${label}` }]
  })
}

/** The value already given for a field. */
export function answered(field: Field, answers: Facts): Json | undefined {
  const value = answers[field.fact.id]
  if (field.part === null || value === undefined) return value
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)[field.part]
    : undefined
}

/** Ready to draw: what was typed stands, even where it is wrong. */
export const viewField = (field: Field, answers: Facts, typed: Facts, lang: Lang): FieldView => ({
  name: field.name,
  label: field.label(lang),
  hint: field.hint(lang),
  type: field.type,
  unit: field.unit,
  options: field.options(lang),
  min: field.min,
  max: field.max,
  autocomplete: field.autocomplete,
  isRequired: field.isRequired,
  value: typed[field.name] ?? answered(field, answers),
})
