/** What may be changed of a service, told in words: figures it reads, conditions, steps of the amount. */
import type { Snapshot } from '@dpg/catalogue/contract'
import { type Lang, textIn, type Translate } from '@dpg/kernel'
import type { Json } from '@dpg/rules'
import type { Draft } from './contract.ts'
import { figuresOf } from './figures.ts'
import { todayOf, valueOn } from './reform.ts'
import { withStandIns } from './stand-ins.ts'

export function draftOf(snapshot: Snapshot, service: string, asOf: string, lang: Lang, t: Translate): Draft {
  const today = withStandIns(todayOf(snapshot, service), asOf).rules
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
