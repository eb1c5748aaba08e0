/** What registers know, fetched when a form is opened: so that nothing is asked that government already knows. */
import type { FetchResult } from '@dpg/exchange/contract'
import type { Principal } from '@dpg/kernel'
import { residentActor } from './acting.ts'
import { type DraftContents, type DraftDeps, type OpenDraft, withContents } from './draft-contents.ts'
import { selfTo } from './consents/ask.ts'
import { looksByLaw, type Seen, seenIn } from './consents/by-law.ts'
import { noteLooks } from './consents/looks.ts'
import { consentersOf } from './consents/reading.ts'
import { applies, asksFor, isRegisterNeed, needsOf, type NamedNeed } from './needs.ts'
import { WAITS } from './deps.ts'

/** Facts that decide whether further facts are needed come in the first round. */
const ROUNDS = 2
const AGAIN_AFTER_S = 10
const FRESH_S = 3_600

/** Should registers be asked (again)? Not at each page, but soon after one failed. */
export function isStale({ fetchedAt, failures }: DraftContents, now: Temporal.Instant): boolean {
  if (fetchedAt === null) return true
  const ageS = (now.epochMilliseconds - Temporal.Instant.from(fetchedAt).epochMilliseconds) / 1000
  return ageS > (failures.length > 0 ? AGAIN_AFTER_S : FRESH_S)
}

/** Asks the registers; what is slow or dead is told and changes nothing else. Not inside a transaction. */
export async function prefill(deps: DraftDeps, principal: Principal, draft: OpenDraft): Promise<DraftContents> {
  const { definition, row } = draft
  const asked = new Set<string>()
  const today = deps.clock.today().toString()
  const self = selfTo(deps, draft)
  const seen: Seen[] = []
  let open = draft
  let contents: DraftContents = { ...draft.contents, failures: [], fetchedAt: deps.clock.now().toString() }
  for (let round = 0; round < ROUNDS; round++) {
    const needs = needsOf(definition).filter(
      (need) => !asked.has(need.id) && mayLookNow(need, contents, today, self) && applies(need, open.holds) === true,
    )
    if (needs.length === 0) break
    for (const { id } of needs) asked.add(id)
    const results = await Promise.all(
      asksFor(needs, definition, draft.pack).map(async (ask) => {
        const result = await deps.exchange.fetch({
          subject: row.person,
          facts: ask.facts,
          purpose: definition.privacy.purpose ?? definition.title,
          law: ask.law,
          consent: ask.consent,
          actor: residentActor(principal),
          service: row.service,
          case: null,
          timeoutMs: deps.waits?.formMs ?? WAITS.formMs,
        })
        seen.push(seenIn(result, ask.law))
        return result
      }),
    )
    contents = learn(contents, results)
    open = withContents(draft, contents, deps)
  }
  const { looks, untold } = looksByLaw(deps, open, seen, contents, contents.untold)
  const file = { definition, row: { ...row, id: null } }
  if (looks.length > 0)
    await deps.db.transaction((tx) => noteLooks(deps, tx, file, { actor: residentActor(principal), use: 'fetch' }, looks))
  return { ...contents, untold }
}

/** What takes a consent of its own (예금·대출·보험), or that of somebody else, is not looked at before it was given. */
function mayLookNow(
  need: NamedNeed,
  contents: Pick<DraftContents, 'facts'>,
  today: string,
  self: ReturnType<typeof selfTo>,
): boolean {
  const { purpose, of } = need.consent
  if (!isRegisterNeed(need) || purpose !== null) return false
  return of === undefined || consentersOf(of, contents, today, self(of))?.length === 0
}

function learn(contents: DraftContents, results: readonly FetchResult[]): DraftContents {
  const facts = { ...contents.facts }
  for (const result of results)
    for (const { fact, value, register, at } of Object.values(result.facts)) facts[fact] = { value, register, at }
  const silent = [...contents.silent, ...results.flatMap((result) => result.silent)].filter((fact) => !(fact in facts))
  const failures = [...contents.failures, ...results.flatMap((result) => result.failures)]
  return { ...contents, facts, silent: [...new Set(silent)], failures }
}
