/** What may be changed of a service, told in words: figures it reads, conditions, steps of the amount. */
import type { Snapshot } from '@dpg/catalogue/contract'
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import { type Declarations, type Json, namesIn } from '@dpg/rules'
import type { Draft } from './contract.ts'
import { todayOf, valueOn } from './reform.ts'

export function draftOf(snapshot: Snapshot, service: string, asOf: string, lang: Lang, t: Translate): Draft {
  const today = todayOf(snapshot, service)
  const { pack } = snapshot
  const worked = pack.services.get(service)
  const [own] = today.services
  const parameters = figuresOf(today).map((id) => {
    const decl = today.parameters.find((one) => one.id === id)!
    const definition = pack.parameters.get(id)
    return {
      id,
      title: definition ? textIn(definition.title, lang) : id,
      unit: definition?.unit ?? '',
      law: definition?.law ?? null,
      leaves: leavesOf(valueOn(decl, asOf) ?? null, labels(definition?.index ? textIn(definition.index, lang) : '', t)),
    }
  })
  return {
    service,
    title: titleOf(snapshot, service, lang),
    asOf,
    parameters,
    criteria: own!.criteria.map(({ id, test }) => {
      const said = worked?.eligibility.criteria.find((one) => one.id === id)
      return { id, test, says: said ? textIn(said.says, lang) : id, law: said?.law ?? null }
    }),
    steps: (own!.amount?.steps ?? []).map((step) => {
      const said = worked?.amount?.steps.find((one) => one.let === step.let)
      return { ...step, says: said ? textIn(said.says, lang) : step.let, law: said?.law ?? null }
    }),
  }
}

export function titleOf({ pack }: Pick<Snapshot, 'pack'>, service: string, lang: Lang): string {
  const worked = pack.services.get(service)
  return worked ? textIn(worked.title, lang) : (pack.catalogue.rows.find(({ id }) => id === service)?.name ?? service)
}

/** Figures that the service reads, through facts that are derived from others too. */
export function figuresOf({ facts, parameters, services }: Declarations): readonly string[] {
  const figures = new Set(parameters.map(({ id }) => id))
  const derived = new Map(facts.flatMap(({ id, derive }) => (derive === undefined ? [] : [[id, derive] as const])))
  const found = new Set<string>()
  const seen = new Set<string>()
  const read = (source: string) => {
    for (const name of namesIn(source)) {
      const words = name.split('.')
      const longest = words
        .map((_, i) => words.slice(0, words.length - i).join('.'))
        .find((one) => figures.has(one) || derived.has(one))
      if (longest === undefined || seen.has(longest)) continue
      seen.add(longest)
      if (figures.has(longest)) found.add(longest)
      else read(derived.get(longest)!)
    }
  }
  for (const { each, criteria, amount } of services) {
    for (const { be } of amount?.steps ?? []) read(be)
    for (const { test } of criteria) read(test)
    if (each !== undefined) read(each)
  }
  return [...found]
}

const MOST_LEAVES = 60

type Label = (key: string, depth: number, length: number) => string

/** What a place of a figure is called: by the words of its index (`급지, 가구원 수`; `대도시, 중소도시, 농어촌`), else by the key. */
function labels(index: string, t: Translate): Label {
  const words = index === '' ? [] : index.split(', ')
  return (key, depth, length) => {
    if (!/^\d+$/.test(key)) return t(`policy.key.${key}`)
    const at = Number(key)
    if (words.length === length && words[at] !== undefined) return words[at]
    const word = words.length > 1 ? words[depth] : index
    return t('policy.place', { word: word ?? '', place: at + 1 }).trim()
  }
}

/** Numbers, texts and yes/no with their path; a long list (of areas, say) has none. */
function leavesOf(
  value: Json,
  label: Label,
  path: readonly string[] = [],
  said: readonly string[] = [],
): Draft['parameters'][number]['leaves'] {
  if (value === null || typeof value !== 'object') return [{ path: path.join('/'), label: said.join(', '), value }]
  const parts = Array.isArray(value) ? value.map((item, i) => [String(i), item] as const) : Object.entries(value)
  if (parts.every(([, item]) => typeof item === 'string')) return []
  const leaves = parts.flatMap(([key, item]) =>
    leavesOf(item as Json, label, [...path, key], [...said, label(key, path.length, parts.length)]),
  )
  return leaves.length > MOST_LEAVES ? [] : leaves
}
