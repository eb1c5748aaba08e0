/** Questions about facts that only the person can say, and their answers as they travel in the address. */
import type { FieldView } from '@dpg/casework/contract'
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { readDate, readWon, type FormError } from '@dpg/ui'
import type { ResidentContracts } from '../../contracts.ts'

type Pack = ReturnType<ResidentContracts['catalogue']['current']>['pack']
type Fact = NonNullable<ReturnType<Pack['facts']['get']>>
export type Typed = Readonly<Record<string, string | readonly string[]>>

/** As few as people answer: the best one or two settle most. */
const MOST_ANSWERS = 40

/** Undefined: no question that a small form can ask. */
export function questionOf(pack: Pick<Pack, 'facts'>, id: string, typed: Typed, lang: Lang): FieldView | undefined {
  const fact = pack.facts.get(id)
  const type = fact && typeOf(fact)
  if (!fact?.question || !type) return undefined
  return {
    name: id,
    label: textIn(fact.question, lang),
    hint: fact.hint ? textIn(fact.hint, lang) : null,
    type,
    unit: fact.unit,
    options: Object.entries(fact.values ?? {}).map(([value, label]) => ({ value, label: textIn(label, lang) })),
    min: fact.min,
    max: fact.max,
    autocomplete: id === 'person.birthDate' ? 'bday' : null,
    isRequired: true,
    value: type === 'date' ? partsTyped(typed, id) : jsonTyped(typed[id]),
  }
}

function typeOf({ type, values }: Fact): FieldView['type'] | undefined {
  if (type === 'boolean' || type === 'number' || type === 'date') return type
  if (values && type === 'string') return 'choice'
  return values && type === 'list' ? 'choices' : undefined
}

export interface Answers {
  readonly facts: Readonly<Record<string, Json>>
  readonly errors: readonly FormError[]
}

/** Reads what was typed for facts that can be asked; other names in the address mean nothing. An empty answer is none. */
export function readAnswers(pack: Pick<Pack, 'facts'>, typed: Typed, t: Translate): Answers {
  const facts: Record<string, Json> = {}
  const errors: FormError[] = []
  const names = new Set(Object.keys(typed).map((name) => name.replace(/-(year|month|day)$/, '')))
  for (const name of [...names].slice(0, MOST_ANSWERS)) {
    const fact = pack.facts.get(name)
    if (!fact?.question || !typeOf(fact)) continue
    const value = readOne(fact, typed)
    if (value === 'wrong') errors.push({ field: name, text: t(`resident.my.answer.${fact.type === 'date' ? 'date' : 'number'}`) })
    else if (value !== undefined) facts[name] = value
  }
  return { facts, errors }
}

function readOne(fact: Fact, typed: Typed): Json | undefined | 'wrong' {
  const given = typed[fact.id]
  const text = typeof given === 'string' ? given.trim() : ''
  switch (typeOf(fact)) {
    case 'boolean':
      return text === 'yes' ? true : text === 'no' ? false : undefined
    case 'choice':
      return Object.hasOwn(fact.values ?? {}, text) ? text : undefined
    case 'choices': {
      const list = given === undefined ? [] : [given].flat().filter((one) => Object.hasOwn(fact.values ?? {}, one))
      return given === undefined ? undefined : list
    }
    case 'number':
      return text === '' ? undefined : numberOf(fact, text)
    default:
      return dayOf(typed, fact.id, text)
  }
}

function numberOf({ unit, min, max }: Fact, text: string): Json | 'wrong' {
  const value = unit === 'won' ? Number(readWon(text) ?? Number.NaN) : Number(text.replace(/,/g, ''))
  return Number.isFinite(value) && value >= (min ?? Number.NEGATIVE_INFINITY) && value <= (max ?? Number.MAX_SAFE_INTEGER)
    ? value
    : 'wrong'
}

function dayOf(typed: Typed, name: string, text: string): Json | undefined | 'wrong' {
  const [year = '', month = '', day = ''] = /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.split('-') : []
  const read = year ? readDate({ 'd-year': year, 'd-month': month, 'd-day': day }, 'd') : readDate(typed, name)
  if (read.is === 'date') return read.iso
  return read.is === 'empty' ? undefined : 'wrong'
}

/** The answers as one field each, for links and hidden fields. */
export function carried(facts: Readonly<Record<string, Json>>): [name: string, value: string][] {
  return Object.entries(facts).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [
      name,
      one === true ? 'yes' : one === false ? 'no' : String(one),
    ]),
  )
}

const jsonTyped = (given: Typed[string] | undefined): Json | undefined =>
  given === undefined ? undefined : typeof given === 'string' ? given : [...given]

function partsTyped(typed: Typed, name: string): Json | undefined {
  const whole = typed[name]
  if (typeof whole === 'string' && whole !== '') return whole
  const part = (box: string) => String(typed[`${name}-${box}`] ?? '').slice(0, 10)
  const parts = { year: part('year'), month: part('month'), day: part('day') }
  return Object.values(parts).some(Boolean) ? parts : undefined
}
