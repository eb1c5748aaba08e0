/** Facts, one by one: which of them may be read, which may be changed. */
import type { Engine, Question, Verdict } from '@dpg/policies'
import type { Agreed, ChangeAsked, FactsAsked, FactsDecided, Refused } from './contract.ts'
import type { GuardRunning } from './index.ts'
import { changeQuestions, factQuestions, purposeOf } from './questions.ts'
import { refusedOf } from './refuse.ts'
import { addLook, countLooks, deleteLook } from './store.ts'

type Decide = (question: Question) => Verdict

export async function decideFacts(deps: GuardRunning, decide: Decide, asked: FactsAsked): Promise<FactsDecided> {
  const { official } = asked.actor
  const now = deps.clock.now()
  // Written down before those before it are counted: of two at once the later one sees the other.
  const look = official ? deps.newId('look') : undefined
  if (official && look) await addLook(deps.db, official, now.toString(), look)
  const recent = official && look ? await countLooks(deps.db, official, now.subtract({ hours: 1 }).toString(), look) : 0
  const agreements = await agreedFor(deps, asked)
  const engine = deps.force.engine()
  const allowed: string[] = []
  const refused = new Map<string, Refused>()
  const agreed = new Map<string, Agreed>()
  const questions = await factQuestions(deps, asked, recent, agreements)
  for (const [fact, question] of questions) {
    const verdict = decide(question)
    if (!verdict.isAllowed) {
      refused.set(fact, refusedOf(engine, question, verdict))
      continue
    }
    allowed.push(fact)
    const agreement = agreements.get(fact)
    if (agreement && verdict.by.every((id) => engine.policy(id)?.reads.has('resource.agreed'))) agreed.set(fact, agreement)
  }
  if (official && look && allowed.length === 0) await deleteLook(deps.db, official, look)
  const { delay } = engine.set.vocabulary.purposes[purposeOf(asked)] ?? {}
  const isTheirs = delay !== undefined && [...questions.values()].some((question) => couldBeAllowed(engine, question))
  return { allowed, refused, agreed, ...(delay && isTheirs ? { delay } : {}) }
}

/**
 * Would the policies let this asker look for this purpose at all, however surely known, at whatever hour, for whatever service? Only whose
 * work it is has their looks, and their refusals, told later: stating the purpose of somebody else's work hides nothing.
 */
const couldBeAllowed = (engine: Engine, question: Question): boolean =>
  engine.decideAnew({
    ...question,
    resource: question.resource.type === 'Fact' ? { ...question.resource, isDeclared: true } : question.resource,
    context: { ...question.context, ...AT_BEST },
  }).isAllowed
const AT_BEST = { assurance: 3, deviceBound: true, recent: 0, hour: 12, workday: true, consent: 'given', law: '법' } as const

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
