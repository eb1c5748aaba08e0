/** A decision in words: its reasons, how its amount came about, what can be done against it. For pages, letters and documents alike. */
import type { ServiceDefinition } from '@dpg/definitions'
import { formatWon, type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { Assessment, DecisionRecord } from './case-file.ts'
import type { DecisionView } from './contract.ts'
import { endAfter } from './deadline.ts'
import { decisionOf } from './decide.ts'
import { dayInWords, dayOf } from './words.ts'

export interface Line {
  readonly says: string
  readonly value: string | null
  readonly law: string | null
}

/** The steps that led to the amount, those with a number or a yes and no; others only carry tables along. */
export function amountLines({ amount }: ServiceDefinition, assessment: Assessment | null, lang: Lang): Line[] {
  const values = new Map(assessment?.amount?.steps.map((step) => [step.let, step.value]))
  return (amount?.steps ?? []).flatMap((step): Line[] => {
    const value = values.get(step.let)
    if (value !== undefined && value !== null && typeof value === 'object') return []
    return [{ says: textIn(step.says, lang), value: moneyOf(value, lang), law: step.law }]
  })
}

/** For people: a step that changed nothing (no spouse, no reduction) is not worth a line. The first and the last always are. */
export const tellingLines = (lines: readonly Line[]): Line[] =>
  lines.filter((line, at) => at === 0 || at === lines.length - 1 || line.value !== lines[at - 1]!.value)

/** Exact amounts are whole won when they are paid; on the way they may not be. */
function moneyOf(value: Json | undefined, lang: Lang): string | null {
  const number = typeof value === 'string' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return null
  return Number.isInteger(number) ? formatWon(number, lang) : formatWon(Math.round(number * 100) / 100, lang)
}

/** The criteria and what they came to. */
export const criteriaLines = (
  { eligibility }: ServiceDefinition,
  assessment: Assessment | null,
  lang: Lang,
  t: Translate,
): Line[] =>
  eligibility.criteria.map(({ id, says, law }) => {
    const outcome = assessment?.criteria.find((one) => one.id === id)?.outcome ?? 'unknown'
    return { says: textIn(says, lang), value: t(`casework.outcome.${outcome}`), law }
  })

export const reasonLines = (definition: ServiceDefinition, record: DecisionRecord, lang: Lang): DecisionView['reasons'] => {
  const { reasons } = decisionOf(definition, record.code)
  return record.reasonCodes.flatMap((code) => {
    const reason = reasons.find((one) => one.code === code)
    return reason
      ? [
          {
            code,
            says: textIn(reason.says, lang),
            law: reason.law,
            whatYouCanDo: reason.whatYouCanDo ? textIn(reason.whatYouCanDo, lang) : null,
          },
        ]
      : []
  })
}

/**
 * The routes of appeal with their last day. Where time runs from delivery or from knowing, it is counted from the day the notice
 * arrived in the box, at the earliest that of the decision (행정절차법 제15조제2항, 행정심판법 제27조제1항).
 */
export function appealRoutes(
  definition: ServiceDefinition,
  record: DecisionRecord,
  deliveredAt: string | null,
  lang: Lang,
): DecisionView['appeal'] {
  const ids = decisionOf(definition, record.code).appeal ?? []
  return definition.appeal
    .filter(({ id }) => ids.includes(id))
    .map((route) => ({
      kind: route.kind,
      body: textIn(route.body, lang),
      until:
        route.within === null
          ? null
          : endAfter(dayOf(route.from === 'decided' ? record.at : (deliveredAt ?? record.at)), route.within),
      law: route.law,
      how: route.how ? textIn(route.how, lang) : null,
    }))
}

/** A Markdown list; each line with its article. */
export const listOf = (
  lines: readonly {
    readonly says: string
    readonly law: string | null
    readonly value?: string | null
    readonly whatYouCanDo?: string | null
  }[],
): string =>
  lines
    .map(
      ({ says, value, law, whatYouCanDo }) =>
        `- ${says}${value ? `: ${value}` : ''}${law ? ` (${law})` : ''}${whatYouCanDo ? `. ${whatYouCanDo}` : ''}`,
    )
    .join('\n')

export const appealList = (routes: DecisionView['appeal'], lang: Lang, t: Translate): string =>
  routes
    .map(({ kind, body, until, law, how }) => {
      const when = until ? t('casework.appeal.until', { until: dayInWords(until, lang) }) : ''
      return `- ${t('casework.appeal.line', { kind, body })}${when ? `, ${when}` : ''}${law ? ` (${law})` : ''}${how ? `. ${how}` : ''}`
    })
    .join('\n')
