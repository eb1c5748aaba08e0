/** What was seen of other people than the applicant, by their leave: it stands in their own trace too. (By law: `by-law.ts`.) */
import type { AccessRecord, Actor, Delay } from '@dpg/access/contract'
import type { Consenters } from '@dpg/definitions'
import type { FetchResult } from '@dpg/exchange/contract'
import type { PersonId, Text } from '@dpg/kernel'
import type { Tx } from '@dpg/kernel/server'
import type { CaseFile, Contents } from '../case-file.ts'
import type { DraftDeps } from '../draft-contents.ts'
import type { ConsentRow } from '../store-consents.ts'
import { type NamedNeed, needsOf } from '../needs.ts'
import { registerFacts } from '../shown-facts.ts'
import { accessOf } from '../who.ts'
import { selfTo } from './ask.ts'
import { agreedTo } from './reading.ts'

export interface Look {
  readonly subject: PersonId
  readonly law: string | null
  readonly facts: readonly string[]
  /** It would betray a relative: read later. */
  readonly delay?: Delay
}

/** Of one answer of the exchange to what was asked by the leave of these people (`of`). `contents`: what is known of who they are. */
export function looksIn(
  deps: DraftDeps,
  file: CaseFile,
  { of, law }: { readonly of: Consenters | undefined; readonly law: string | null },
  result: Pick<FetchResult, 'facts' | 'silent'>,
  contents: Pick<Contents, 'facts'>,
  rows: readonly ConsentRow[],
): Look[] {
  // A register that did not answer has shown nothing of anybody.
  const facts = [...Object.keys(result.facts), ...result.silent]
  if (of === undefined || facts.length === 0) return []
  return agreedTo(of, contents, rows, deps.clock.now(), selfTo(deps, file)(of)).map((subject) => ({ subject, law, facts }))
}

/** Of facts of the case that somebody sees: whoever agreed to their being asked for, also when they have taken that back or left since. */
export function looksAt(
  { catalogue }: Pick<DraftDeps, 'catalogue'>,
  { definition }: Pick<CaseFile, 'definition'>,
  seen: readonly string[],
  rows: readonly ConsentRow[],
): Look[] {
  const { pack } = catalogue.current()
  const needs = needsOf(definition)
  const own = new Set(needs.filter(({ consent }) => consent.of === undefined).flatMap((need) => need.facts))
  const factsOf = (need: NamedNeed) => registerFacts(pack, need.facts).filter((fact) => seen.includes(fact) && !own.has(fact))
  return needs.flatMap((need) => {
    const facts = factsOf(need)
    const agreed = rows.filter(({ role, givenAt }) => role === need.consent.of && givenAt !== null)
    const subjects = facts.length === 0 ? [] : [...new Set(agreed.flatMap(({ asked }) => asked ?? []))]
    return subjects.map((subject) => ({ subject, law: need.law ?? null, facts }))
  })
}

/** An entry in the trace of each. The case is the applicant's, so its number stays out. */
export async function noteLooks(
  deps: Pick<DraftDeps, 'access'>,
  tx: Tx,
  file: Parameters<typeof accessOf>[0],
  { actor, use, purpose }: Pick<AccessRecord, 'use'> & { readonly actor: Actor; readonly purpose?: Text },
  looks: readonly Look[],
): Promise<void> {
  for (const { subject, law, facts, delay } of looks)
    await deps.access.record(tx, {
      ...{ ...accessOf(file, actor, use, facts, law), subject, case: null },
      ...(purpose ? { purpose } : {}),
      ...(delay ? { delay } : {}),
    })
}
