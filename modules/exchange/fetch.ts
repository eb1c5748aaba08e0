/** Asks every register for its part at once; what can be believed is receipted and recorded in one transaction. */
import { setImmediate as turn } from 'node:timers/promises'
import type { Json } from '@dpg/rules'
import { factAnswer } from './answers.ts'
import { ask, type Told } from './ask.ts'
import type { FactQuestion, FactRequest, FailureKind, FetchedFact, FetchResult } from './contract.ts'
import type { Running } from './deps.ts'
import { fits } from './fits.ts'
import { keep, type Keeping, keepingOf, type Kept, laterOf } from './keep.ts'
import { groundsOf, type Part, partsOf } from './parts.ts'
import { refusedParts } from './refused.ts'

const TIMEOUT_MS = 5_000

/** A believed answer: `values` fit the vocabulary, `misfits` do not and are never used. */
interface Good extends Part {
  readonly told: Told
  readonly at: string
  readonly values: Readonly<Record<string, Json>>
  readonly misfits: readonly string[]
}
interface Bad extends Part {
  readonly kind: FailureKind
}
/** Who did not answer at all leaves nothing to be kept. */
type Outcome = (Good & { readonly kept: Required<Kept> }) | (Bad & { readonly kept?: Kept })

export async function fetchFacts(deps: Running, request: FactRequest): Promise<FetchResult> {
  const asked = partsOf(deps, request.facts)
  const { allowed, refused, agreed, delay } = await deps.guard.decideFacts(request)
  const no = refusedParts(asked.parts, refused)
  const { parts, derived } = refused.size === 0 && !agreed?.size ? asked : partsOf(deps, allowed, agreed)
  const later = laterOf(deps, delay)
  const keeping = keepingOf(deps, request, later)
  const [outcomes, refusals] = await Promise.all([
    deps.pace.askAll(parts, (part) => outcomeOf(deps, request, keeping, part)),
    Promise.all(no.map(async (part) => ({ record: await keeping.refusal(part, part.refusal.by.join(' ') || 'none') }))),
  ])
  await keep(deps, request.subject, [...outcomes.flatMap(({ kept }) => kept ?? []), ...refusals])
  const good = outcomes.filter((one) => 'told' in one)
  const bad = outcomes.filter((one) => 'kind' in one)
  return {
    ...later,
    facts: Object.fromEntries(good.flatMap(factsOf)),
    silent: [
      ...derived,
      ...good.flatMap(({ facts, values, misfits }) => facts.filter((fact) => !(fact in values) && !misfits.includes(fact))),
    ],
    failures: [
      ...no.map(({ register, facts, refusal }) => ({ register, facts, kind: 'refused' as const, refusal })),
      ...bad.map(({ register, facts, kind }) => ({ register, facts, kind })),
      ...good.flatMap(({ register, misfits }) =>
        misfits.length > 0 ? [{ register, facts: misfits, kind: 'untrusted' as const }] : [],
      ),
    ],
  }
}

async function outcomeOf(deps: Running, request: FactRequest, keeping: Keeping, part: Part): Promise<Outcome> {
  const [outcome, record] = await Promise.all([askFor(deps, request, part), turn().then(() => keeping.record(part))])
  if ('told' in outcome) return { ...outcome, kept: { record, receipt: await keeping.receipt(part, outcome.at, outcome.told) } }
  const isAnswered = outcome.kind === 'refused' || outcome.kind === 'untrusted'
  return isAnswered ? { ...outcome, kept: { record: await keeping.refusal(part) } } : outcome
}

async function askFor(deps: Running, request: FactRequest, part: Part): Promise<Good | Bad> {
  const { register, facts } = part
  const timeoutMs = request.timeoutMs ?? TIMEOUT_MS
  const avoided = deps.breakers.refusal(register, timeoutMs)
  if (avoided) return { ...part, kind: avoided }
  const subject = deps.identity.towards(request.subject, register)
  const { consent, service, actor } = request
  const { purpose, law } = groundsOf(deps, request, part)
  const content: FactQuestion = {
    subject,
    facts,
    purpose,
    law,
    // Where the policies let it pass without the person's word, a law does.
    consent: consent === 'none' ? 'by-law' : consent,
    service,
    asker: { kind: actor.kind, agency: actor.agency },
  }
  const started = performance.now()
  const told = await ask(deps, { register, method: 'POST', path: 'facts', content, timeoutMs })
  deps.pace.took(register, performance.now() - started)
  const outcome = told.ok ? judge(deps, part, subject, told) : { ...part, kind: told.kind }
  if ('told' in outcome || outcome.kind === 'refused') deps.breakers.answered(register)
  else deps.breakers.failed(register, outcome.kind, timeoutMs)
  return outcome
}

function judge({ catalogue, log }: Running, part: Part, subject: string, told: Told): Good | Bad {
  if (told.status !== 200) {
    log.warn('exchange.refused', { register: part.register, by: told.voucher, status: told.status })
    return { ...part, kind: 'refused' }
  }
  const parsed = factAnswer.safeParse(told.content)
  const isOurs = told.voucher === 'register' && parsed.data?.register === part.register && parsed.data.subject === subject
  if (!parsed.success || !isOurs) {
    log.warn('exchange.answer-not-believed', { register: part.register, why: parsed.success ? 'person' : 'shape' })
    return { ...part, kind: 'untrusted' }
  }
  const known = catalogue.current().pack.facts
  const answered = part.facts.filter((fact) => Object.hasOwn(parsed.data.facts, fact))
  const misfits = answered.filter((fact) => !fits(known.get(fact)!, parsed.data.facts[fact]!))
  if (misfits.length > 0) log.warn('exchange.values-not-believed', { register: part.register, facts: misfits.join(' ') })
  const values = answered.filter((fact) => !misfits.includes(fact)).map((fact) => [fact, parsed.data.facts[fact]!] as const)
  return { ...part, told, at: parsed.data.at, values: Object.fromEntries(values), misfits }
}

const factsOf = ({ register, at, values, kept }: Extract<Outcome, Good>): [string, FetchedFact][] =>
  Object.entries(values).map(([fact, value]) => [fact, { fact, value, register, receipt: kept.receipt.id, at }])
