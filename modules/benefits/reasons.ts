/** Reasons in words. Thousands of services share their criteria, so do their reasons: screening everything makes no new texts. */
import type { Criterion } from '@dpg/definitions'
import { type Lang, textIn } from '@dpg/kernel'
import type { CriterionOutcome, ServiceResult } from '@dpg/rules'
import type { Reason } from './contract.ts'

/** What a reason says of its criterion. */
export type SaidCriterion = Pick<Criterion, 'id' | 'says' | 'law'>
export type EachText = (lang: Lang) => string

/** What is said of one service. */
export interface Line {
  readonly criteria: readonly SaidCriterion[]
  readonly slots: readonly Slot[]
  /** All reasons of an entry of the official catalogue, by how its criteria came out; shared by entries with the same ones. */
  readonly said: Record<Lang, Map<number, readonly Reason[]>> | undefined
}

/** A criterion's reason in words, by language and outcome. */
type Slot = Record<Lang, { [K in CriterionOutcome]?: Reason }>

export interface Lines {
  /** `isShared`: other services have the same criteria, so all their reasons are kept together. */
  line(criteria: readonly SaidCriterion[], isShared: boolean): Line
}

/** Lines for the services of one release; what they share is kept with it. */
export function createLines(): Lines {
  const slots = new Map<SaidCriterion, Slot & { readonly number: number }>()
  const said = new Map<string, NonNullable<Line['said']>>()
  const slotOf = (criterion: SaidCriterion) => {
    const slot = slots.get(criterion) ?? { ko: {}, en: {}, number: slots.size }
    slots.set(criterion, slot)
    return slot
  }
  const saidBy = (key: string) => {
    const known = said.get(key) ?? { ko: new Map(), en: new Map() }
    said.set(key, known)
    return known
  }
  return {
    line(criteria, isShared) {
      const own = criteria.map(slotOf)
      return { criteria, slots: own, said: isShared ? saidBy(own.map(({ number }) => number).join(' ')) : undefined }
    },
  }
}

const OUTCOMES = { met: 0, notMet: 1, unknown: 2 } as const satisfies Record<CriterionOutcome, number>

/** How all criteria came out, as a number to base three. */
function outcomeNumber({ reasons }: ServiceResult): number {
  let number = 0
  for (const { outcome } of reasons) number = number * 3 + OUTCOMES[outcome]
  return number
}

/** The same criterion with the same outcome in the same language is one shared object. */
export function reasonsOf(result: ServiceResult, line: Line | undefined, lang: Lang, eachText: EachText): readonly Reason[] {
  const known = line?.said?.[lang]
  if (!known || result.reasons.length !== line?.criteria.length) return inWords(result, line, lang, eachText)
  const number = outcomeNumber(result)
  const reasons = known.get(number) ?? inWords(result, line, lang, eachText)
  known.set(number, reasons)
  return reasons
}

/** The engine answers in the order of the criteria; its own `each` comes before them. */
function inWords({ reasons }: ServiceResult, line: Line | undefined, lang: Lang, eachText: EachText): readonly Reason[] {
  const shift = reasons.length - (line?.criteria.length ?? 0)
  return reasons.map((reason, at) => {
    const criterion = line?.criteria[at - shift]
    if (criterion?.id !== reason.criterion) {
      const { outcome, facts } = reason
      return { criterion: reason.criterion, outcome, text: eachText(lang), law: null, facts }
    }
    const said = line!.slots[at - shift]![lang]
    said[reason.outcome] ??= say(criterion, reason, lang)
    return said[reason.outcome]!
  })
}

const say = ({ id, says, law }: SaidCriterion, { outcome, facts }: Pick<Reason, 'outcome' | 'facts'>, lang: Lang): Reason => ({
  criterion: id,
  outcome,
  text: textIn(says, lang),
  law,
  facts,
})
