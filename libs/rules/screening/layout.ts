/**
 * The groups as cells, for evaluation in plain rows of numbers. A cell is a condition and the rest of the list, itself a cell, so
 * groups that end alike share their ends: an area in front of the same ages and traits is one cell more, not a list more.
 */
import { type Node, visitAll } from '../compiler/ir.ts'
import type { Words } from '../compiler/vocabulary.ts'
import { byValue, type Column } from './columns.ts'
import { readsOf } from './missing.ts'
import type { Program, Service } from './program.ts'

export interface Layout {
  /** By cell: its condition, and the cell of what follows. Cell 0 is the empty list; a rest comes before what it is the rest of. */
  readonly conditionOf: Int32Array
  readonly restOf: Int32Array
  /** By cell: the slot that shows its condition. */
  readonly slotOf: Int32Array
  /** By group: its first cell, and the services that are judged by the group alone. */
  readonly cellOf: Int32Array
  readonly servicesOf: readonly (readonly Service[])[]
  /** By cell: the services of the groups that begin there, and how many they are; and how many in all. */
  readonly servicesAt: readonly (readonly Service[])[]
  readonly weightAt: Int32Array
  readonly weight: number
  /** The cells where services begin; by cell: where its services begin in `told` (one more at the end), which has their indexes. */
  readonly heads: Int32Array
  readonly toldStart: Int32Array
  readonly told: Int32Array
  /** The conditions that read no role. */
  readonly plain: Int32Array
  /** Of these, those that read the value of one fact and nothing else, fact by fact; and the others. */
  readonly columns: readonly Column[]
  readonly loose: Int32Array
  /** Of these, those that the day can change; and the derived facts that it can change. */
  readonly timed: Int32Array
  readonly timedFacts: Int32Array
  /** Services with `each`: judged one by one. */
  readonly perUnit: readonly Service[]
  /** By condition: the cells that begin with it. */
  readonly cellsOf: readonly Int32Array[]
  /** By cell: where the cells that it is the rest of begin in `over` (one more at the end). */
  readonly overStart: Int32Array
  readonly over: Int32Array
  /** By condition: the cells in whose list it stands, a rest before what it is the rest of. */
  readonly cellsWith: readonly Int32Array[]
  /** By fact: the conditions and parts of conditions that read it, through derived facts too, as bits. */
  readonly readBits: readonly Int32Array[]
  /** Services with an amount, units or relations, which are told one by one; by fact: those whose amount or units read it. */
  readonly single: readonly Service[]
  readonly singleBy: readonly (readonly Service[])[]
  /** By fact: the facts that its derivation names. */
  readonly readsOf: readonly (readonly number[])[]
  /** By fact: the facts derived from it, from those too. */
  readonly derivedFrom: readonly Int32Array[]
}

/** Lays a program out. */
export function createLayout({
  words,
  conditions,
  formulas: { judged },
  slots,
  groups,
  services,
  time,
}: Pick<Program, 'words' | 'conditions' | 'formulas' | 'slots' | 'groups' | 'services' | 'time'>): Layout {
  const slotOf = [-1]
  const restOf = [0]
  const known = new Map<string, number>()
  const cell = (slot: number, rest: number): number => {
    const key = `${slot} ${rest}`
    const found = known.get(key)
    if (found !== undefined) return found
    known.set(key, slotOf.length)
    slotOf.push(slot)
    return restOf.push(rest) - 1
  }
  const cellOf = groups.map((group) => group.reduceRight((rest, slot) => cell(slot, rest), 0))
  const conditionOf = slotOf.map((slot) => (slot < 0 ? -1 : slots[slot]!.condition))
  const servicesOf: Service[][] = groups.map(() => [])
  for (const service of services) if (service.each === undefined) servicesOf[service.group]!.push(service)
  const servicesAt: Service[][] = conditionOf.map(() => [])
  servicesOf.forEach((list, group) => void servicesAt[cellOf[group]!]!.push(...list))
  const single = services.filter(({ each, steps, related }) => each !== undefined || steps.length > 0 || related.length > 0)
  const readSingly = single.map(({ each, steps, group }) => {
    const read = new Set<number>()
    for (const { node } of steps) factsBelow(node, words, read)
    if (each === undefined) return read
    factsBelow(each.node, words, read)
    for (const slot of groups[group]!) factsBelow(conditions[slots[slot]!.condition]!.node, words, read)
    return read
  })
  const leaves = judged.map(({ node }) => factsBelow(node, words))
  const derived = words.facts.map(({ derive }) => (derive === undefined ? new Set<number>() : factsBelow(derive, words)))
  const readersOf = inverted(leaves, words.facts.length)
  const conditionsIn = conditionOf.map((): ReadonlySet<number> => new Set())
  for (let at = 1; at < conditionOf.length; at++) conditionsIn[at] = new Set([conditionOf[at]!, ...conditionsIn[restOf[at]!]!])
  const over = grouped(restOf, restOf.length)
  return {
    cellsOf: grouped(conditionOf, conditions.length).map((list) => Int32Array.from(list)),
    overStart: startsOf(over),
    over: Int32Array.from(over.flat()),
    cellsWith: inverted(conditionsIn, conditions.length),
    conditionOf: Int32Array.from(conditionOf),
    restOf: Int32Array.from(restOf),
    slotOf: Int32Array.from(slotOf),
    cellOf: Int32Array.from(cellOf),
    servicesOf,
    servicesAt,
    weightAt: Int32Array.from(servicesAt, (list) => list.length),
    weight: servicesAt.reduce((sum, list) => sum + list.length, 0),
    heads: Int32Array.from(servicesAt.flatMap((list, at) => (list.length > 0 ? [at] : []))),
    toldStart: startsOf(servicesAt),
    told: Int32Array.from(servicesAt.flat(), ({ index }) => index),
    timed: Int32Array.from(conditions.flatMap(({ readsRole, node }, at) => (!readsRole && time.isTimed(node) ? [at] : []))),
    timedFacts: Int32Array.from(words.facts.flatMap(({ derive }, at) => (derive && time.isTimed(derive) ? [at] : []))),
    plain: Int32Array.from(conditions.flatMap(({ readsRole }, at) => (readsRole ? [] : [at]))),
    perUnit: services.filter(({ each }) => each !== undefined),
    readBits: readersOf.map((readers) => bitsOf(readers, judged.length)),
    ...byValue(judged, conditions.length, words),
    single,
    singleBy: inverted(readSingly, words.facts.length).map((list) => Array.from(list, (at) => single[at]!)),
    readsOf: words.facts.map(({ derive }) => (derive === undefined ? [] : readsOf(derive).facts)),
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

/** By group: the cells after the first, which is the empty list, that are of it. */
function grouped(groupOf: readonly number[], size: number): readonly (readonly number[])[] {
  const lists: number[][] = Array.from({ length: size }, () => [])
  for (let cell = 1; cell < groupOf.length; cell++) lists[groupOf[cell]!]!.push(cell)
  return lists
}

function startsOf(lists: readonly (readonly unknown[])[]): Int32Array {
  const starts = new Int32Array(lists.length + 1)
  lists.forEach((list, at) => {
    starts[at + 1] = starts[at]! + list.length
  })
  return starts
}

function bitsOf(members: Int32Array, size: number): Int32Array {
  const bits = new Int32Array(Math.ceil(size / 32))
  for (const member of members) bits[member >> 5]! |= 1 << (member & 31)
  return bits
}
