/** What is wrong with a set of policies: file, line, what, and what to do about it. */
import { fillParticles } from '@dpg/korean/particles'
import en from './messages/en.json' with { type: 'json' }
import ko from './messages/ko.json' with { type: 'json' }

export type Rule =
  | 'syntax'
  | 'template'
  | 'id'
  | 'twice'
  | 'says'
  | 'type'
  | 'unfollowed'
  | 'vocabulary'
  | 'example'
  | 'example-file'
  | 'no-example'
  | 'unreachable'
  | 'shadowed'
  | 'implied'
  | 'nothing-to-forbid'
  | 'undecided'

export interface PolicyFinding {
  readonly file: string
  readonly line: number
  readonly rule: Rule
  readonly level: 'error' | 'warning'
  readonly message: { readonly ko: string; readonly en: string }
  readonly remedy: { readonly ko: string; readonly en: string }
}

export function finding(
  rule: Rule,
  place: { readonly file: string; readonly line: number },
  values: Readonly<Record<string, string>> = {},
  level: PolicyFinding['level'] = 'error',
): PolicyFinding {
  const say = (part: 'message' | 'remedy') => ({
    ko: fillParticles(ko[`finding.${rule}.${part}`], values),
    en: fillParticles(en[`finding.${rule}.${part}`], values),
  })
  return { file: place.file, line: place.line, rule, level, message: say('message'), remedy: say('remedy') }
}

/** Line of a place in a text, from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, Math.max(0, offset)).split('\n').length
