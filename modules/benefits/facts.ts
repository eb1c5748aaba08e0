/** Facts that a visitor types in: known ids, right types, sizes that a person can have. */
import { dayOf } from '@dpg/period'
import type { Json } from '@dpg/rules'
import { unknownFact, wrongType } from './contract.ts'
import type { TellingFact } from './engine.ts'

/** Refuses the first fact that does not exist or does not fit, by name. */
export function checkFacts(facts: Readonly<Record<string, Json>>, known: ReadonlyMap<string, TellingFact>): void {
  for (const [id, value] of Object.entries(facts)) {
    const fact = known.get(id)
    if (!fact) throw unknownFact({ fact: id.slice(0, 80) })
    if (value !== null && !fits(fact, value)) throw wrongType({ fact: id, expected: expectedOf(fact), ...reasonOf(fact) })
  }
}

function fits(fact: TellingFact, value: Json): boolean {
  switch (fact.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && value >= (fact.min ?? -1e15) && value <= (fact.max ?? 1e15)
    case 'string':
      return typeof value === 'string' && value.length <= 500 && (fact.values === null || Object.hasOwn(fact.values, value))
    case 'date':
      return typeof value === 'string' && isDay(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'list':
      return Array.isArray(value) && value.length <= 100
    case 'context':
      return typeof value === 'object' && !Array.isArray(value)
  }
}

/** A day that exists, between 1850 and 2200. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  if (!year || Number(year) < 1850 || Number(year) > 2200) return false
  return dayOf(Number(year), Number(month), Number(day)) !== undefined
}

/** Which text says what is wanted. */
function reasonOf({ type, values, min, max }: TellingFact) {
  if (values && type === 'string') return { reason: 'choice' }
  if (type === 'number' && min !== null && max !== null) return { reason: 'range', min, max }
  return { reason: type as string }
}

/** In the words of FEEL, for developers: `number 0..130`, `one of male, female`. */
function expectedOf({ type, values, min, max }: TellingFact): string {
  if (values && type === 'string') return `one of ${Object.keys(values).join(', ')}`
  if (type === 'number' && (min !== null || max !== null)) return `number ${min ?? ''}..${max ?? ''}`
  return type === 'date' ? 'date YYYY-MM-DD' : type
}
