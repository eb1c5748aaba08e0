/** The words that rules may use: facts with their registers, figures, functions. For completion and for the list beside the editor. */
import type { Catalogue } from '@dpg/catalogue/contract'
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import { stringify } from 'yaml'
import type { Word } from './contract.ts'

/** Functions with their signature; what each does is a message (`authoring.function.<key>`). */
const FUNCTIONS = [
  ['age', 'age(birthDate)', 'age'],
  ['months between', 'months between(from, to)', 'monthsBetween'],
  ['floor to', 'floor to(n, unit)', 'floorTo'],
  ['ceil to', 'ceil to(n, unit)', 'ceilTo'],
  ['round to', 'round to(n, unit)', 'roundTo'],
  ['date', 'date("2026-01-01")', 'date'],
  ['min', 'min([a, b])', 'min'],
  ['max', 'max([a, b])', 'max'],
  ['sum', 'sum(list)', 'sum'],
  ['count', 'count(list)', 'count'],
  ['not', 'not(a)', 'not'],
  ['list contains', 'list contains(list, a)', 'listContains'],
  ['floor', 'floor(n)', 'floor'],
  ['ceiling', 'ceiling(n)', 'ceiling'],
  ['decimal', 'decimal(n, scale)', 'decimal'],
  ['abs', 'abs(n)', 'abs'],
  ['years and months duration', 'years and months duration(from, to)', 'duration'],
  ['string length', 'string length(text)', 'stringLength'],
  ['contains', 'contains(text, part)', 'contains'],
  ['starts with', 'starts with(text, part)', 'startsWith'],
] as const

const KEYWORDS = [
  ['and', 'a and b', 'and'],
  ['or', 'a or b', 'or'],
  ['if', 'if a then b else c', 'if'],
  ['some', 'some m in list satisfies m.x', 'some'],
  ['every', 'every m in list satisfies m.x', 'every'],
  ['between', 'a between 1 and 5', 'between'],
  ['in', 'a in [1..5]', 'in'],
  ['today', 'today', 'today'],
] as const

export function words(catalogue: Catalogue, t: Translate, lang: Lang): readonly Word[] {
  const { pack } = catalogue.current()
  const facts = [...pack.facts.values()].map((fact): Word => {
    const register = fact.register === null ? undefined : pack.registers.get(fact.register)
    const source = register
      ? textIn(register.title, lang)
      : fact.derive !== null
        ? t('authoring.word.derived')
        : t('authoring.word.person')
    const values = fact.values
      ? Object.keys(fact.values)
          .map((value) => `"${value}"`)
          .join(' ')
      : null
    return {
      name: fact.id,
      label: textIn(fact.title, lang),
      kind: 'fact',
      type: fact.type,
      detail: [t(`authoring.type.${fact.unit ?? fact.type}`), source, values].filter((part) => part !== null).join(' · '),
    }
  })
  const figures = [...pack.parameters.values()].map(({ id, title, values }): Word => {
    const now = values.at(-1)
    const shown = now?.value === undefined ? '' : stringify(now.value, { collectionStyle: 'flow', lineWidth: 0 }).trim()
    return { name: id, label: textIn(title, lang), kind: 'parameter', type: typeof now?.value, detail: shown.slice(0, 80) }
  })
  const of = (kind: Word['kind'], list: readonly (readonly [string, string, string])[]) =>
    list.map(([name, detail, key]): Word => ({ name, label: t(`authoring.${kind}.${key}`), kind, type: '', detail }))
  return [...facts, ...figures, ...of('function', FUNCTIONS), ...of('keyword', KEYWORDS)]
}
