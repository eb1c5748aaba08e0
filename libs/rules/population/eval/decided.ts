/**
 * Comparisons of one number with this and that share its arithmetic: all of them are worked out in one loop when the first of them is
 * asked for, over everybody for whom any of them matters.
 */
import type { Bool, Num } from '../plan/nodes.ts'
import { allOf, type Mask, NOBODY, type Output } from '../wasm/lanes.ts'
import { type Leaf, leafFinder } from './demand.ts'
import type { Emitter } from './emit.ts'
import { type Memory, ONE, type Planes, ZERO } from './memory.ts'
import { maskOf } from './numbers.ts'
import type { Step } from './vector.ts'

/** Who meets it, whose numbers are so near to where it turns that they may not, and who of these is not exact. */
export interface Sketch {
  readonly mask: Mask
  readonly near: Mask
  readonly inexact: Mask
}

/** Planes that the taker holds: who meets it, who is near and not exact, and for whom it matters; of the others nothing is said. */
export interface Decided {
  readonly raw: number
  readonly close: number
  readonly asked: number
  /** Is anybody of the tile near? Hardly ever, and then nobody need be looked for. */
  readonly isAnyNear: () => boolean
}

interface Options {
  readonly memory: Memory
  readonly planes: Planes
  readonly emitter: Emitter
  readonly tileSize: number
  readonly then: (step: Step) => void
  /** All that may be asked for. */
  readonly leaves: readonly Leaf[]
  readonly among: (leaf: Leaf) => number
  readonly sketch: (leaf: Leaf) => Sketch
}

export function createDecided({ memory, planes, emitter, tileSize, then, leaves, among, sketch }: Options) {
  const shared = sharing(leaves)
  const waiting = new Map<number, Decided>()
  const begun = new Set<number>()

  function decide(leaf: Leaf): Decided {
    const asked = among(leaf)
    begun.add(leaf.id)
    if (asked === ZERO) return { raw: ZERO, close: ZERO, asked, isAnyNear: () => false }
    const others = (shared.get(leaf) ?? []).filter(({ id }) => !begun.has(id))
    const list = [leaf, ...others].map((one) => ({ one, asked: one === leaf ? asked : among(one) }))
    const outputs: Output[] = []
    const seconds: ReturnType<Memory['lanes']>[] = []
    let [isAny, isAlways] = [false, false]
    const isAnyNear = (): boolean => isAny || isAlways
    const output = (mask: Mask, isWatched: boolean): number => {
      if (mask.k === 'none') return ZERO
      if (mask.k === 'all') {
        isAlways ||= isWatched
        return ONE
      }
      const to = planes.take()
      outputs.push({ k: 'plane', mask, to, isWatched })
      return to
    }
    const all = list.flatMap(({ one, asked }): (Decided & { one: Leaf })[] => {
      if (asked === ZERO) return []
      begun.add(one.id)
      const { mask, near, inexact } = sketch(one)
      const unsure = inexact.k === 'none' || near.k === 'none' ? NOBODY : allOf([maskOf(asked), near])
      const [raw, close] = [output(mask, false), output(unsure, true)]
      // Few are near: who is exact is asked only where anybody is.
      if (close !== ZERO && inexact.k !== 'all')
        seconds.push(memory.lanes([{ k: 'plane', mask: allOf([maskOf(close), inexact]), to: close }], close))
      return [{ one, raw, close, asked, isAnyNear }]
    })
    const gate = emitter.any(all.map((made) => made.asked))
    if (outputs.length > 0) {
      const first = memory.lanes(outputs, gate === ONE ? undefined : gate)
      then((tile) => {
        isAny = first(tile, tileSize)
        if (isAny) for (const second of seconds) second(tile, tileSize)
      })
    }
    planes.drop(gate)
    for (const { one, ...made } of all) if (one !== leaf) waiting.set(one.id, made)
    return all[0]!
  }

  return {
    /** What a comparison comes to; the taker drops the planes. */
    take: (leaf: Leaf): Decided => {
      const made = waiting.get(leaf.id) ?? decide(leaf)
      waiting.delete(leaf.id)
      return made
    },
    reset: () => {
      waiting.clear()
      begun.clear()
    },
  }
}

/** Comparisons of the same number by each of them. What it is compared with must not rest on comparisons itself. */
function sharing(leaves: readonly Leaf[]): ReadonlyMap<Bool, readonly Leaf[]> {
  const inside = leafFinder()
  const numberOf = (leaf: Leaf): Num | undefined => {
    if (leaf.k === 'within') return leaf.x
    const [number, other] = sizeOf(leaf.a) >= sizeOf(leaf.b) ? [leaf.a, leaf.b] : [leaf.b, leaf.a]
    return inside.num(other).size === 0 ? number : undefined
  }
  const groups = Map.groupBy(leaves, (leaf) => numberOf(leaf)?.id)
  groups.delete(undefined)
  return new Map([...groups.values()].filter(({ length }) => length > 1).flatMap((list) => list.map((leaf) => [leaf, list])))
}

/** About how much arithmetic a number takes. */
function sizeOf(num: Num): number {
  switch (num.k) {
    case 'arith':
      return 1 + Math.max(sizeOf(num.a), sizeOf(num.b))
    case 'choose':
      return 1 + Math.max(sizeOf(num.yes), sizeOf(num.no))
    case 'extreme':
      return 1 + Math.max(...num.items.map(sizeOf))
    case 'round':
      return 1 + sizeOf(num.x)
    default:
      return num.k === 'scalar' ? 0 : 1
  }
}
