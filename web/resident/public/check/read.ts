/** Reads the answers to the questions that were asked; what cannot be read is said beside its field. */
import type { Json } from '@dpg/rules'
import { type FormError, readDate, readWon } from '@dpg/ui'
import { type Posted, type Said, textOf, without } from './answers.ts'
import { FAMILY, readFamily } from './members.ts'
import { DISTRICT, isAskable } from './questions.ts'
import type { CheckFact, CheckWorld } from './world.ts'

export interface Read {
  readonly said: Said
  readonly errors: readonly FormError[]
  /** Questions that need another page: the lines of the family. */
  readonly more: readonly CheckFact[]
}

type ReadDeps = Pick<CheckWorld, 'facts' | 'area' | 'today' | 't'>

type One = { readonly value: Json } | { readonly errors: readonly FormError[] } | 'passed' | 'more'

/** A question left empty counts as passed over. */
export function readAnswers(deps: ReadDeps, posted: Posted, said: Said): Read {
  const asked = askedIn(posted, deps)
  const answers: Record<string, Json> = {
    ...without(
      said,
      asked.map(({ id }) => id),
    ).answers,
  }
  const skipped = new Set(said.skipped)
  const errors: FormError[] = []
  const more: CheckFact[] = []
  for (const fact of asked) {
    const one = textOf(posted, 'go') === 'skip' ? 'passed' : readOne(deps, fact, posted)
    if (one === 'passed') skipped.add(fact.id)
    else if (one === 'more') more.push(fact)
    else if ('errors' in one) errors.push(...one.errors)
    else {
      answers[fact.id] = one.value
      skipped.delete(fact.id)
    }
  }
  return { said: { answers, skipped: [...skipped] }, errors, more }
}

/** Facts whose questions stood on the page that was posted. */
export const askedIn = (posted: Posted, { facts }: Pick<CheckWorld, 'facts'>): CheckFact[] =>
  textOf(posted, 'asked')
    .split(' ')
    .slice(0, 5)
    .flatMap((id) => facts.get(id) ?? [])
    .filter(isAskable)

function readOne(deps: ReadDeps, fact: CheckFact, posted: Posted): One {
  if (fact.id === FAMILY) return familyOf(readFamily(posted, deps.t, deps.today))
  const one = readValue(deps, fact, posted)
  return typeof one === 'object' && 'error' in one ? { errors: [{ field: fact.id, text: one.error }] } : one
}

function familyOf(read: ReturnType<typeof readFamily>): One {
  if (read.is === 'wrong') return { errors: read.errors }
  return read.is === 'value' ? { value: read.value } : read.is
}

type Value = { readonly value: Json } | { readonly error: string } | 'passed'

function readValue(deps: ReadDeps, fact: CheckFact, posted: Posted): Value {
  if (fact.type === 'date') return readDay(deps, fact, posted)
  const text = textOf(posted, fact.id).trim()
  if (text === '') return 'passed'
  if (fact.type === 'boolean') return text === 'yes' ? { value: true } : text === 'no' ? { value: false } : 'passed'
  if (fact.type === 'number') return readNumber(deps, fact, text)
  if (fact.id === DISTRICT)
    return deps.area(text)?.level === 'sigungu' ? { value: text } : { error: deps.t('resident.check.error.area') }
  return fact.values && Object.hasOwn(fact.values, text) ? { value: text } : 'passed'
}

function readDay({ today, t }: ReadDeps, { id }: CheckFact, posted: Posted): Value {
  const read = readDate(posted, id)
  if (read.is === 'empty') return 'passed'
  if (read.is === 'incomplete')
    return { error: t('resident.check.error.dayPart', { parts: read.missing.map((part) => t(`ui.date.${part}`)).join(', ') }) }
  if (read.is === 'impossible') return { error: t('resident.check.error.day') }
  if (id === 'person.birthDate' && read.iso > today) return { error: t('resident.check.error.future') }
  return read.iso < '1900-01-01' ? { error: t('resident.check.error.past') } : { value: read.iso }
}

function readNumber({ t }: ReadDeps, { unit, min, max }: CheckFact, text: string): Value {
  if (unit === 'won') {
    const won = readWon(text)
    return won === undefined ? { error: t('resident.check.error.won') } : { value: Number(won) }
  }
  const plain = text.replace(/[,\s]/g, '').replace(/[^\d.]+$/u, '')
  const value = /^\d{1,9}(\.\d{1,2})?$/.test(plain) ? Number(plain) : undefined
  if (value === undefined) return { error: t('resident.check.error.number') }
  if (value < (min ?? 0) || value > (max ?? 1e9))
    return { error: t('resident.check.error.range', { min: min ?? 0, max: max ?? 1e9 }) }
  return { value }
}
