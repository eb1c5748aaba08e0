/**
 * Whom a need is about is read anew before anything is looked at by their leave: somebody may have joined them since they were asked, and
 * a register that counts them all would tell of that one too. Who has left is not waited for any more.
 */
import { CONSENTERS } from '@dpg/definitions'
import type { FetchResult } from '@dpg/exchange/contract'
import type { Tx } from '@dpg/kernel/server'
import type { CaseFile, Contents } from '../case-file.ts'
import { type Ask, asksFor, type NamedNeed, needsOf } from '../needs.ts'
import type { DraftDeps } from '../draft-contents.ts'
import { plain } from '../letter-values.ts'
import { append } from '../open-case.ts'
import { registerFacts } from '../shown-facts.ts'
import { changeConsent, listConsents } from '../store-consents.ts'
import { dayOf } from '../words.ts'
import { consentContext, type SealedConsent, selfTo } from './ask.ts'
import { type Agreement, consentersOf } from './reading.ts'

/** The fact that says whom a need is about besides the applicant. */
const whoFact = ({ consent: { of } }: NamedNeed): string | undefined => (of === undefined ? undefined : CONSENTERS[of])

/** So long what a register said of who belongs together is relied on: a register that is down is tried again every few minutes. */
const FRESH_MS = 3_600_000

/** Is it known who the people of this need are just now? */
export function isRead(need: NamedNeed, { facts }: Pick<Contents, 'facts'>, now: Temporal.Instant): boolean {
  const fact = whoFact(need)
  const at = fact === undefined ? undefined : facts[fact]?.at
  return (
    fact === undefined || (at !== undefined && now.epochMilliseconds - Temporal.Instant.from(at).epochMilliseconds < FRESH_MS)
  )
}

/**
 * Of needs that may be asked for, or given up, those whose people were read too long ago: to be read `now`; or `later`, where another of
 * these needs is about to bring them.
 */
export function unsure(
  open: readonly NamedNeed[],
  contents: Pick<Contents, 'facts'>,
  now: Temporal.Instant,
  agreement: (need: NamedNeed) => Agreement,
): { readonly now: readonly NamedNeed[]; readonly later: readonly NamedNeed[] } {
  const named = new Set(open.filter(({ consent }) => consent.of === undefined).flatMap((need) => need.facts))
  const doubtful = open.filter((need) => {
    const stands = agreement(need)
    return !isRead(need, contents, now) && (stands === 'stands' || stands === 'refused')
  })
  const isNamed = (need: NamedNeed) => named.has(whoFact(need) ?? '')
  return { now: doubtful.filter((need) => !isNamed(need)), later: doubtful.filter(isNamed) }
}

/** Reads them anew, each by the law of the need that names them. Where a register fails, its failure is that of the needs which rest on it. */
export async function readWho(
  deps: Pick<DraftDeps, 'catalogue'>,
  { definition }: Pick<CaseFile, 'definition'>,
  needs: readonly NamedNeed[],
  fetch: (ask: Ask) => Promise<FetchResult>,
): Promise<FetchResult[]> {
  const { pack } = deps.catalogue.current()
  const results: FetchResult[] = []
  for (const fact of new Set(needs.flatMap((need) => whoFact(need) ?? []))) {
    const naming = needsOf(definition).find(({ facts, consent }) => consent.of === undefined && facts.includes(fact))
    for (const ask of naming ? asksFor([{ ...naming, facts: [fact] }], definition, pack) : []) {
      const result = await fetch(ask)
      const resting = registerFacts(
        pack,
        needs.filter((need) => whoFact(need) === fact).flatMap((need) => need.facts),
      )
      const failures = result.failures.map((failure) => ({ ...failure, facts: [...failure.facts, ...resting] }))
      results.push({ ...result, failures })
    }
  }
  return results
}

/** Nobody waits any more for the answer of people who are not counted with the applicant now. The case as it then is. */
export async function releaseConsents(deps: DraftDeps, tx: Tx, file: CaseFile, learned: Contents): Promise<CaseFile> {
  const now = deps.clock.now()
  let here = file
  for (const row of await listConsents(tx, file.row.person, file.row.id)) {
    const people = consentersOf(row.role, learned, dayOf(now), selfTo(deps, file)(row.role))
    const isCounted = people === undefined || people.some(({ subject }) => subject === row.subject)
    if (isCounted || row.state !== 'asked') continue
    const { name } = await deps.sealing.open<SealedConsent>(tx, row.person, consentContext(row.id), row.sealed)
    await changeConsent(tx, row, { ...row, state: 'not-needed', decidedAt: now.toString() })
    const values = { name: plain(name), consent: row.id }
    here = await append(deps, tx, here, { action: 'consent-not-needed', actor: 'system', detail: { values } })
  }
  return here
}
