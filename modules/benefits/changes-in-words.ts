/** What would turn a "no", in words: days, sums with their units, other answers, and what goes or does not go together. */
import type { AmountStep } from '@dpg/definitions'
import { dayInWords, type Lang, numberInWords, textIn } from '@dpg/kernel'
import type { Change, Relation, Remedy, Threshold } from '@dpg/rules'
import type { RelationInWords, RemedyInWords } from './contract.ts'
import type { Telling, TellingFact } from './engine.ts'
import { valueInWords, type Words } from './value-in-words.ts'

type Facts = ReadonlyMap<string, TellingFact>

/** "65 on 3 March", "2,078,316 won or less", "yes"; of a threshold on a derived number also what it takes below it. */
export function changeInWords(change: Change, facts: Facts, words: Words): readonly string[] {
  const fact = facts.get(change.fact)
  if (change.kind === 'date') return [dateInWords(change, fact, words)]
  if (!fact) return []
  if (change.kind === 'value') {
    const values = change.values.slice(0, MOST).map((value) => valueInWords(fact, value, words))
    return [
      words.t('benefits.change.value', { label: textIn(fact.title, words.lang), value: values.join(words.t('benefits.or')) }),
    ]
  }
  const through = (change.through ?? []).slice(0, 1)
  return [
    ...thresholdInWords('benefits.change', change, facts, words),
    ...through.flatMap((one) => thresholdInWords('benefits.through', one, facts, words)),
  ]
}

const MOST = 5
const THRESHOLD = { '<': 'below', '<=': 'atMost', '>': 'above', '>=': 'atLeast' } as const

function thresholdInWords(key: string, { fact: id, op, value }: Threshold, facts: Facts, { lang, t }: Words): readonly string[] {
  const fact = facts.get(id)
  if (!fact) return []
  return [t(`${key}.${THRESHOLD[op]}`, { label: textIn(fact.title, lang), value: numberInWords(value, fact.unit, lang) })]
}

/** The fact that makes the person of whom everything is told grow older. */
const OWN_BIRTH = 'person.birthDate'

/** The age that the person of whom everything is told reaches on that day; undefined: it is another day. */
export const ageReached = ({ fact, reaches }: Extract<Change, { kind: 'date' }>): number | undefined =>
  fact === OWN_BIRTH && reaches?.unit === 'years' ? reaches.count : undefined

/** The day of a child has no definition of its own: then the day alone is told. */
function dateInWords(change: Extract<Change, { kind: 'date' }>, fact: TellingFact | undefined, { lang, t }: Words): string {
  const day = dayInWords(change.from, lang)
  const count = ageReached(change)
  if (count !== undefined) return t('benefits.change.turning', { day, count })
  if (!fact) return t('benefits.change.day', { day })
  return t('benefits.change.date', { label: textIn(fact.title, lang), day })
}

/** The fewest changes over all conditions; undefined when one of them cannot be said. */
export function remedyInWords(remedy: Remedy, facts: Facts, words: Words): RemedyInWords | undefined {
  const told = remedy.changes.map((change) => changeInWords(change, facts, words)[0])
  const changes = told.filter((one) => one !== undefined)
  if (changes.length < told.length) return undefined
  const says = words.t(`benefits.remedy.${remedy.outcome}.${changes.length === 1 ? 'one' : 'all'}`, { count: changes.length })
  return { says, changes, on: remedy.on, outcome: remedy.outcome }
}

const PRESSING: Readonly<Record<Relation['kind'], readonly string[]>> = {
  excludes: ['received', 'eligible'],
  requires: ['notReceived', 'eligible', 'ineligible', 'unknown'],
}

/** What may not be held together, or not without the other. Receiving it and being able to get it are told apart. */
export function relationInWords(
  { kind, service, law, isReceived, couldGet }: Relation,
  rules: Pick<Telling, 'title' | 'hasService'>,
  { lang, t }: Pick<Words, 'lang' | 't'>,
): readonly RelationInWords[] {
  // What one neither receives nor could get stands in the way of nothing.
  if (!rules.hasService(service) || (kind === 'excludes' && couldGet === 'ineligible' && isReceived !== true)) return []
  const title = rules.title(service, lang)
  const standing = isReceived === undefined ? couldGet : isReceived ? 'received' : 'notReceived'
  const says = t(`benefits.${kind}.${standing}`, { title })
  return [{ kind, service, title, says, law: law ?? null, isPressing: PRESSING[kind].includes(standing) }]
}

/** Which units a step of an amount may have; see `unit` of the definition. */
export function stepValueInWords(value: number, unit: AmountStep['unit'] | undefined, lang: Lang): string {
  return unit === 'none' ? String(value) : numberInWords(value, unit ?? 'won', lang)
}
