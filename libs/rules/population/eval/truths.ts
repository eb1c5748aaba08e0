/** Conditions of a tile as planes: who surely meets them (yes), who may (perhaps: not no), and, where none occurs, who is unknown. */
import type { Bool, PerCode } from '../plan/nodes.ts'
import type { Bases } from './bases.ts'
import { type CodeInterval, createCoded } from './coded.ts'
import { createComparisons } from './comparisons.ts'
import type { Demand, Leaf } from './demand.ts'
import type { Emitter } from './emit.ts'
import type { LoadedShard } from './loaded.ts'
import { type Memory, ONE, type Planes, ZERO } from './memory.ts'
import type { Numbers } from './numbers.ts'
import type { Step } from './vector.ts'
import type { Tables } from './tables.ts'

/** `unknown` is undefined where nobody has none: then it is perhaps without yes. */
export interface Truth {
  readonly yes: number
  readonly perhaps: number
  readonly unknown: number | undefined
}

export interface TruthsOptions {
  readonly memory: Memory
  readonly shard: LoadedShard
  readonly tables: Tables
  readonly planes: Planes
  readonly emitter: Emitter
  readonly bases: Bases
  readonly tileSize: number
  readonly then: (step: Step) => void
  readonly numbers: Numbers
  /** What the bases are in the tile at hand. */
  readonly states: () => Int32Array
  /** Judges one person by the closure back end. */
  readonly judge: (bool: Leaf, row: number) => unknown
  /** Conditions over the same coded column together. */
  readonly tablesOf: (column: string) => readonly PerCode[]
  /** How many nodes there are. */
  readonly nodes: number
  /** Comparisons that may be asked for. */
  readonly leaves: readonly Leaf[]
  /** For whom a comparison matters. */
  readonly demand: Demand
  /** How often a node is asked for: after the last time its planes are free. */
  readonly uses: (bool: Bool) => number
}

const CERTAIN: Truth = { yes: ONE, perhaps: ONE, unknown: undefined }
const NEVER: Truth = { yes: ZERO, perhaps: ZERO, unknown: undefined }

