/**
 * For whom a comparison of numbers matters at all. A group is a list of conditions that all must hold: whoever fails one over codes
 * or bits needs no arithmetic for the others. So a comparison is worked out for those only who may still be in a group that has it.
 */
import type { Bool, Num } from '../plan/nodes.ts'
import type { Group } from '../plan/services.ts'

/** A comparison of numbers. */
export type Leaf = Extract<Bool, { k: 'compare' | 'within' }>

/** Lists of conditions: a comparison matters where all of any list may hold. Undefined: it matters everywhere. */
export type Demand = (leaf: Leaf) => readonly (readonly Bool[])[] | undefined

/** More lists than this cost more than they spare. */
const MOST_LISTS = 8

/** `nums`: numbers that are wanted of everybody. */
export function demandIn(groups: Iterable<Group>, nums: Iterable<Num>): Demand {
  const lists = new Map<Leaf, Map<string, readonly Bool[]>>()
  const everywhere = new Set<Leaf>()
  const leavesOf = leafFinder()
  for (const num of nums) for (const leaf of leavesOf.num(num)) everywhere.add(leaf)
  for (const { items } of groups) {
    const dear = items.filter((item) => leavesOf.bool(item).size > 0)
    if (dear.length === 0) continue
    const cheap = items.filter((item) => !dear.includes(item))
    const key = cheap.map(({ id }) => id).join()
    for (const leaf of dear.flatMap((item) => [...leavesOf.bool(item)])) {
      const known = lists.get(leaf) ?? new Map<string, readonly Bool[]>()
      lists.set(leaf, known.set(key, cheap))
      if (cheap.length === 0 || known.size > MOST_LISTS) everywhere.add(leaf)
    }
  }
  return (leaf) => (everywhere.has(leaf) ? undefined : [...(lists.get(leaf)?.values() ?? [])])
}

const NOTHING: ReadonlySet<Leaf> = new Set()

/** Comparisons inside conditions and numbers. */
export function leafFinder() {
  const bools = new Map<number, ReadonlySet<Leaf>>()
  const nums = new Map<number, ReadonlySet<Leaf>>()
  const join = (sets: readonly ReadonlySet<Leaf>[]): ReadonlySet<Leaf> => {
    const full = sets.filter(({ size }) => size > 0)
    return full.length < 2 ? (full[0] ?? NOTHING) : new Set(full.flatMap((set) => [...set]))
  }
  const bool = (one: Bool): ReadonlySet<Leaf> => {
    const made = bools.get(one.id) ?? inBool(one)
    bools.set(one.id, made)
    return made
  }
  const num = (one: Num): ReadonlySet<Leaf> => {
    const made = nums.get(one.id) ?? inNum(one)
    nums.set(one.id, made)
    return made
  }
  const inBool = (one: Bool): ReadonlySet<Leaf> => {
    switch (one.k) {
      case 'and':
      case 'or':
        return join(one.items.map(bool))
      case 'not':
      case 'met':
        return bool(one.a)
      case 'if':
        return join([one.cond, one.yes, one.no].map(bool))
      case 'compare':
        return join([new Set([one]), num(one.a), num(one.b)])
      case 'within':
        return join([new Set([one]), num(one.x)])
      case 'isNone':
        return num(one.x)
      default:
        return NOTHING
    }
  }
  const inNum = (one: Num): ReadonlySet<Leaf> => {
    switch (one.k) {
      case 'arith':
        return join([one.a, one.b].map(num))
      case 'extreme':
        return join(one.items.map(num))
      case 'choose':
        return join([bool(one.cond), num(one.yes), num(one.no)])
      case 'round':
        return num(one.x)
      default:
        return NOTHING
    }
  }
  return { bool, num }
}
