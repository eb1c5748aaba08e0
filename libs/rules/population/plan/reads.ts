/** What an expression comes down to once derived facts are written out: columns, lists, parameters, the day. */
import { type Node, partsOf } from '../../compiler/ir.ts'
import type { Program } from '../../screening/program.ts'

export interface Reads {
  /** Facts that are stored, by id: leaves, and derived facts that the population gives. */
  readonly facts: ReadonlySet<string>
  readonly params: ReadonlySet<number>
  readonly today: boolean
  /** It reads a list or a context that somebody has, not only the law's. */
  readonly lists: boolean
}

const NOTHING: Reads = { facts: new Set(), params: new Set(), today: false, lists: false }

/** `given`: derived facts that are columns of their own, so that their derivation is not looked at. */
export function createReads({ words }: Program, given: ReadonlySet<string>) {
  const known = new Map<number, Reads>()

  const join = (all: readonly Reads[]): Reads => {
    const told = all.filter((one) => one !== NOTHING)
    if (told.length === 0) return NOTHING
    if (told.length === 1) return told[0]!
    return {
      facts: new Set(told.flatMap(({ facts }) => [...facts])),
      params: new Set(told.flatMap(({ params }) => [...params])),
      today: told.some(({ today }) => today),
      lists: told.some(({ lists }) => lists),
    }
  }

  const ofFact = (index: number): Reads => {
    const { decl, derive } = words.facts[index]!
    if (derive !== undefined && !given.has(decl.id)) return reads(derive)
    return { ...NOTHING, facts: new Set([decl.id]), lists: decl.type === 'list' || decl.type === 'context' }
  }

  const alone = (node: Node): Reads => {
    if (node.k === 'fact') return ofFact(node.index)
    if (node.k === 'param') return { ...NOTHING, params: new Set([node.index]) }
    if (node.k === 'today') return { ...NOTHING, today: true }
    if (node.k === 'var') return node.source === undefined ? NOTHING : reads(node.source)
    if (node.k === 'let') return reads(node.def)
    const parts = join(partsOf(node).map(reads))
    return node.k === 'call' && node.fn.readsToday ? { ...parts, today: true } : parts
  }

  function reads(node: Node): Reads {
    const before = known.get(node.id)
    if (before !== undefined) return before
    const made = alone(node)
    known.set(node.id, made)
    return made
  }

  /** The derivation of a fact that has no column; undefined for any other node. */
  const derivation = (node: Node): Node | undefined =>
    node.k === 'fact' && !given.has(node.ref) ? words.facts[node.index]!.derive : undefined

  return { reads, derivation }
}

export type ReadsOf = ReturnType<typeof createReads>