export function createTruths(options: TruthsOptions) {
  const { memory, shard, planes, emitter, tileSize, then, numbers } = options
  const planeSize = tileSize / 8
  const fixed = new Map<number, number>()
  const coded = createCoded(options)
  const comparisons = createComparisons({ ...options, among: (leaf) => among(leaf) })
  const nodes = options.nodes
  let known: (Truth | undefined)[] = new Array<Truth | undefined>(nodes)
  let left = new Int32Array(nodes)

  /** The truth of a node. Call `done` with the node when it has been used. */
  const truth = (bool: Bool): Truth => {
    const before = known[bool.id]
    if (before !== undefined) return before
    const made = make(bool)
    known[bool.id] = made
    left[bool.id] = options.uses(bool)
    return made
  }
  const drop = ({ yes, perhaps, unknown }: Truth): void => {
    planes.drop(yes)
    planes.drop(perhaps)
    if (unknown !== undefined) planes.drop(unknown)
  }
  const done = (bool: Bool): void => {
    const made = known[bool.id]
    if (--left[bool.id]! > 0 || made === undefined) return
    drop(made)
    known[bool.id] = undefined
  }
  /** Planes of a node kept by another: both hold them. */
  const kept = (made: Truth): Truth => {
    for (const plane of [made.yes, made.perhaps, made.unknown]) if (plane !== undefined) planes.hold(plane)
    return made
  }
  const openOf = ({ yes, perhaps, unknown }: Truth): number => {
    if (unknown === undefined) return emitter.less(perhaps, yes)
    planes.hold(unknown)
    return unknown
  }

  /** A plane of those for whom a comparison matters. Each of these conditions is asked for again by the group it stands in. */
  function among(leaf: Leaf): number {
    const lists = options.demand(leaf)
    if (lists === undefined) return ONE
    const parts = lists.map((list) => emitter.all(list.map((bool) => truth(bool).perhaps)))
    const all = emitter.any(parts)
    parts.forEach(planes.drop)
    return all
  }

  function make(bool: Bool): Truth {
    switch (bool.k) {
      case 'const':
        if (bool.value === undefined) return { yes: ZERO, perhaps: ONE, unknown: undefined }
        return bool.value === null ? { yes: ZERO, perhaps: ONE, unknown: ZERO } : bool.value ? CERTAIN : NEVER
      case 'bits':
        return bits(bool.id, bool.column)
      case 'person':
        return bits(bool.id, bool.derived.key)
      case 'table':
        return coded.table(bool.per, false)
      case 'met':
        return met(bool.a)
      case 'and':
      case 'or':
        return join(bool.k, bool.items)
      case 'not':
        return not(bool.a)
      case 'if':
        return conditional(bool)
      case 'compare':
        return comparisons.compare(bool)
      case 'within':
        return comparisons.within(bool)
      case 'isNone': {
        const { none, unknown } = numbers.vector(bool.x)
        planes.hold(none)
        return { yes: none, perhaps: emitter.any([none, unknown]), unknown: undefined }
      }
    }
  }

  /** Planes of a column of bits, copied to a place that stays the same from tile to tile. */
  function bits(id: number, name: string): Truth {
    const column = shard.columns.get(name)
    if (column === undefined) return { yes: ZERO, perhaps: ONE, unknown: undefined }
    if (column.kind !== 'bits') throw new TypeError(`${name} is no column of bits in this shard`)
    const copied = (from: number | undefined, place: number): number => {
      if (from === undefined) return ZERO
      const key = id * 3 + place
      const to = fixed.get(key) ?? memory.take(planeSize)
      fixed.set(key, to)
      then((tile) => {
        const at = from + tile * planeSize
        memory.bytes().copyWithin(to, at, at + planeSize)
      })
      return to
    }
    const [yes, unknown, none] = [copied(column.yes, 0), copied(column.unknown, 1), copied(column.none, 2)]
    return { yes, perhaps: emitter.any([yes, unknown, none]), unknown: none === ZERO ? undefined : unknown }
  }

  /** The borders of a condition that only one group asks for, where one interval of codes meets it; undefined for any other. */
  const interval = (bool: Bool): CodeInterval | undefined =>
    bool.k === 'met' && bool.a.k === 'table' && options.uses(bool) === 1 ? coded.interval(bool.a.per) : undefined

  function met(a: Bool): Truth {
    if (a.k === 'table') return coded.table(a.per, true)
    const inner = truth(a)
    let made: Truth
    if (inner.unknown === undefined) made = kept(inner)
    else {
      planes.hold(inner.yes)
      made = { yes: inner.yes, perhaps: emitter.any([inner.yes, inner.unknown]), unknown: undefined }
    }
    done(a)
    return made
  }

  function join(k: 'and' | 'or', items: readonly Bool[]): Truth {
    const parts = items.map(truth)
    const fold = k === 'and' ? emitter.all : emitter.any
    const yes = fold(parts.map((part) => part.yes))
    const perhaps = fold(parts.map((part) => part.perhaps))
    let unknown: number | undefined
    if (parts.some((part) => part.unknown !== undefined)) {
      const open = parts.map(openOf)
      const any = emitter.any(open)
      unknown = k === 'and' ? emitter.all([any, perhaps]) : emitter.less(any, yes)
      open.forEach(planes.drop)
      planes.drop(any)
    }
    items.forEach(done)
    return { yes, perhaps, unknown }
  }

  function not(a: Bool): Truth {
    const inner = truth(a)
    if (inner.unknown !== undefined) planes.hold(inner.unknown)
    const made: Truth = { yes: emitter.not(inner.perhaps), perhaps: emitter.not(inner.yes), unknown: inner.unknown }
    done(a)
    return made
  }

  function conditional({ cond, yes, no }: Extract<Bool, { k: 'if' }>): Truth {
    const [c, a, b] = [truth(cond), truth(yes), truth(no)]
    const temporary: number[] = []
    const own = (plane: number): number => {
      temporary.push(plane)
      return plane
    }
    const { all, any, less } = emitter
    const open = own(openOf(c))
    const settled = own(any([c.yes, open]))
    const pick = (x: number, y: number): number => own(any([own(all([c.yes, x])), own(less(y, settled))]))
    const both = own(all([open, a.yes, b.yes]))
    const yesPlane = any([pick(a.yes, b.yes), both])
    const either = own(all([open, own(any([a.perhaps, b.perhaps]))]))
    const perhaps = any([pick(a.perhaps, b.perhaps), either])
    let unknown: number | undefined
    if (a.unknown !== undefined || b.unknown !== undefined) {
      const [aOpen, bOpen] = [own(openOf(a)), own(openOf(b))]
      const noneOf = ({ yes: surely, perhaps: maybe }: Truth, unsure: number): number =>
        own(less(own(less(maybe, surely)), unsure))
      const bothNone = own(all([noneOf(a, aOpen), noneOf(b, bOpen)]))
      const torn = own(less(own(less(either, both)), bothNone))
      unknown = any([pick(aOpen, bOpen), torn])
    }
    temporary.forEach(planes.drop)
    for (const part of [cond, yes, no]) done(part)
    return { yes: yesPlane, perhaps, unknown }
  }

  return {
    truth,
    codesIn: coded.codesIn,
    interval,
    done,
    openOf,
    reset: (tile: number) => {
      coded.reset(tile)
      comparisons.reset()
      known = new Array<Truth | undefined>(nodes)
      left = new Int32Array(nodes)
    },
  }
}

export type Truths = ReturnType<typeof createTruths>
