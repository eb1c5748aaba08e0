/**
 * The rules as one file for a reader's own device: facts, figures in force, the criteria of all services, names, texts, in one
 * language; and what is approved for later days. What thousands of services share stands once; columns are kept together, so that they compress well.
 */
import type { AmountStep } from '@dpg/definitions'
import type { Lang, Messages } from '@dpg/kernel'
import type { Json, ServiceRules } from '@dpg/rules'

/** Said with every file; a reader that does not know it leaves the answers to the server. */
export const FORMAT = 3

export interface RulesFile {
  readonly format: typeof FORMAT
  readonly lang: Lang
  readonly facts: readonly FileFact[]
  readonly parameters: readonly FileParameter[]
  readonly criteria: readonly FileCriterion[]
  /** Distinct lists of criteria, as places in `criteria`. */
  readonly groups: readonly (readonly number[])[]
  readonly services: Columns
  /** Worked out from the law: the first of `services`, in their order. */
  readonly worked: readonly FileWorked[]
  /** Days on which other rules come into force, the nearest first. */
  readonly later: readonly FileLater[]
  readonly agencies: readonly string[]
  /** 시·도, each with its districts. */
  readonly areas: readonly FileSido[]
  /** Everyday words and what they stand for: `아기:영유아,아동`, one a line. */
  readonly synonyms: string
  readonly texts: Messages
}

/** Left out where it is null. */
export interface FileFact {
  readonly id: string
  readonly type: string
  readonly title: string
  readonly unit?: string
  readonly values?: Readonly<Record<string, string>>
  readonly question?: string
  readonly hint?: string
  readonly min?: number
  readonly max?: number
  readonly burden: number
  readonly derive?: string
  /** Of the members of a household. */
  readonly relations?: Readonly<Record<string, string>>
}

export interface FileParameter {
  readonly id: string
  readonly title: string
  readonly values: readonly { readonly from: string; readonly value?: Json; readonly missing?: boolean }[]
}

/** id, test, what it says, law, what would change it, what one can do; empty where there is none. */
export type FileCriterion = readonly [string, string, string, string, string, string]

export interface Columns {
  /** Front-coded (`packed`), one a line. */
  readonly ids: string
  /** One a line. */
  readonly titles: string
  /** Places in `agencies`, in `groups`, in the districts as they come in `areas` (from 1; 0: not of one district). */
  readonly agency: readonly number[]
  readonly group: readonly number[]
  readonly district: readonly number[]
  readonly views: readonly number[]
}

export interface FileWorked {
  readonly canApply: boolean
  readonly basis: ServiceRules['basis']
  readonly unit: ServiceRules['unit']
  readonly each?: string
  /** Instead of "all criteria". */
  readonly rule?: string
  readonly excludes?: ServiceRules['excludes']
  readonly requires?: ServiceRules['requires']
  readonly keywords: string
  readonly amount?: {
    readonly per: NonNullable<ServiceRules['amount']>['per']
    readonly unit: ServiceRules['unit']
    readonly steps: readonly {
      readonly let: string
      readonly be: string
      readonly says: string
      readonly law: string | null
      readonly unit: AmountStep['unit']
    }[]
  }
}

/** What is otherwise from a day on, with all that came before it. */
export interface FileLater {
  readonly from: string
  readonly services: readonly (FileWorked & { readonly id: string; readonly title: string; readonly group: number })[]
  readonly parameters: readonly FileParameter[]
}

export interface FileSido {
  readonly code: string
  readonly name: string
  readonly districts: readonly (readonly [code: string, name: string, fullName: string])[]
}

export const synonymLines = (synonyms: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(synonyms)
    .map(([word, others]) => `${word}:${others.join()}`)
    .join('\n')

export const synonymsIn = (lines: string): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    lines
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const at = line.indexOf(':')
        return [line.slice(0, at), line.slice(at + 1).split(',')]
      }),
  )

/** Lines that begin like the one before give only how much of it they keep (one letter) and the rest. */
export function packed(lines: readonly string[]): string {
  let before = ''
  return lines
    .map((line) => {
      let kept = 0
      while (kept < 35 && kept < line.length && line[kept] === before[kept]) kept++
      before = line
      return kept.toString(36) + line.slice(kept)
    })
    .join('\n')
}

export function unpacked(text: string): string[] {
  let before = ''
  return text.split('\n').map((line) => {
    before = before.slice(0, Number.parseInt(line[0]!, 36)) + line.slice(1)
    return before
  })
}
