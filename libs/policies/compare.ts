/** What another set of policies would have decided differently, over questions that were really asked. */
import type { Engine, Verdict } from './engine.ts'
import type { Question } from './question.ts'

export interface Counted {
  readonly question: Question
  readonly count: number
}

export interface Change extends Counted {
  readonly before: Verdict
  readonly after: Verdict
}

export interface Difference {
  readonly asked: number
  /** Distinct questions: some stand for many requests. */
  readonly questions: number
  readonly newlyAllowed: number
  readonly newlyDenied: number
  /** Most frequent first. */
  readonly changes: readonly Change[]
  /** Policies of the new set that decided none of these. */
  readonly neverUsed: readonly string[]
}

export function compare(before: Engine, after: Engine, asked: Iterable<Counted>, examples = 50): Difference {
  const counts = { asked: 0, questions: 0, newlyAllowed: 0, newlyDenied: 0 }
  const changes: Change[] = []
  const used = new Set<string>()
  for (const { question, count } of asked) {
    const [was, is] = [before.decide(question), after.decide(question)]
    counts.asked += count
    counts.questions++
    for (const id of is.by) used.add(id)
    if (was.isAllowed === is.isAllowed) continue
    if (is.isAllowed) counts.newlyAllowed += count
    else counts.newlyDenied += count
    changes.push({ question, count, before: was, after: is })
  }
  return {
    ...counts,
    changes: changes.sort((a, b) => b.count - a.count).slice(0, examples),
    neverUsed: after.set.policies.map(({ id }) => id).filter((id) => !used.has(id)),
  }
}
