/** Facts from the registers for a purpose: what needs no consent by the law that says so, the rest by what the person agreed to. */
import type { Actor } from '@dpg/access/contract'
import type { Exchange, FetchResult } from '@dpg/exchange/contract'
import type { Lang, PersonId, Translate } from '@dpg/kernel'
import type { ConsentPurpose } from './contract.ts'
import type { Planned } from './plan.ts'

export interface FetchDeps {
  readonly exchange: Pick<Exchange, 'fetch'>
  readonly texts: (lang: Lang) => Translate
}

const TIMEOUT_MS = 2_500

export const NOTHING: FetchResult = { facts: {}, silent: [], failures: [] }

/** Asks all registers at once; each group by its own law, as it then stands in the trace. */
export async function fetchFor(
  { exchange, texts }: FetchDeps,
  facts: readonly Planned[],
  { person, purpose, name }: { readonly person: PersonId; readonly purpose: ConsentPurpose; readonly name: string },
): Promise<FetchResult> {
  const key = `benefits.purpose.${purpose === 'look' ? 'screen' : 'watch'}`
  const actor: Actor =
    purpose === 'watch'
      ? { kind: 'system', name: texts('ko')('benefits.actor'), agency: null }
      : { kind: 'resident', person, name, agency: null }
  const consentOf = ({ group }: (typeof facts)[number]) => (group === 'law' ? 'by-law' : 'given')
  const groups = Map.groupBy(facts, (one) => `${consentOf(one)}\n${one.law}`)
  const results = await Promise.all(
    [...groups.values()].map((own) =>
      exchange.fetch({
        subject: person,
        facts: own.map(({ fact }) => fact),
        purpose: { ko: texts('ko')(key), en: texts('en')(key) },
        law: own[0]!.law,
        actor,
        service: null,
        case: null,
        consent: consentOf(own[0]!),
        timeoutMs: TIMEOUT_MS,
      }),
    ),
  )
  return joined(results)
}

export const joined = (results: readonly FetchResult[]): FetchResult => ({
  facts: Object.assign({}, ...results.map((one) => one.facts)),
  silent: results.flatMap((one) => one.silent),
  failures: results.flatMap((one) => one.failures),
})
