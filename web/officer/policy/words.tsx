/** Changes, estimates and numbers in words. */
import type { Lang, Translate } from '@dpg/kernel'
import type { Change, Draft, Estimate } from '@dpg/policy/contract'
import { formatNumber } from '@dpg/ui'
import { shown } from './read-changes.ts'

const COMPACT = Object.fromEntries(
  (['ko', 'en'] as const).map((lang) => [
    lang,
    new Intl.NumberFormat(lang, { notation: 'compact', maximumSignificantDigits: 3 }),
  ]),
) as Record<Lang, Intl.NumberFormat>

/** `747.6만`, `26.25조`: an estimate has no more digits than that to give. */
export const compact = (value: number, lang: Lang): string => COMPACT[lang].format(value)

/** With a sign, for differences. */
export const signed = (value: number, lang: Lang): string =>
  (value > 0 ? '+' : value < 0 ? '−' : '±') + compact(Math.abs(value), lang)

/** Nothing where nothing was counted. */
export const plusMinus = ({ margin }: Estimate, lang: Lang): string => (margin > 0 ? `±${compact(margin, lang)}` : '')

/** Whole hundreds, for tables. */
export const hundreds = (value: number, lang: Lang): string => formatNumber(Math.round(value / 100) * 100, lang)

/** For lists: what was changed, in a line. */
export const changesInShort = (changes: readonly Change[], t: Translate, figure: (id: string) => string): string =>
  changes
    .map((change) => {
      if (change.kind === 'parameter')
        return `${figure(change.parameter)}${change.path ? ` (${placeOf(change.path, t)})` : ''} = ${valueText(change.value)}`
      return `${t(`policy.change.${change.kind}`)}: ${change.kind === 'criterion' ? change.criterion : change.step}`
    })
    .join(', ')

/** `single` in words, `2/1` as places counted from one. */
const placeOf = (path: string, t: Translate): string =>
  path
    .split('/')
    .map((key) => (/^\d+$/.test(key) ? String(Number(key) + 1) : t(`policy.key.${key}`)))
    .join(', ')

const valueText = (value: unknown): string => (typeof value === 'number' ? shown(value) : JSON.stringify(value))

export interface ChangeRow {
  readonly key: string
  readonly what: string
  readonly before: string
  readonly after: string
  readonly isFeel: boolean
}

/** Side by side with today, as far as the service still stands as it was. */
export function changeRows(changes: readonly Change[], draft: Draft | undefined, t: Translate): readonly ChangeRow[] {
  return changes.map((change, i): ChangeRow => {
    const key = String(i)
    if (change.kind === 'parameter') {
      const figure = draft?.parameters.find(({ id }) => id === change.parameter)
      const leaf = figure?.leaves.find(({ path }) => path === (change.path ?? ''))
      const what = `${figure?.title ?? change.parameter}${leaf?.label ? ` (${leaf.label})` : ''}`
      return { key, what, before: leaf ? shown(leaf.value) : '', after: valueText(change.value), isFeel: false }
    }
    const name = change.kind === 'criterion' ? change.criterion : change.step
    const said =
      change.kind === 'criterion' ? draft?.criteria.find(({ id }) => id === name) : draft?.steps.find((step) => step.let === name)
    const before = said === undefined ? '' : 'test' in said ? said.test : said.be
    const what = `${t(`policy.change.${change.kind}`)}: ${said?.says ?? name}`
    return { key, what, before, after: change.kind === 'criterion' ? change.test : change.be, isFeel: true }
  })
}
