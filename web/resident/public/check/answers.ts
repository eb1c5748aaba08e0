/**
 * What a visitor has answered so far. It travels in the form as hidden fields and is kept nowhere: not in a cookie, not in the
 * address, not in a log. What comes back is read again by the vocabulary; a field that no question could have made is dropped.
 */
import type { Json } from '@dpg/rules'
import { FAMILY, membersOf } from './members.ts'
import type { CheckFact, CheckWorld } from './world.ts'

export type Answers = Readonly<Record<string, Json>>
/** Fields of the posted form. */
export type Posted = Readonly<Record<string, string | readonly string[]>>

export interface Said {
  readonly answers: Answers
  /** Questions that were passed over: never asked again. */
  readonly skipped: readonly string[]
}

const PREFIX = 'a.'
const MOST = 60

export function readSaid(posted: Posted, { facts }: Pick<CheckWorld, 'facts'>): Said {
  const answers: Record<string, Json> = {}
  for (const [name, text] of Object.entries(posted).slice(0, 4 * MOST)) {
    const fact = name.startsWith(PREFIX) ? facts.get(name.slice(PREFIX.length)) : undefined
    const value = fact && typeof text === 'string' ? decode(fact, text) : undefined
    if (fact && value !== undefined && Object.keys(answers).length < MOST) answers[fact.id] = value
  }
  const skipped = textOf(posted, 'skipped')
    .split(' ')
    .filter((id) => facts.has(id))
  return { answers, skipped: skipped.slice(0, MOST) }
}

/** Hidden fields that carry it to the next page. */
export function carry({ answers, skipped }: Said): Record<string, string> {
  const fields = Object.entries(answers).map(([id, value]) => [
    PREFIX + id,
    id === FAMILY ? JSON.stringify(value) : String(value),
  ])
  return Object.fromEntries([...fields, ...(skipped.length > 0 ? [['skipped', skipped.join(' ')]] : [])])
}

export const textOf = (posted: Posted, name: string): string => {
  const value = posted[name]
  return typeof value === 'string' ? value : ''
}

export const without = ({ answers, skipped }: Said, facts: readonly string[]): Said => ({
  answers: Object.fromEntries(Object.entries(answers).filter(([id]) => !facts.includes(id))),
  skipped: skipped.filter((id) => !facts.includes(id)),
})

function decode(fact: CheckFact, text: string): Json | undefined {
  const { type, values } = fact
  if (fact.id === FAMILY) return decodeFamily(fact, text)
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined
  if (type === 'number') return /^-?\d{1,14}(\.\d{1,4})?$/.test(text) ? Number(text) : undefined
  if (type === 'date') return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined
  if (type !== 'string') return undefined
  if (values) return Object.hasOwn(values, text) ? text : undefined
  return /^\d{2,10}$/.test(text) ? text : undefined
}

function decodeFamily(fact: CheckFact, text: string): Json | undefined {
  try {
    return membersOf(JSON.parse(text), fact)?.map((member) => ({ ...member }))
  } catch {
    return undefined
  }
}
