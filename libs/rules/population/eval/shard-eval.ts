/** One shard, tile after tile: every group of conditions counted, pairs of groups compared, chosen ones looked at person by person. */
import type { Value } from '../../feel/values.ts'
import type { Derived } from '../plan/derived.ts'
import type { Bool, Num, PerCode, Pool } from '../plan/nodes.ts'
import type { Group } from '../plan/services.ts'
import { createBases } from './bases.ts'
import { demandIn, type Leaf } from './demand.ts'
import { createEmitter } from './emit.ts'
import type { LoadedShard } from './loaded.ts'
import { createPlanes, type Memory, ONE, ZERO } from './memory.ts'
import { createNumbers } from './numbers.ts'
import type { Placed, Step } from './vector.ts'
import type { Tables } from './tables.ts'
import { createTruths } from './truths.ts'

/** Two groups of which the differences are counted. */
export interface Pair {
  readonly before: Group
  readonly after: Group
}

/** What a look at a tile sees: planes of who is surely and who is perhaps in each group, numbers, the rows. */
export interface Look {
  readonly groups: readonly Group[]
  readonly nums: readonly Num[]
  readonly see: (seen: Seen) => void
}

export interface Seen {
  readonly firstRow: number
  readonly people: number
  readonly memory: Memory
  readonly shard: LoadedShard
  readonly judge: Judge
  /** Addresses of planes by group; of columns of numbers by number. */
  readonly yes: readonly number[]
  readonly perhaps: readonly number[]
  readonly numbers: readonly Placed[]
}

export interface EvalOptions {
  readonly memory: Memory
  readonly pool: Pool
  readonly shard: LoadedShard
  readonly tables: Tables
  readonly tileSize: number
  readonly groups: readonly Group[]
  readonly pairs?: readonly Pair[]
  readonly looks?: readonly Look[]
  readonly judge: Judge
}

/** Judges one person by the closure back end. */
export type Judge = (derived: Derived, row: number) => Value

export interface ShardCounts {
  /** By group: surely, perhaps. */
  readonly groups: Uint32Array
  /** By pair: newly entitled, no longer entitled, newly answerable, newly unknown. */
  readonly pairs: Uint32Array
}

export interface ShardEval {
  /** Evaluates every tile. The counts are those of this run. */
  readonly run: () => ShardCounts
  /** After a run: compares all borders of codes once more and keeps the planes, so that later runs find them ready. */
  readonly keepPlanes: () => void
}

export const evaluateShard = (options: EvalOptions): ShardCounts => createShardEval(options).run()

