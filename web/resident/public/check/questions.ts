/** Which questions a visitor is asked: what is known by heart, what settles most first, and no more than that. */
import type { ScreenAnswer } from '@dpg/benefits/contract'
import type { FactDefinition, Pack } from '@dpg/definitions'
import type { Said } from './answers.ts'

/** Asked on the first page: with these most of the thousands are settled. */
export const FIRST = ['person.birthDate', 'person.sigungu', 'household.size'] as const
/** A place is chosen from a list of districts. */
export const DISTRICT = 'person.sigungu'
/** Known by heart or nearly so; what needs papers is asked from the registers after signing in. */
const MOST_BURDEN = 2
/** A question that settles fewer is not worth a person's time here. */
const LEAST = 2

export interface NextQuestion {
  readonly fact: FactDefinition
  readonly settles: number
}

/** Undefined: nothing more is asked. Questions of businesses come after those of persons. */
export function nextQuestion(ask: ScreenAnswer['ask'], { answers, skipped }: Said, pack: Pack): NextQuestion | undefined {
  const open = ask.flatMap(({ fact: id, settles }) => {
    const fact = pack.facts.get(id)
    const isOpen = fact && isAskable(fact) && !Object.hasOwn(answers, id) && !skipped.includes(id) && settles >= LEAST
    return isOpen ? [{ fact, settles }] : []
  })
  return open.find(({ fact }) => !fact.id.startsWith('business.')) ?? open[0]
}

/** Can be answered in one field without papers. */
export function isAskable({ id, type, values, question, burden }: FactDefinition): boolean {
  if (question === null || burden > MOST_BURDEN) return false
  return type === 'boolean' || type === 'number' || type === 'date' || (type === 'string' && (values !== null || id === DISTRICT))
}
