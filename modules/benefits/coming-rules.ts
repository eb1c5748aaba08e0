/** What approved rules will change for a service, in words, before their day has come. */
import type { Catalogue, Stood } from '@dpg/catalogue/contract'
import { type Lang, SEOUL, type Translate } from '@dpg/kernel'
import type { ComingRules } from './contract.ts'
import type { Rules, RulesOn } from './engine.ts'
import { comingChangesOf } from './rule-changes.ts'
import { dayBefore } from './year.ts'

interface ComingRulesDeps {
  readonly catalogue: Pick<Catalogue, 'announced'>
  readonly rules: RulesOn
  readonly texts: (lang: Lang) => Translate
}

/** The nearest day first. */
export const comingRules = ({ catalogue, rules, texts }: ComingRulesDeps, service: string, lang: Lang): readonly ComingRules[] =>
  catalogue.announced().flatMap(({ from, service: { id } }) => {
    if (id !== service) return []
    const at = Temporal.PlainDate.from(from).toZonedDateTime(SEOUL).toInstant().toString()
    const [before, after] = [stood(rules(dayBefore(from)), service), stood(rules(from), service)]
    const changes = comingChangesOf({ at, before, after }, texts).map(({ text, law }) => ({ text: text[lang], law }))
    return [{ from, changes }]
  })

function stood({ snapshot: { pack } }: Rules, id: string): Stood {
  const service = pack.services.get(id) ?? null
  return { service, parameters: (service?.parameters ?? []).flatMap((figure) => pack.parameters.get(figure) ?? []) }
}
