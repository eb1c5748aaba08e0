/** Facts, one by one: which of them may be read, which may be changed. */
import type { Question, Verdict } from '@dpg/policies'
import type { Agreed, ChangeAsked, FactsAsked, FactsDecided, Refused } from './contract.ts'
import type { GuardRunning } from './index.ts'
import { changeQuestions, factQuestions, purposeOf } from './questions.ts'
import { refusedOf } from './refuse.ts'
import { addLook, countLooks } from './store.ts'

type Decide = (question: Question) => Verdict

export async function decideFacts(deps: GuardRunning, decide: Decide, asked: FactsAsked): Promise<FactsDecided> {
  const { official } = asked.actor
  const now = deps.clock.now()
  const recent = official ? await countLooks(deps.db, official, now.subtract({ hours: 1 }).toString()) : 0
  const agreements = await agreedFor(deps, asked)
  const engine = deps.force.engine()
  const allowed: string[] = []
  const refused = new Map<string, Refused>()
  const agreed = new Map<string, Agreed>()
  for (const [fact, question] of await factQuestions(deps, asked, recent, agreements)) {
    const verdict = decide(question)
    if (!verdict.isAllowed) {
      refused.set(fact, refusedOf(engine, question, verdict))
      continue
    }
    allowed.push(fact)
    const agreement = agreements.get(fact)
    if (agreement && verdict.by.every((id) => engine.policy(id)?.reads.has('resource.agreed'))) agreed.set(fact, agreement)
  }
  if (official && allowed.length > 0) await addLook(deps.db, official, now.toString(), deps.newId('look'))
  const { delay } = engine.set.vocabulary.purposes[purposeOf(asked)] ?? {}
  return { allowed, refused, agreed, ...(delay ? { delay } : {}) }
}

/** Agencies agree with agencies: for a person, or the platform's own work, there is nothing to look up. */
async function agreedFor({ agreements, directory }: GuardRunning, asked: FactsAsked): Promise<ReadonlyMap<string, Agreed>> {
  const { actor, service, facts } = asked
  const agency = actor.kind === 'official' && actor.official ? (await directory.official(actor.official))?.agency : undefined
  if (!agreements || agency === undefined) return new Map()
  return agreements.agreed({ agency, service, purpose: purposeOf(asked), facts })
}

export function decideChange(deps: GuardRunning, decide: Decide, asked: ChangeAsked): ReadonlyMap<string, Refused> {
  const refused = new Map<string, Refused>()
  for (const [fact, question] of changeQuestions(deps, asked)) {
    const verdict = decide(question)
    if (!verdict.isAllowed) refused.set(fact, refusedOf(deps.force.engine(), question, verdict))
  }
  return refused
}
