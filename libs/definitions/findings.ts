/** Findings: every broken promise with its file, line and remedy, in Korean and English. */
import { fillParticles } from '@dpg/korean/particles'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }

/** Which promise: `fact.unknown`, `gate.appeal` … Each has `finding.<rule>.message` and `.remedy` in messages/. */
export type RuleId = keyof typeof ko extends infer Key ? (Key extends `finding.${infer Rule}.message` ? Rule : never) : never

/** Where something is written. Lines and columns count from 1. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column?: number
}

export interface Finding extends Place {
  readonly rule: RuleId
  /** An error stops publication; a warning is to be looked at. */
  readonly level: 'error' | 'warning'
  readonly message: { readonly ko: string; readonly en: string }
  readonly remedy: { readonly ko: string; readonly en: string }
  /** Of an expression: how many characters stand before what is wrong. */
  readonly offset?: number
}

/** What the officials call something, with the name it has in files: 부지급 결정(refuse). */
export const called = (words: { readonly ko: string; readonly en?: string | undefined }, id: string): Value => ({
  ko: `${words.ko}(${id})`,
  en: `${words.en ?? words.ko} (${id})`,
})

type Value = string | { readonly ko: string; readonly en: string }

/** Makes one finding; `values` fill the names of its texts, each language with its own where there are two. */
export function finding(
  rule: RuleId,
  place: Place,
  values: Readonly<Record<string, Value>> = {},
  level: Finding['level'] = 'error',
): Finding {
  const say = (part: 'message' | 'remedy') => ({
    ko: fillParticles(ko[`finding.${rule}.${part}`], valuesIn('ko', values)),
    en: fillParticles(en[`finding.${rule}.${part}`], valuesIn('en', values)),
  })
  return { ...place, rule, level, message: say('message'), remedy: say('remedy') }
}

const valuesIn = (lang: 'ko' | 'en', values: Readonly<Record<string, Value>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : value[lang]]))

/** Each once, by file, line, rule: the same pack gives the same list. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const byKey = new Map(findings.map((f) => [keyOf(f), f]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, f]) => f)
}

const keyOf = (f: Finding): string =>
  [f.file, String(f.line).padStart(7, '0'), String(f.column ?? 0).padStart(5, '0'), f.rule, f.message.en].join('\0')
