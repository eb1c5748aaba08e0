/** What a publication changed in the rules of a service, in the reader's words: which condition or figure, from what to what, since when. */
import type { Catalogue, ReleaseStep } from '@dpg/catalogue/contract'
import type { Criterion, ParameterDefinition, ParameterValue } from '@dpg/definitions'
import { dayInWords, type Lang, numberInWords, SEOUL, type Text, textIn, type Translate } from '@dpg/kernel'

export interface RuleChange {
  readonly text: Readonly<Record<Lang, string>>
  readonly law: string | null
}

export type RuleChanges = (release: string, service: string) => Promise<readonly RuleChange[]>

/** Many are told of the same: each service of a release is looked at once. */
export function createRuleChanges(catalogue: Pick<Catalogue, 'step'>, texts: (lang: Lang) => Translate): RuleChanges {
  let kept: { readonly release: string; readonly known: Map<string, Promise<readonly RuleChange[]>> } | undefined
  return (release, service) => {
    if (kept?.release !== release) kept = { release, known: new Map() }
    const { known } = kept
    const found = known.get(service) ?? catalogue.step(release, service).then((step) => (step ? changesOf(step, texts) : []))
    known.set(service, found)
    // What failed is asked again.
    found.catch(() => known.delete(service))
    return found
  }
}

/** The most that one reads in a notice. */
const MOST = 4

/** What an approved change will do from its day on. */
export const comingChangesOf = (step: ReleaseStep, texts: (lang: Lang) => Translate) =>
  changesOf(step, texts, 'benefits.coming.rule')

/** `told`: the prefix of the messages, which say what happened or what will. */
export function changesOf(
  { at, before, after }: ReleaseStep,
  texts: (lang: Lang) => Translate,
  told = 'benefits.rule',
): readonly RuleChange[] {
  const say = (lang: Lang) => ({ lang, t: texts(lang) })
  const inBoth = (key: string, law: string | null, day: string, values: (words: Said) => Values): RuleChange => {
    const inWords = (lang: Lang) => {
      const words = say(lang)
      return words.t(`${told}.${key}`, { ...values(words), day: dayInWords(day, lang) })
    }
    return { law, text: { ko: inWords('ko'), en: inWords('en') } }
  }
  const [was, is] = [before.service, after.service]
  if (!is) return was ? [] : [{ law: null, text: { ko: texts('ko')(`${told}.entry`), en: texts('en')(`${told}.entry`) } }]
  if (!was) return [inBoth('new', null, is.effectiveFrom ?? dayOf(at), () => ({}))]
  const since = is.effectiveFrom && is.effectiveFrom !== was.effectiveFrom ? is.effectiveFrom : dayOf(at)
  const conditions = pairs(was.eligibility.criteria, is.eligibility.criteria, ({ id }) => id).flatMap(([one, other]) => {
    const key = keyOf(one, other)
    const law = (other ?? one)!.law
    const said = (text: Text | undefined, { lang }: Said) => (text ? textIn(text, lang) : '')
    return key ? [inBoth(key, law, since, (words) => ({ before: said(one?.says, words), after: said(other?.says, words) }))] : []
  })
  const figures = pairs(before.parameters, after.parameters, ({ id }) => id).flatMap(([one, other]) =>
    other ? figureChanges(one, other, dayOf(at)).map(({ key, from, values }) => inBoth(key, other.law, from, values)) : [],
  )
  const steps = pairs(was.amount?.steps ?? [], is.amount?.steps ?? [], (step) => step.let).flatMap(([one, other]) =>
    other && one?.be !== other.be
      ? [inBoth('amount', other.law, since, ({ lang }) => ({ after: textIn(other.says, lang) }))]
      : [],
  )
  return [...conditions, ...figures, ...steps].slice(0, MOST)
}

interface Said {
  readonly lang: Lang
  readonly t: Translate
}
type Values = Readonly<Record<string, string>>

const dayOf = (at: string): string => Temporal.Instant.from(at).toZonedDateTimeISO(SEOUL).toPlainDate().toString()

function pairs<T>(before: readonly T[], after: readonly T[], idOf: (one: T) => string): [T | undefined, T | undefined][] {
  const [old, now] = [before, after].map((all) => new Map(all.map((one) => [idOf(one), one])))
  return [...new Set([...now!.keys(), ...old!.keys()])].map((id) => [old!.get(id), now!.get(id)])
}

function keyOf(one: Criterion | undefined, other: Criterion | undefined): string | undefined {
  if (!one) return 'conditionNew'
  if (!other) return 'conditionGone'
  if (one.says.ko !== other.says.ko) return 'condition'
  return one.test === other.test ? undefined : 'conditionHow'
}

interface FigureChange {
  readonly key: string
  readonly from: string
  readonly values: (words: Said) => Values
}

/** Of several days the one that counts now, else the next; a figure that is still missing says nothing. */
function figureChanges(before: ParameterDefinition | undefined, after: ParameterDefinition, today: string): FigureChange[] {
  const old = new Map(before?.values.map((one) => [one.from, one]))
  const sorted = after.values.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const fresh = sorted.flatMap((one, at) => {
    const same = old.get(one.from)
    if (one.value === undefined || JSON.stringify(same?.value) === JSON.stringify(one.value)) return []
    return [{ from: one.from, value: one.value, was: same?.value ?? sorted[at - 1]?.value }]
  })
  const counts = fresh.findLast(({ from }) => from <= today) ?? fresh[0]
  if (!counts) return []
  const { from, value, was } = counts
  const title = ({ lang }: Said) => textIn(after.title, lang)
  const [isSayable, wasSayable] = [isPlain(value), was !== undefined && isPlain(was)]
  if (!isSayable) return [{ key: 'table', from, values: (words) => ({ title: title(words) }) }]
  return [
    {
      key: wasSayable ? 'figure' : 'figureNew',
      from,
      values: (words) => ({
        title: title(words),
        before: wasSayable ? figureInWords(was!, after.unit, words) : '',
        after: figureInWords(value, after.unit, words),
      }),
    },
  ]
}

/** Keys of figures that are words of everyday. */
const KEYS = new Set(['single', 'couple', 'singleEarner', 'dualEarner', 'metropolitan', 'city', 'rural'])
const LONGEST = 7

/** A number, a short row of them, or some that each have a name people know. */
function isPlain(value: ParameterValue): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'number'
  const entries = Object.entries(value)
  const isNamed = ([key, one]: [string, ParameterValue]) => typeof one === 'number' && (Array.isArray(value) || KEYS.has(key))
  return entries.length <= LONGEST && entries.every(isNamed)
}

function figureInWords(value: ParameterValue, unit: ParameterDefinition['unit'], { lang, t }: Said): string {
  if (typeof value !== 'object' || value === null) return numberInWords(Number(value), unit, lang)
  const isList = Array.isArray(value)
  return Object.entries(value)
    .map(([key, one]) => {
      const number = numberInWords(Number(one), unit, lang)
      return !isList && KEYS.has(key) ? `${t(`benefits.rule.key.${key}`)} ${number}` : number
    })
    .join(', ')
}
