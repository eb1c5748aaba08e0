/** Why somebody is told: what happened, which condition turned, by which article, how much; kept so that it can be shown again. */
import { type Lang, numberInWords, textIn, type Translate } from '@dpg/kernel'
import type { LetterValues } from '@dpg/notices/contract'
import type { ServiceResult } from '@dpg/rules'
import type { ScreenedAmount } from './contract.ts'
import type { Because } from './because.ts'
import type { Rules } from './engine.ts'
import type { RuleChange } from './rule-changes.ts'
import { presentAmount } from './screen.ts'

/** As it is kept: ids and texts of the day it was told. */
export interface ToldItem {
  readonly service: string
  readonly title: Readonly<Record<Lang, string>>
  readonly basis: 'law' | 'codes'
  readonly amount: Readonly<Record<Lang, ScreenedAmount>> | null
  readonly turned: readonly RuleChange[]
  /** What a publication changed; absent when it was the person who changed, and in what was told before this was kept. */
  readonly rule?: readonly RuleChange[]
}

export interface ToldNews {
  readonly because: Because
  readonly register: string | null
  /** Ids of facts. */
  readonly changed: readonly string[]
  readonly items: readonly ToldItem[]
  readonly more: number
}

const MOST_TURNED = 3

/** `before`: how the conditions stood with what was known until now; absent when it was the rule that changed. */
export function toldItem(
  rules: Rules,
  result: ServiceResult,
  before: ServiceResult | undefined,
  rule: readonly RuleChange[] = [],
): ToldItem {
  const [ko, en] = (['ko', 'en'] as const).map((lang) => rules.reasons(result, lang))
  const was = before && new Map(before.reasons.map(({ criterion, outcome }) => [criterion, outcome]))
  const turned = ko!.flatMap((reason, at) =>
    was && reason.outcome === 'met' && was.get(reason.criterion) !== 'met'
      ? [{ text: { ko: reason.text, en: en![at]!.text }, law: reason.law }]
      : [],
  )
  const amountIn = (lang: Lang) => presentAmount(rules, result.service, result.amount!, lang)
  return {
    service: result.service,
    title: { ko: rules.title(result.service, 'ko'), en: rules.title(result.service, 'en') },
    basis: result.basis,
    amount: result.amount ? { ko: amountIn('ko'), en: amountIn('en') } : null,
    turned: turned.slice(0, MOST_TURNED),
    ...(rule.length > 0 ? { rule } : {}),
  }
}

export interface LetterDeps {
  readonly texts: (lang: Lang) => Translate
}

export const letterIn = ({ texts }: LetterDeps, lang: Lang) => {
  const t = texts(lang)
  return { subject: t('benefits.notice.subject'), body: t('benefits.notice.body'), short: t('benefits.notice.short') }
}

/** How many are named in the letter; the others are counted. */
const MOST_NAMED = 8

export function valuesIn(deps: LetterDeps, rules: Rules, news: ToldNews, lang: Lang): LetterValues {
  const t = deps.texts(lang)
  const named = news.items.slice(0, MOST_NAMED)
  const lines = named.map((item) => `- ${itemInWords(item, lang, t)}`)
  const more = news.items.length + news.more - named.length
  if (more > 0) lines.push(`- ${t('benefits.notice.more', { count: more })}`)
  return {
    because: t(`benefits.because.${news.because}`),
    why: whyInWords(rules, news, lang, t),
    count: String(news.items.length + news.more),
    list: lines.join('\n'),
  }
}

/** Who told us, and what is different. */
function whyInWords({ snapshot: { pack } }: Rules, { because, register, changed }: ToldNews, lang: Lang, t: Translate): string {
  const holder = register === null ? undefined : pack.registers.get(register)
  if (!holder) return t(because === 'rules' ? 'benefits.notice.why.rules' : 'benefits.notice.why.day')
  const labels = changed.slice(0, MOST_CHANGED).map((fact) => textIn(pack.facts.get(fact)?.title ?? { ko: fact }, lang))
  const facts = labels.join(', ')
  const name = textIn(holder.title, lang)
  return facts === ''
    ? t('benefits.notice.why.register', { register: name })
    : t('benefits.notice.why.facts', { register: name, facts })
}

const MOST_CHANGED = 4

function itemInWords({ service, title, basis, amount, turned, rule = [] }: ToldItem, lang: Lang, t: Translate): string {
  const won = amount?.[lang].won
  const parts = [
    ...(won ? [t(`benefits.per.${amount![lang].per}`, { won: numberInWords(won, 'won', lang) })] : []),
    ...(basis === 'codes' ? [t('benefits.notice.probably')] : []),
    ...(turned.length > 0
      ? [t('benefits.notice.turned', { conditions: turned.map((one) => conditionInWords(one, lang)).join('; ') })]
      : []),
    ...(rule.length > 0
      ? [t('benefits.notice.rule', { changes: rule.map((one) => conditionInWords(one, lang)).join('; ') })]
      : []),
  ]
  const link = `[${escaped(title[lang])}](/services/${encodeURIComponent(service)})`
  return parts.length > 0 ? `${link}: ${parts.join(' ')}` : link
}

const conditionInWords = ({ text, law }: ToldItem['turned'][number], lang: Lang): string =>
  law ? `${escaped(text[lang])} (${law})` : escaped(text[lang])

/** Names of services may hold what Markdown reads as marks; brackets would end a link. */
const escaped = (text: string): string =>
  text
    .replace(/\[/g, '(')
    .replace(/\]/g, ')')
    .replace(/[\\()*_`]/g, '\\$&')
