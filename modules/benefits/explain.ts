/** Why, or why not, and the fewest changes that would turn a "no": in words. */
import { serviceNotFound } from '@dpg/catalogue/contract'
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Change, CriterionExplanation, Json } from '@dpg/rules'
import type { ScreenRequest, WhyNot } from './contract.ts'
import type { Telling, TellingFact } from './engine.ts'
import { inputOf, presentAmount, ruling, type ScreenDeps } from './screen.ts'
import { dayInWords, numberInWords, valueInWords, type Words } from './value-in-words.ts'

export interface ExplainDeps extends ScreenDeps {
  readonly texts: (lang: Lang) => Translate
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
  const rules = deps.rules()
  const words = { lang, t: deps.texts(lang), area: deps.directory.area }
  if (!rules.hasService(service)) throw serviceNotFound({ service: service.slice(0, 80) })
  const input = inputOf(deps, rules, { ...request, services: [service] })
  const explanation = ruling(() => rules.engine.explain(service, input))
  const [result] = ruling(() => rules.engine.screen(input)).results
  return {
    service,
    title: rules.title(service, lang),
    outcome: explanation.outcome,
    basis: result!.basis,
    criteria: explanation.criteria.map((criterion) => present(rules, service, criterion, sources, words)),
    ...(result!.amount ? { amount: presentAmount(rules, service, result!.amount, lang) } : {}),
    steps: (result!.amount?.steps ?? []).map((step) => stepInWords(rules, service, step, words)),
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
  const byMachine = one.changes.flatMap((change) => changeInWords(rules.facts.get(change.fact), change, words))
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
    rawChanges: one.changes,
    missing: one.missing,
  }
}

/** "2026년 3월 3일부터", "2,078,316원 이하가 되면", "…이(가) 예가 되면". */
function changeInWords(fact: TellingFact | undefined, change: Change, words: Words): string[] {
  const { lang, t } = words
  if (!fact) return []
  const label = textIn(fact.title, lang)
  if (change.kind === 'date') return [t('benefits.change.date', { label, day: dayInWords(change.from, lang) })]
  if (change.kind === 'threshold')
    return [t(`benefits.change.${THRESHOLD[change.op]}`, { label, value: numberInWords(change.value, fact.unit, lang, t) })]
  const values = change.values.slice(0, 5).map((value) => valueInWords(fact, value, words))
  return [t('benefits.change.value', { label, value: values.join(t('benefits.or')) })]
}

const THRESHOLD = { '<': 'below', '<=': 'atMost', '>': 'above', '>=': 'atLeast' } as const

/** A written text may name facts: `{person.birthDate}`. One whose value is not known stays out of sight. */
function fillFacts(text: string, one: CriterionExplanation, facts: ReadonlyMap<string, TellingFact>, words: Words): string {
  const known = new Map(one.values.map(({ fact, value }) => [fact, value]))
  return text.replace(/\{([\w.]+)\}/g, (mark, id: string) => {
    const definition = facts.get(id)
    const value = known.get(id)
    return definition && value !== undefined ? valueInWords(definition, value, words) : words.t('benefits.value.unknown') || mark
  })
}

function stepInWords(rules: Telling, service: string, step: { readonly let: string; readonly value?: Json }, { lang, t }: Words) {
  const written = rules.amount(service)?.steps.find((one) => one.let === step.let)
  const value =
    typeof step.value === 'number'
      ? numberInWords(step.value, unitOf(step.value), lang, t)
      : step.value === undefined
        ? null
        : String(step.value)
  return { text: written ? textIn(written.says, lang) : step.let, value, law: written?.law ?? null }
}

/** Steps are sums of money, but for the shares, months and heads among them, which stay small. */
const unitOf = (value: number) => (Number.isInteger(value) && Math.abs(value) >= 1000 ? 'won' : null)
