/** Who lives with the reader, as it is typed and carried. */
import type { Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { type FormError, readDate } from '@dpg/ui'
import { type Posted, textOf } from './answers.ts'
import type { CheckFact } from './world.ts'

export const FAMILY = 'household.members'
export const MOST_ROWS = 9

export interface Member {
  readonly relation: string
  readonly birthDate: string
  readonly livesTogether: true
  /** Absent: not said, so not known. */
  readonly citizen?: true
}

/** Members as a check carries them; undefined for anything else. */
export function membersOf(value: unknown, { fields }: Pick<CheckFact, 'fields'>): readonly Member[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_ROWS) return undefined
  const relations = fields?.['relation']?.values ?? {}
  const members = value.flatMap((one: unknown): Member[] => {
    const { relation, birthDate, citizen } = Object(one) as Record<string, unknown>
    if (typeof relation !== 'string' || !Object.hasOwn(relations, relation)) return []
    if (typeof birthDate !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) return []
    return [{ relation, birthDate, livesTogether: true, ...(citizen === true ? { citizen: true as const } : {}) }]
  })
  return members.length === value.length ? members : undefined
}

export type ReadFamily =
  | { readonly is: 'value'; readonly value: Json }
  | { readonly is: 'passed' }
  /** Lines are to be drawn, or more of them. */
  | { readonly is: 'more' }
  | { readonly is: 'wrong'; readonly errors: readonly FormError[] }

export function readFamily(posted: Posted, t: Translate, today: string): ReadFamily {
  const choice = textOf(posted, FAMILY)
  if (choice === 'alone') return { is: 'value', value: [] }
  if (choice === 'with' || textOf(posted, 'go') === 'more') return { is: 'more' }
  if (choice !== 'rows') return { is: 'passed' }
  const errors: FormError[] = []
  const areCitizens = textOf(posted, 'family-citizens') === 'yes'
  const members = numbers(rowsOf(posted)).flatMap((row): Member[] => {
    const relation = textOf(posted, `m${row}-relation`)
    const born = readDate(posted, `m${row}-born`)
    if (relation === '' && born.is === 'empty') return []
    if (relation === '') errors.push({ field: `m${row}-relation`, text: t('resident.family.error.relation', { row }) })
    if (born.is === 'date' && born.iso <= today)
      return [{ relation, birthDate: born.iso, livesTogether: true, ...(areCitizens ? { citizen: true as const } : {}) }]
    errors.push({ field: `m${row}-born`, text: t('resident.family.error.born', { row }) })
    return []
  })
  if (errors.length > 0) return { is: 'wrong', errors }
  return members.length > 0 ? { is: 'value', value: members.map((member) => ({ ...member })) } : { is: 'passed' }
}

export const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

export function rowsOf(posted: Posted): number {
  const rows = Number(textOf(posted, 'rows')) || 0
  return Math.min(MOST_ROWS, Math.max(0, Math.trunc(rows)))
}

/** The three boxes as they were typed; undefined when they are empty. */
export function dayTyped(name: string, typed: Posted) {
  const parts = { year: textOf(typed, `${name}-year`), month: textOf(typed, `${name}-month`), day: textOf(typed, `${name}-day`) }
  return parts.year + parts.month + parts.day === '' ? undefined : parts
}
