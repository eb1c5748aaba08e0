/** Which questions a visitor is asked: what is known by heart, what settles most first, and no more than that. */
import type { ScreenAnswer } from '@dpg/benefits/contract'
import type { Said } from './answers.ts'
import { FAMILY } from './members.ts'
import type { CheckFact, CheckWorld } from './world.ts'

/** Asked on the first page: with these most of the thousands are settled. */
export const FIRST: readonly string[] = ['person.birthDate', 'person.sigungu', FAMILY]
/** A place is chosen from a list of districts. */
export const DISTRICT = 'person.sigungu'
/** Known by heart or nearly so; what needs papers is asked from the registers after signing in. */
const MOST_BURDEN = 2
/** A question that settles fewer is not worth a person's time here. */
const LEAST = 2

export interface NextQuestion {
  readonly fact: CheckFact
  readonly settles: number
}

/**
 * Undefined: nothing more is asked. Questions of businesses come after those of persons; what follows from a question that was
 * passed over is not asked in other words. `deciding`: facts that alone settle a service worked out from its law.
 */
export function nextQuestion(
  ask: ScreenAnswer['ask'],
  deciding: ReadonlySet<string>,
  { answers, skipped }: Said,
  { facts }: Pick<CheckWorld, 'facts'>,
): NextQuestion | undefined {
  const passed = skipped.flatMap((id) => facts.get(id) ?? [])
  const open = ask.flatMap(({ fact: id, settles }) => {
    const fact = facts.get(id)
    if (!fact || !isAskable(fact) || fact.burden > MOST_BURDEN || Object.hasOwn(answers, id)) return []
    if (skipped.includes(id) || passed.some((other) => isSameQuestion(fact, other))) return []
    return settles >= LEAST || deciding.has(id) ? [{ fact, settles }] : []
  })
  const own = open.find(({ fact }) => !isOfBusiness(fact.id))
  if (own) return own
  // Whoever has no business, or passed over one such question, is not asked the others.
  const isDone = answers[BUSINESS] === false || skipped.some(isOfBusiness)
  return isDone ? undefined : (open.find(({ fact }) => fact.id === BUSINESS) ?? open[0])
}

const BUSINESS = 'business.exists'
const isOfBusiness = (id: string): boolean => id.startsWith('business.')

/** Can be answered in one field without papers. */
export function isAskable({ id, type, values, question, burden }: CheckFact): boolean {
  if (id === FAMILY) return true
  if (question === null || burden > MOST_BURDEN) return false
  return type === 'boolean' || type === 'number' || type === 'date' || (type === 'string' && (values !== null || id === DISTRICT))
}

/** One is worked out from the other, but for the age, which many rather say than the day of birth. */
function isSameQuestion(fact: CheckFact, passed: CheckFact): boolean {
  if (fact.id === 'person.age' || passed.id === FAMILY) return false
  return names(fact.derive).includes(passed.id) || names(passed.derive).includes(fact.id)
}

const names = (feel: string | null): readonly string[] => feel?.match(/[a-z]\w*\.[a-z]\w*/g) ?? []
