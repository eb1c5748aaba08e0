/** Facts as people see them: label, value in words, where it comes from, and why it is not there. */
import type { Snapshot } from '@dpg/catalogue/contract'
import type { FactDefinition } from '@dpg/definitions'
import { textIn } from '@dpg/kernel'
import { namesIn, type Json } from '@dpg/rules'
import type { KnownFact } from './case-file.ts'
import type { ShownFact } from './contract.ts'
import type { Question, Rules } from './rules.ts'
import { inWords, type Wording } from './words.ts'

type Pack = Pick<Snapshot['pack'], 'facts' | 'registers'>

/** What there is to show from. */
export interface Sources {
  readonly answers: Readonly<Record<string, Json>>
  readonly facts: Readonly<Record<string, KnownFact>>
  readonly silent: readonly string[]
  /** Facts whose register gave an answer that cannot be trusted. */
  readonly untrusted: ReadonlySet<string>
  /** Facts of registers that are still awaited; absent: nobody has asked yet, so all may come. */
  readonly awaited?: ReadonlySet<string> | undefined
}

/** The facts to ask registers for, to know these: themselves, or what they are derived from, where they are: one source for one thing. */
export function registerFacts(pack: Pack, ids: readonly string[]): string[] {
  const found = new Set<string>()
  const seen = new Set<string>()
  const visit = (id: string) => {
    const fact = pack.facts.get(id)
    if (!fact || seen.has(id)) return
    seen.add(id)
    if (fact.derive !== null) for (const name of namesIn(fact.derive)) visit(name.split('.').slice(0, 2).join('.'))
    else if (fact.register !== null) found.add(id)
  }
  for (const id of ids) visit(id)
  return [...found]
}

export function showFacts(
  pack: Pack,
  ids: readonly string[],
  sources: Sources,
  rules: Rules,
  asOf: string,
  wording: Wording,
): ShownFact[] {
  const facts = { ...sources.answers, ...Object.fromEntries(Object.entries(sources.facts).map(([id, { value }]) => [id, value])) }
  return [...new Set(ids)].flatMap((id) => {
    const fact = pack.facts.get(id)
    return fact ? [showFact(pack, fact, sources, rules, { facts, asOf }, wording)] : []
  })
}

function showFact(
  pack: Pack,
  fact: FactDefinition,
  sources: Sources,
  rules: Rules,
  question: Question,
  wording: Wording,
): ShownFact {
  const known = sources.facts[fact.id]
  const said = sources.answers[fact.id]
  const isDerived = known === undefined && said === undefined && fact.derive !== null
  const value = known?.value ?? said ?? (isDerived ? rules.value(fact.id, question) : undefined)
  const isKnown = known !== undefined || said !== undefined || value !== undefined
  const register = known?.register ?? (said === undefined ? fact.register : null)
  const source = register === null ? undefined : pack.registers.get(register)
  return {
    fact: fact.id,
    label: textIn(fact.title, wording.lang),
    value: value === undefined ? null : inWords(fact, value, wording),
    state: isKnown ? (value === null || value === undefined ? 'none' : 'known') : stateOf(pack, fact, sources),
    register,
    registerName: source ? textIn(source.title, wording.lang) : null,
    at: known?.at ?? null,
    law: fact.law,
    isDerived,
  }
}

function stateOf(pack: Pack, fact: FactDefinition, { silent, untrusted, awaited }: Sources): ShownFact['state'] {
  if (untrusted.has(fact.id)) return 'untrusted'
  if (silent.includes(fact.id)) return 'silent'
  if (fact.register === null && fact.derive === null) return 'asked'
  // What no need asks for has no answer to wait for: the rules get along without it.
  return awaited && !registerFacts(pack, [fact.id]).some((id) => awaited.has(id)) ? 'not-needed' : 'waiting'
}
