/**
 * What a law lets be seen of people who are counted with an applicant, without their leave: it stands in their own trace too (개인정보 보호법
 * 제35조제1항). Where it would betray whoever seeks protection from them (`privacy.discreet`), it appears there later (제35조제4항제2호).
 */
import type { AccessRecord } from '@dpg/access/contract'
import { CONSENTERS, type Consenters, type ServiceDefinition } from '@dpg/definitions'
import type { FetchResult } from '@dpg/exchange/contract'
import type { PersonId } from '@dpg/kernel'
import type { Contents } from '../case-file.ts'
import type { DraftDeps } from '../draft-contents.ts'
import { type Holds, type NamedNeed, needsOf } from '../needs.ts'
import { registerFacts } from '../shown-facts.ts'
import { registerOf, selfTo } from './ask.ts'
import type { Look } from './looks.ts'
import { countedAs } from './reading.ts'

/** A look at what a household has, while it is not told yet who of this kind belongs to it. */
export interface Untold {
  readonly of: Consenters
  readonly law: string | null
  readonly facts: readonly string[]
}

export interface Seen {
  readonly law: string | null
  readonly facts: readonly string[]
}

/** Where all this is: a case or a draft. */
export interface Affair {
  readonly row: { readonly person: PersonId }
  readonly definition: ServiceDefinition
  readonly holds: Holds
}

/** Who is counted with the applicant by law. Parents who live elsewhere are asked, or nothing of theirs is seen. */
const COUNTED = ['members', 'spouse'] as const satisfies readonly Consenters[]

/** A fact of one person is the applicant's own; what a household has is also of the others. */
const isOfHousehold = (fact: string): boolean => fact.startsWith('household.')

/** What an answer has shown: a register that did not answer has shown nothing, one that knows of nothing has. */
export const seenIn = ({ facts, silent }: Pick<FetchResult, 'facts' | 'silent'>, law: string | null): Seen => ({
  law,
  facts: [...Object.keys(facts), ...silent],
})

/** Of facts of a case, those that no consent of others stands for. */
export function seenByLaw(
  { catalogue }: Pick<DraftDeps, 'catalogue'>,
  { definition }: Pick<Affair, 'definition'>,
  seen: readonly string[],
): Seen {
  const { pack } = catalogue.current()
  const factsOf = (needs: readonly NamedNeed[]) =>
    new Set(
      registerFacts(
        pack,
        needs.flatMap(({ facts }) => facts),
      ),
    )
  const needs = needsOf(definition)
  const own = factsOf(needs.filter(({ consent }) => consent.of === undefined))
  const agreed = factsOf(needs.filter(({ consent }) => consent.of !== undefined))
  return {
    law: null,
    facts: seen.filter((fact) => pack.facts.get(fact)?.register != null && (own.has(fact) || !agreed.has(fact))),
  }
}

/** An entry for each of them, and what is left for when it is known who they are. Pure but for the clock. */
export function looksByLaw(
  deps: Pick<DraftDeps, 'catalogue' | 'identity' | 'clock'>,
  affair: Affair,
  seen: readonly Seen[],
  contents: Pick<Contents, 'facts'>,
  before: readonly Untold[] = [],
): { readonly looks: readonly Look[]; readonly untold: readonly Untold[] } {
  const told = new Map<string, Look>()
  const untold: Untold[] = []
  const later = delayOf(deps, affair)
  for (const { of, law, facts } of [...before, ...whole(affair, seen)]) {
    const people = countedAs(of, contents, selfTo(deps, affair)(of))
    if (people === undefined) untold.push({ of, law, facts })
    for (const name of people ?? []) {
      const subject = deps.identity.behind(registerOf(deps, of), name)
      if (subject === undefined) continue
      // A spouse who is a member of the household too reads it once.
      const key = `${subject}\n${law}`
      told.set(key, { subject, law, facts: [...new Set([...(told.get(key)?.facts ?? []), ...facts])], ...later })
    }
  }
  return { looks: [...told.values()], untold }
}

/** Of what was seen, what tells of others; for each kind of people whom the service has registers name. */
function whole({ definition }: Affair, seen: readonly Seen[]): Untold[] {
  const named = new Set(needsOf(definition).flatMap(({ facts }) => facts))
  const roles = COUNTED.filter((of) => named.has(CONSENTERS[of]))
  return [...Map.groupBy(seen, ({ law }) => law)].flatMap(([law, group]) => {
    const facts = [...new Set(group.flatMap((one) => one.facts.filter(isOfHousehold)))]
    return facts.length === 0 ? [] : roles.map((of) => ({ of, law, facts }))
  })
}

/** Not known whether it holds: kept back, for nobody can take back what was shown. */
function delayOf({ clock }: Pick<DraftDeps, 'clock'>, { definition, holds }: Affair): Pick<AccessRecord, 'delay'> {
  // A case keeps the definition it began with; those published before there was such a word do not have it.
  const { discreet = null } = definition.privacy
  if (discreet === null || holds(discreet.when) === false) return {}
  const until = clock
    .now()
    .add({ hours: 24 * discreet.days })
    .toString()
  return { delay: { why: 'relative', until, law: discreet.law } }
}
