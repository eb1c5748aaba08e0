/**
 * What Cedar's answers have taught about each policy by itself: does it hold for this kind of question? A question never asked before
 * is mostly made of parts that were, and Cedar's own rule puts them together: a forbid that holds decides, else a permit that holds.
 */
import type { Verdict } from './engine.ts'
import { kindOf, type KindOf } from './kinds.ts'
import type { Policy } from './read.ts'
import type { Question } from './question.ts'

/** unsaid: Cedar could work it out, but named only those that forbid. */
type Lesson = 'holds' | 'fails' | 'unsaid'

interface Part {
  readonly policy: Policy
  readonly kindOf: KindOf
  readonly lessons: Map<string, Lesson>
}

/** `ask` is called where what is known does not do; it may throw, and nothing is learnt. */
export type Learner = (question: Question, ask: () => Verdict) => Verdict

export function createLearner(policies: readonly Policy[], remembered: number): Learner {
  const parts: Part[] = policies.map((policy) => ({ policy, kindOf: kindOf([policy]), lessons: new Map() }))
  return (question, ask) => {
    const kinds = parts.map((part) => part.kindOf(question))
    const known = parts.map(({ lessons }, at) => lessons.get(kinds[at]!))
    const verdict = together(parts, known)
    if (verdict) return verdict
    const told = ask()
    for (const [at, part] of parts.entries()) {
      const lesson = lessonOf(part.policy, told, known[at])
      if (part.lessons.size >= remembered) part.lessons.clear()
      part.lessons.set(kinds[at]!, lesson)
    }
    return told
  }
}

/** Undefined: not enough is known. A policy of which nothing is known may be one that cannot be worked out, which is an error. */
function together(parts: readonly Part[], known: readonly (Lesson | undefined)[]): Verdict | undefined {
  if (known.includes(undefined)) return undefined
  const idsOf = (effect: Policy['effect']) =>
    parts.flatMap(({ policy }, at) => (policy.effect === effect && known[at] === 'holds' ? [policy.id] : [])).sort()
  const forbids = idsOf('forbid')
  if (forbids.length > 0) return { isAllowed: false, by: forbids }
  if (known.includes('unsaid')) return undefined
  const permits = idsOf('permit')
  return { isAllowed: permits.length > 0, by: permits }
}

function lessonOf({ id, effect }: Policy, { isAllowed, by }: Verdict, known: Lesson | undefined): Lesson {
  const isForbidden = !isAllowed && by.length > 0
  if (effect === 'permit' && isForbidden) return known ?? 'unsaid'
  return by.includes(id) ? 'holds' : 'fails'
}
