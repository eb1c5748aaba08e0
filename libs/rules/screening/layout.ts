/**
 * The groups as cells, for evaluation in plain rows of numbers. A cell is a condition and the rest of the list, itself a cell, so
 * groups that end alike share their ends: an area in front of the same ages and traits is one cell more, not a list more.
 */
import { type Node, visitAll } from '../compiler/ir.ts'
import type { Words } from '../compiler/vocabulary.ts'
import type { Program, Service } from './program.ts'

export interface Layout {
  /** By cell: its condition, and the cell of what follows. Cell 0 is the empty list; a rest comes before what it is the rest of. */
  readonly conditionOf: Int32Array
  readonly restOf: Int32Array
  /** By group: its first cell, and how many services are judged by the group alone. */
  readonly cellOf: Int32Array
  readonly weightOf: Int32Array
  /** By group: those services. */
  readonly servicesOf: readonly (readonly Service[])[]
  /** By condition: the slots that show it. */
  readonly slotsOf: readonly (readonly number[])[]
  /** The conditions that read no role. */
  readonly plain: Int32Array
  /** Services with `each`: judged one by one. */
  readonly perUnit: readonly Service[]
  /** By fact: the conditions that read it, through derived facts too. */
  readonly readersOf: readonly Int32Array[]
  /** By fact: the services whose amount or list of units reads it. */
  readonly paidBy: readonly (readonly Service[])[]
  /** By fact: the facts derived from it, from those too. */
  readonly derivedFrom: readonly Int32Array[]
}

/** Lays a program out. */
export function createLayout({
  words,
  conditions,
  slots,
  groups,
  services,
}: Pick<Program, 'words' | 'conditions' | 'slots' | 'groups' | 'services'>): Layout {
  const conditionOf = [-1]
  const restOf = [0]
  const known = new Map<string, number>()
  const cell = (condition: number, rest: number): number => {
    const key = `${condition} ${rest}`
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, conditionOf.length)
    conditionOf.push(condition)
    return restOf.push(rest) - 1
  }
  const cellOf = groups.map((group) => group.reduceRight((rest, slot) => cell(slots[slot]!.condition, rest), 0))
  const servicesOf: Service[][] = groups.map(() => [])
  for (const service of services) if (service.each === undefined) servicesOf[service.group]!.push(service)
  const slotsOf: number[][] = conditions.map(() => [])
  slots.forEach(({ condition }, slot) => {
    slotsOf[condition]!.push(slot)
  })
  const paid = services.map(({ each, steps }) => {
    const read = new Set<number>()
    if (steps.length > 0) for (const { node } of each ? [each, ...steps] : steps) factsBelow(node, words, read)
    return read
  })
  const leaves = conditions.map(({ node }) => factsBelow(node, words))
  const derived = words.facts.map(({ derive }) => (derive === undefined ? new Set<number>() : factsBelow(derive, words)))
  return {
    conditionOf: Int32Array.from(conditionOf),
    restOf: Int32Array.from(restOf),
    cellOf: Int32Array.from(cellOf),
    weightOf: Int32Array.from(servicesOf, (list) => list.length),
    servicesOf,
    slotsOf,
    plain: Int32Array.from(conditions.flatMap(({ readsRole }, at) => (readsRole ? [] : [at]))),
    perUnit: services.filter(({ each }) => each !== undefined),
    readersOf: inverted(leaves, words.facts.length),
    paidBy: inverted(paid, words.facts.length).map((list) => Array.from(list, (at) => services[at]!)),
    derivedFrom: inverted(derived, words.facts.length),
  }
}

/** The facts that an expression reads, those below derived ones included. */
export function factsBelow(root: Node, words: Pick<Words, 'facts'>, found = new Set<number>()): Set<number> {
  visitAll(root, (node) => {
    if (node.k !== 'fact' || found.has(node.index)) return
    found.add(node.index)
    const { derive } = words.facts[node.index]!
    if (derive !== undefined) factsBelow(derive, words, found)
  })
  return found
}

function inverted(sets: readonly ReadonlySet<number>[], size: number): readonly Int32Array[] {
  const lists: number[][] = Array.from({ length: size }, () => [])
  sets.forEach((set, at) => {
    for (const member of set) lists[member]!.push(at)
  })
  return lists.map((list) => Int32Array.from(list))
}
