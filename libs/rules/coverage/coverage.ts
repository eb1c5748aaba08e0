/** Coverage: which parts of a service's rules ever decided anything in its cases. */
import { createEngine } from '../engine.ts'
import type { Declarations, Json, ScreenInput, ServiceRules } from '../types.ts'
import { decide, type Item, itemsIn, type Tree, treeOf } from './items.ts'

/** One part of an expression; `decided` counts the cases in which its value alone settled what stands around it. */
export interface CoverItem {
  readonly kind: Item['kind']
  /** Offsets into the expression. */
  readonly start: number
  readonly end: number
  readonly text: string
  readonly decided: { readonly true: number; readonly false: number; readonly unknown: number }
  /** What no case shows: an item that never decided `true`, one that never decided `false`. None: it is covered. */
  readonly lacking: readonly ('true' | 'false')[]
}

export interface CoveredPart {
  readonly where: 'criterion' | 'step'
  readonly id: string
  readonly items: readonly CoverItem[]
}

export interface Coverage {
  readonly parts: readonly CoveredPart[]
  /** Decisions seen, of all that there are: two an item. */
  readonly covered: number
  readonly total: number
}

type Words = Pick<Declarations, 'facts' | 'parameters'>

interface Tally {
  true: number
  false: number
  unknown: number
}

interface Measured {
  readonly where: CoveredPart['where']
  readonly id: string
  readonly source: string
  readonly tree: Tree
  readonly items: readonly Item[]
}

/**
 * Runs the cases and measures. Only what is evaluated with the names of the service is looked into: the inside of loops, filters and
 * functions counts as one. Throws RuleErrors where the rules do not compile; a case that cannot be run is left out.
 */
export function coverageOf(words: Words, service: ServiceRules, cases: Iterable<ScreenInput>): Coverage {
  const names = [...words.facts, ...words.parameters].map(({ id }) => id)
  const measured = partsOf(service, names)
  const counts = new Map(
    measured.flatMap(({ items }) => items.map((item) => [item, { true: 0, false: 0, unknown: 0 }] as [Item, Tally])),
  )
  const probe = probeOf(words, service, measured)
  for (const one of cases) {
    for (const { values, reached } of probe(one))
      for (const part of measured) {
        if (part.where === 'step' && !reached) continue
        const count = (item: Item, value: unknown) => {
          const kept = counts.get(item)!
          kept[value === undefined ? 'unknown' : value === true ? 'true' : 'false'] += 1
        }
        const whole = part.items[0]
        if (whole?.kind === 'whole') count(whole, values.get(whole))
        decide(part.tree, (item) => values.get(item), count)
      }
  }
  const parts = measured.map(({ where, id, source, items }) => ({
    where,
    id,
    items: items.map((item): CoverItem => {
      const decided = counts.get(item)!
      const lacking = (['true', 'false'] as const).filter((side) => decided[side] === 0)
      return { kind: item.kind, start: item.start, end: item.end, text: source.slice(item.start, item.end), decided, lacking }
    }),
  }))
  const items = parts.flatMap((part) => part.items)
  const total = items.length * 2
  return { parts, total, covered: total - items.reduce((sum, { lacking }) => sum + lacking.length, 0) }
}

/** The criteria, each as a whole and by its parts; of the steps what branches. */
function partsOf({ criteria, amount, unit }: ServiceRules, names: readonly string[]): readonly Measured[] {
  const steps = amount?.steps ?? []
  const all = [...names, unit, ...steps.map((step) => step.let)]
  const criterion = criteria.map(({ id, test }): Measured => {
    const tree = treeOf(test, all)
    const whole: Item = { start: 0, end: test.length, kind: 'whole', node: tree }
    return { where: 'criterion', id, source: test, tree, items: [whole, ...itemsIn(tree)] }
  })
  const branching = steps.map(({ let: id, be }): Measured => {
    const tree = treeOf(be, all)
    return { where: 'step', id, source: be, tree, items: itemsIn(tree) }
  })
  return [...criterion, ...branching]
}

interface Seen {
  readonly values: ReadonlyMap<Item, Json | undefined>
  /** The amount is worked out at all. */
  readonly reached: boolean
}

/** Every part becomes a step of a service that is open to all, so that the engine itself says what it comes to. */
function probeOf(words: Words, service: ServiceRules, measured: readonly Measured[]): (input: ScreenInput) => readonly Seen[] {
  const ids = new Map<string, Item>()
  const letFor = ({ items, source }: Measured) =>
    items.map((item) => {
      const name = `coverageItem${ids.size}`
      ids.set(name, item)
      return { let: name, be: source.slice(item.start, item.end) }
    })
  const steps = [
    ...measured.filter(({ where }) => where === 'criterion').flatMap(letFor),
    ...measured.filter(({ where }) => where === 'step').flatMap((part) => [...letFor(part), { let: part.id, be: part.source }]),
    { let: 'coverageEnd', be: '0' },
  ]
  const open = { ...service, id: 'probe', criteria: [{ id: 'all', test: 'true' }], amount: { per: 'once' as const, steps } }
  const engine = createEngine({ ...words, services: [open, { ...service, id: 'itself' }] })
  return (input) => {
    try {
      const { results } = engine.screen({ ...input, services: ['probe', 'itself'] })
      const [seen, itself] = results
      const reached = itself?.outcome !== 'ineligible'
      const amounts = seen?.units ? seen.units.map(({ amount }) => amount) : [seen?.amount]
      return amounts.flatMap((amount, i) => {
        if (!amount) return []
        const unit = itself?.units?.[i]
        const values = new Map<Item, Json | undefined>()
        for (const { let: name, value } of amount.steps) {
          const item = ids.get(name)
          if (item) values.set(item, value)
        }
        return [{ values, reached: unit ? unit.outcome !== 'ineligible' : reached }]
      })
    } catch {
      return []
    }
  }
}
