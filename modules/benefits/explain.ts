/** Why, or why not, and the fewest changes that would turn a "no": in words. */
import { serviceNotFound } from '@dpg/catalogue/contract'
import { type Lang, textIn } from '@dpg/kernel'
import type { CriterionExplanation, Json } from '@dpg/rules'
import { changeInWords, relationInWords, remedyInWords, stepValueInWords } from './changes-in-words.ts'
import type { ScreenRequest, WhyNot } from './contract.ts'
import type { Telling, TellingFact } from './engine.ts'
import { inputOf, presentAmount, ruling, type ScreenDeps } from './screen.ts'
import { valueInWords, type Words } from './value-in-words.ts'

export interface ExplainDeps extends ScreenDeps {
  readonly directory: { readonly area: Words['area'] }
}

/** `sources`: which register said a fact; a fact that is not there was said by the person or derived. */
export function explain(
  deps: ExplainDeps,
  service: string,
  request: ScreenRequest,
  lang: Lang,
  sources: Readonly<Record<string, string>> = {},
): WhyNot {
  const rules = deps.rules(request.asOf)
  const words = { lang, t: deps.texts(lang), area: deps.directory.area }
  if (!rules.hasService(service)) throw serviceNotFound({ service: service.slice(0, 80) })
  const input = inputOf(deps, rules, { ...request, services: [service] })
  const explanation = ruling(() => rules.engine.explain(service, input))
  const remedy = explanation.remedy && remedyInWords(explanation.remedy, rules.facts, words)
  const [result] = ruling(() => rules.engine.screen(input)).results
  return {
    service,
    title: rules.title(service, lang),
    outcome: explanation.outcome,
    basis: result!.basis,
    criteria: explanation.criteria.map((criterion) => present(rules, service, criterion, sources, words)),
    ...(result!.amount ? { amount: presentAmount(rules, service, result!.amount, lang) } : {}),
    steps: (result!.amount?.steps ?? []).map((step) => stepInWords(rules, service, step, words)),
    ...(remedy && { remedy }),
    ask: explanation.ask,
    relations: explanation.relations.flatMap((relation) => relationInWords(relation, rules, words)),
  }
}

function present(
  rules: Telling,
  service: string,
  one: CriterionExplanation,
  sources: Readonly<Record<string, string>>,
  words: Words,
) {
  const known = rules.criterion(service, one.criterion)
  const facts = one.values.flatMap(({ fact, value }) => {
    const definition = rules.facts.get(fact)
    if (!definition) return []
    const register = sources[fact] ?? null
    return [
      {
        fact,
        label: textIn(definition.title, words.lang),
        value: value === undefined ? null : valueInWords(definition, value, words),
        register,
      },
    ]
  })
  const byMachine = one.changes.flatMap((change) => changeInWords(change, rules.facts, words))
  const written =
    one.outcome === 'notMet' && known?.change ? [fillFacts(textIn(known.change, words.lang), one, rules.facts, words)] : []
  const advice = one.outcome === 'notMet' && known?.whatYouCanDo ? [textIn(known.whatYouCanDo, words.lang)] : []
  return {
    criterion: one.criterion,
    text: known ? textIn(known.says, words.lang) : words.t('benefits.criterion.each'),
    outcome: one.outcome,
    law: known?.law ?? null,
    facts,
    changes: [...byMachine, ...written, ...advice],
    // Nothing has said no: whoever reads this must not take it for one.
    notWorkedOut: one.failed ? words.t('benefits.notWorkedOut') : null,
    rawChanges: one.changes,
    missing: one.missing,
  }
}

/** A written text may name facts: `{person.birthDate}`. One whose value is not known stays out of sight. */
function fillFacts(text: string, one: CriterionExplanation, facts: ReadonlyMap<string, TellingFact>, words: Words): string {
  const known = new Map(one.values.map(({ fact, value }) => [fact, value]))
  return text.replace(/\{([\w.]+)\}/g, (mark, id: string) => {
    const definition = facts.get(id)
    const value = known.get(id)
    return definition && value !== undefined ? valueInWords(definition, value, words) : words.t('benefits.value.unknown') || mark
  })
}

function stepInWords(rules: Telling, service: string, step: { readonly let: string; readonly value?: Json }, { lang }: Words) {
  const written = rules.amount(service)?.steps.find((one) => one.let === step.let)
  const value = typeof step.value === 'number' ? stepValueInWords(step.value, written?.unit, lang) : textOf(step.value)
  return { text: written ? textIn(written.says, lang) : step.let, value, law: written?.law ?? null }
}

/** A step that is a row of a table is told by the steps that read it. */
const textOf = (value: Json | undefined): string | null =>
  value === undefined || (value !== null && typeof value === 'object') ? null : String(value)