export function createShardEval(options: EvalOptions): ShardEval {
  const { memory, pool, shard, tables, tileSize, groups, pairs = [], looks = [], judge } = options
  const planeSize = tileSize / 8
  const counters = memory.take((groups.length * 2 + pairs.length * 4) * 4)
  const everyone = memory.take(planeSize)
  const planes = createPlanes(memory, planeSize)
  const emitter = createEmitter(memory, planes, planeSize)
  const bases = createBases(memory, shard, tileSize)
  let states: Int32Array = new Int32Array(0)
  let steps: Step[] = []
  /** What was written down for full tiles and for the last one, and what the bases were then. */
  const written: ({ readonly steps: readonly Step[]; readonly states: Int32Array } | undefined)[] = [undefined, undefined]

  const flush = (): void => {
    const run = emitter.stretch()
    if (run !== undefined) steps.push(run)
  }
  const then = (step: Step): void => {
    flush()
    steps.push(step)
  }
  const numbers = createNumbers({
    memory,
    shard,
    tables,
    planes,
    emitter,
    tileSize,
    then,
    codesIn: (column, stretches) => truths.codesIn(column, stretches),
    truth: (bool) => {
      const made = truths.truth(bool)
      const unknown = truths.openOf(made)
      return { yes: made.yes, unknown }
    },
  })
  const demand = demandIn(
    [...groups, ...pairs.flatMap(({ before, after }) => [before, after]), ...looks.flatMap((look) => look.groups)],
    looks.flatMap((look) => look.nums),
  )
  const truths = createTruths({
    memory,
    shard,
    tables,
    planes,
    emitter,
    bases,
    tileSize,
    then,
    numbers,
    states: () => states,
    judge: (bool, row) => judge(bool.exact, row),
    tablesOf: tablesBy(pool),
    nodes: pool.bools().length,
    uses: usesOf(pool, groups, pairs, looks),
    demand,
    leaves: pool
      .bools()
      .filter((bool): bool is Leaf => (bool.k === 'compare' || bool.k === 'within') && demand(bool)?.length !== 0),
  })

  /** Planes of a group; undefined when nobody of the tile can be in it. */
  const groupOf = (group: Group): { yes: number[]; perhaps: number[] } | undefined => {
    const yes: number[] = []
    const perhaps: number[] = []
    for (const item of group.items) {
      const made = truths.truth(item)
      if (made.perhaps === ZERO) return undefined
      yes.push(made.yes)
      perhaps.push(made.perhaps)
    }
    return { yes, perhaps }
  }

  /** Groups by the condition that is most often impossible for a whole tile: where it is, none of them is looked at. */
  const sections = [...Map.groupBy(groups, ({ items }) => items[0])]
  const emitGroups = (isPartial: boolean): void => {
    for (const [first, list] of sections) {
      if (first !== undefined && truths.truth(first).perhaps === ZERO) continue
      for (const group of list) emitGroup(group, isPartial)
    }
  }
  const emitGroup = (group: Group, isPartial: boolean): void => {
    const at = counters + group.index * 8
    if (!emitInterval(group, isPartial, at)) {
      const made = groupOf(group)
      if (made !== undefined) {
        const among = (list: readonly number[]) =>
          isPartial || list.every((plane) => plane === ONE) ? [...list, everyone] : list
        emitter.count(among(made.yes), at)
        emitter.count(among(made.perhaps), at + 4)
      }
    }
    for (const item of group.items) truths.done(item)
  }
  /** Counts a group with an interval of codes of its own in one go, without a plane for the interval. */
  const emitInterval = (group: Group, isPartial: boolean, at: number): boolean => {
    const own = group.items.find((item) => truths.interval(item) !== undefined)
    const borders = own && truths.interval(own)
    if (borders === undefined || group.items.length > (isPartial ? 3 : 4)) return false
    const yes: number[] = isPartial ? [everyone] : []
    const perhaps: number[] = isPartial ? [everyone] : []
    for (const item of group.items) {
      if (item === own) continue
      const made = truths.truth(item)
      if (made.perhaps === ZERO) return true
      yes.push(made.yes)
      perhaps.push(made.perhaps)
    }
    const { high, low, open } = borders
    if (!emitter.isBetween(high, low, ZERO, yes) || !emitter.isBetween(high, low, open, perhaps)) return false
    emitter.countBetween(high, low, ZERO, yes, at)
    emitter.countBetween(high, low, open, perhaps, at + 4)
    return true
  }
  const whole = (group: Group): { yes: number; perhaps: number } => {
    const made = groupOf(group)
    const both = {
      yes: made === undefined ? ZERO : emitter.all([...made.yes, everyone]),
      perhaps: made === undefined ? ZERO : emitter.all([...made.perhaps, everyone]),
    }
    for (const item of group.items) truths.done(item)
    return both
  }
  const emitPairs = (): void => {
    pairs.forEach(({ before, after }, i) => {
      const [a, b] = [whole(before), whole(after)]
      const at = counters + groups.length * 8 + i * 16
      const [openA, openB] = [emitter.less(a.perhaps, a.yes), emitter.less(b.perhaps, b.yes)]
      emitter.countLess(b.yes, a.yes, at)
      emitter.countLess(a.yes, b.yes, at + 4)
      emitter.countLess(openA, openB, at + 8)
      emitter.countLess(openB, openA, at + 12)
      for (const plane of [a.yes, a.perhaps, b.yes, b.perhaps, openA, openB]) planes.drop(plane)
    })
  }
  const emitLooks = (): void => {
    for (const look of looks) {
      const made = look.groups.map(whole)
      const nums = look.nums.map(numbers.placed)
      then((tile) =>
        look.see({
          firstRow: tile * tileSize,
          people: Math.min(tileSize, shard.people - tile * tileSize),
          memory,
          shard,
          judge,
          yes: made.map(({ yes }) => yes),
          perhaps: made.map(({ perhaps }) => perhaps),
          numbers: nums,
        }),
      )
    }
  }

  const emit = (tile: number, isPartial: boolean): void => {
    steps = []
    planes.reset()
    emitter.reset(isPartial ? 1 : 0)
    numbers.reset()
    truths.reset(tile)
    emitGroups(isPartial)
    emitPairs()
    emitLooks()
    flush()
    states = bases.states(tile)
    written[isPartial ? 1 : 0] = { steps, states: states.slice() }
  }

  const run = (): ShardCounts => {
    const size = groups.length * 2 + pairs.length * 4
    memory.words().fill(0, counters / 4, counters / 4 + size)
    for (let tile = 0; tile < shard.tiles; tile++) {
      const people = Math.min(tileSize, shard.people - tile * tileSize)
      const isPartial = people < tileSize
      fillUpTo(memory, everyone, planeSize, people)
      states = bases.states(tile)
      const before = written[isPartial ? 1 : 0]
      if (before === undefined || !isSame(before.states, states)) emit(tile, isPartial)
      for (const step of written[isPartial ? 1 : 0]!.steps) step(tile)
    }
    const words = memory.words().slice(counters / 4, counters / 4 + size)
    return { groups: words.subarray(0, groups.length * 2), pairs: words.subarray(groups.length * 2) }
  }
  return { run, keepPlanes: bases.keep }
}

