/** Asks every register for its part at once; what can be believed is receipted and recorded in one transaction. */
import type { AccessRecord, Use } from '@dpg/access/contract'
import type { Agreed, FactsDecided } from '@dpg/guard/contract'
import { type Lang, type ReceiptId, textIn } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import { factAnswer } from './answers.ts'
import { ask, type Told } from './ask.ts'
import {
  type FactQuestion,
  type FactRequest,
  type FailureKind,
  type FetchedFact,
  type FetchResult,
  noRegister,
} from './contract.ts'
import type { Running } from './deps.ts'
import { fits } from './fits.ts'
import { refusedParts, type RefusedPart } from './refused.ts'
import { receiptFor } from './receipts.ts'
import { insertReceipts } from './store.ts'

const TIMEOUT_MS = 5_000

/** The part of a request that one register is asked for. */
interface Part {
  readonly register: string
  readonly facts: readonly string[]
  /** Had by an agreement between agencies: it goes by that agreement's law, and says so. */
  readonly agreed?: Agreed
}
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

export async function fetchFacts(deps: Running, request: FactRequest): Promise<FetchResult> {
  const asked = partsOf(deps, request.facts)
  const { allowed, refused, agreed, delay } = await deps.guard.decideFacts(request)
  const no = refusedParts(asked.parts, refused)
  const { parts, derived } = refused.size === 0 && !agreed?.size ? asked : partsOf(deps, allowed, agreed)
  const outcomes = await Promise.all(parts.map((part) => askFor(deps, request, part)))
  const good = outcomes.filter((one): one is Good => 'told' in one)
  const bad = outcomes.filter((one): one is Bad => 'kind' in one)
  const receipts = await keep(deps, request, good, bad, no, delay)
  return {
    facts: Object.fromEntries(good.flatMap((one, at) => factsOf(one, receipts[at]!))),
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

/** Facts that follow from others no register holds as such: they are not asked for. */
function partsOf(
  { catalogue }: Running,
  facts: readonly string[],
  agreed: ReadonlyMap<string, Agreed> = new Map(),
): { parts: Part[]; derived: string[] } {
  const known = catalogue.current().pack.facts
  const wanted = [...new Set(facts)].map((fact) => {
    const { register, derive } = known.get(fact) ?? {}
    if (!register) throw noRegister({ fact })
    return { fact, register, isDerived: derive !== null }
  })
  const byRegister = Map.groupBy(
    wanted.filter(({ isDerived }) => !isDerived),
    ({ register, fact }) => `${register} ${agreed.get(fact)?.number ?? ''}`,
  )
  return {
    parts: [...byRegister.values()].map((own) => {
      const [{ register, fact }] = own as [(typeof own)[number]]
      const agreement = agreed.get(fact)
      return { register, facts: own.map((one) => one.fact), ...(agreement ? { agreed: agreement } : {}) }
    }),
    derived: wanted.filter(({ isDerived }) => isDerived).map(({ fact }) => fact),
  }
}

/** By which law, and what for, as the register and the person read it. */
function groundsOf(
  { texts }: Pick<Running, 'texts'>,
  request: FactRequest,
  { agreed }: Part,
): Pick<FactRequest, 'purpose' | 'law'> {
  const { purpose, law } = request
  if (!agreed) return { purpose, law }
  const said = (lang: Lang) => texts(lang)('exchange.purpose.agreed', { purpose: textIn(purpose, lang), number: agreed.number })
  return { purpose: { ko: said('ko'), en: said('en') }, law: agreed.law }
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
  const told = await ask(deps, { register, method: 'POST', path: 'facts', content, timeoutMs })
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

/** One transaction for all registers, a receipt for each good answer in their order; nothing at all is written when nobody answered. */
async function keep(
  deps: Running,
  request: FactRequest,
  good: readonly Good[],
  bad: readonly Bad[],
  no: readonly RefusedPart[],
  delay: FactsDecided['delay'],
): Promise<readonly ReceiptId[]> {
  const denied = bad.filter(({ kind }) => kind === 'refused' || kind === 'untrusted')
  if (good.length + denied.length + no.length === 0) return []
  const { subject, actor, service } = request
  const until =
    delay &&
    deps.clock
      .now()
      .add({ hours: 24 * delay.days })
      .toString()
  const later = delay && until ? { delay: { why: delay.why, law: delay.law, until } } : {}
  return deps.db.transaction(async (tx) => {
    const rows = []
    for (const part of good) {
      const { register, at, told, facts } = part
      rows.push(await receiptFor(deps, tx, subject, register, at, told, { facts, ...groundsOf(deps, request, part), actor }))
    }
    if (rows.length > 0) await insertReceipts(tx, subject, rows)
    const entryOf = (use: Use, part: Part, rule?: string): AccessRecord => ({
      ...{ subject, actor, use, facts: part.facts, ...groundsOf(deps, request, part) },
      ...{ register: part.register, service, case: request.case },
      ...(rule === undefined ? {} : { rule }),
      ...later,
    })
    await deps.access.recordAll(tx, [
      ...good.map((one) => entryOf('fetch', one)),
      ...denied.map((one) => entryOf('refuse', one)),
      ...no.map((one) => entryOf('refuse', one, one.refusal.by.join(' ') || 'none')),
    ])
    return rows.map(({ id }) => id)
  })
}

const factsOf = ({ register, at, values }: Good, receipt: ReceiptId): [string, FetchedFact][] =>
  Object.entries(values).map(([fact, value]) => [fact, { fact, value, register, receipt, at }])
