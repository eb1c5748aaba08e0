/** What is looked at: which facts of which registers, by which law, and which of them only with consent. */
import { createHash } from 'node:crypto'
import { type Lang, textIn } from '@dpg/kernel'
import type { ConsentGroup, ConsentPlan, ConsentPurpose } from './contract.ts'
import type { Rules } from './engine.ts'

/** 맞춤형 급여 안내: whoever asks for it may be looked at for it (제3항), by the ways of 제7조 and, for bank data, 제8조. */
export const SCREENING_LAW = '사회보장급여의 이용ㆍ제공 및 수급권자 발굴에 관한 법률 제22조의2제3항'
const SENSITIVE_LAW = '개인정보 보호법 제23조제1항제1호'

export const GROUPS = ['law', 'finance', 'sensitive'] as const
export type Group = (typeof GROUPS)[number]

/** How long a consent holds, and for how long the answers to one look are kept. */
export const CONSENT_MONTHS = 12
export const LOOK_MINUTES = 10

/** Changed when the words that people agree to mean something else. */
const EDITION = '1'
const DIGITS = 12

export interface Planned {
  readonly fact: string
  readonly register: string
  readonly group: Group
  readonly law: string
}

/** Every fact that a register holds and some rule reads, with what it takes to fetch it. */
export function planned({ fetchable, snapshot: { pack } }: Rules): readonly Planned[] {
  return fetchable().map((id) => {
    const { register, consent, sensitivity } = pack.facts.get(id)!
    const isSensitive = sensitivity === 'sensitive' || sensitivity === 'unique'
    const [group, law]: [Group, string] = consent
      ? ['finance', consent]
      : isSensitive
        ? ['sensitive', SENSITIVE_LAW]
        : ['law', SCREENING_LAW]
    return { fact: id, register: register!, group, law }
  })
}

/** Named by what it says: another fact, another law, another purpose is another version. */
export function versionOf(rules: Rules, purpose: ConsentPurpose): string {
  const lines = planned(rules).map(({ fact, group, law }) => `${fact} ${group} ${law}`)
  const hash = createHash('sha256').update([EDITION, purpose, CONSENT_MONTHS, ...lines.sort()].join('\n'))
  return `${EDITION}-${hash.digest('hex').slice(0, DIGITS)}`
}

export function planOf(rules: Rules, purpose: ConsentPurpose, lang: Lang): ConsentPlan {
  const all = planned(rules)
  const { pack } = rules.snapshot
  const groups = GROUPS.flatMap((group) => {
    const own = all.filter((one) => one.group === group)
    if (own.length === 0) return []
    const registers = [...Map.groupBy(own, ({ register }) => register)].map(([register, facts]) => ({
      register,
      facts: facts.map(({ fact }) => ({ fact, label: textIn(pack.facts.get(fact)!.title, lang) })),
    }))
    return [{ group, law: own[0]!.law, registers }]
  })
  return { purpose, version: versionOf(rules, purpose), groups, months: CONSENT_MONTHS, lookMinutes: LOOK_MINUTES }
}

/** Facts of the groups agreed to; what needs no consent is not among them. */
export const agreedFacts = (rules: Rules, groups: readonly ConsentGroup[]): string[] =>
  planned(rules)
    .filter(({ group }) => group !== 'law' && groups.includes(group))
    .map(({ fact }) => fact)

/** What may be fetched under a consent: what needs none, and what was agreed to by name. */
export function covered(rules: Rules, { facts }: { readonly facts: readonly string[] }): readonly Planned[] {
  const agreed = new Set(facts)
  return planned(rules).filter(({ fact, group }) => group === 'law' || agreed.has(fact))
}