const isSame = (a: Int32Array, b: Int32Array): boolean => a.length === b.length && a.every((value, i) => value === b[i])

/** The first people of a plane. */
function fillUpTo(memory: Memory, plane: number, size: number, people: number): void {
  const bytes = memory.bytes()
  bytes.fill(0, plane, plane + size)
  bytes.fill(255, plane, plane + (people >> 3))
  if (people % 8 !== 0) bytes[plane + (people >> 3)] = (1 << (people % 8)) - 1
}

/** Conditions of a pool that look codes up, by column: those under "met" too. */
export function tablesBy(pool: Pool): (column: string) => readonly PerCode[] {
  const byColumn = new Map<string, Map<string, PerCode>>()
  for (const bool of pool.bools()) {
    if (bool.k !== 'table') continue
    const { per } = bool
    const of = byColumn.get(per.column) ?? new Map<string, PerCode>()
    of.set(per.key, per)
    byColumn.set(per.column, of)
  }
  const lists = new Map([...byColumn].map(([column, of]) => [column, [...of.values()]]))
  return (column) => lists.get(column) ?? []
}

function usesOf(pool: Pool, groups: readonly Group[], pairs: readonly Pair[], looks: readonly Look[]): (bool: Bool) => number {
  const uses = new Int32Array(pool.bools().length)
  const use = (bool: Bool): void => {
    uses[bool.id]!++
  }
  for (const bool of pool.bools()) {
    if (bool.k === 'and' || bool.k === 'or') bool.items.forEach(use)
    else if (bool.k === 'not' || bool.k === 'met') use(bool.a)
    else if (bool.k === 'if') for (const part of [bool.cond, bool.yes, bool.no]) use(part)
  }
  for (const num of pool.nums()) if (num.k === 'choose') use(num.cond)
  for (const group of groups) group.items.forEach(use)
  for (const { before, after } of pairs) for (const group of [before, after]) group.items.forEach(use)
  for (const look of looks) for (const group of look.groups) group.items.forEach(use)
  return (bool) => uses[bool.id]!
}
