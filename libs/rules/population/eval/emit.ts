/** Instructions over planes, written down for later: what is constant vanishes, and so does an operand that stands there twice. */
import { OP, WORDS } from '../wasm/planes.ts'
import { type Memory, ONE, type Planes, ZERO } from './memory.ts'

export interface Emitter {
  /** These give a plane that the caller holds and must drop; operands stay the caller's. */
  readonly all: (planes: readonly number[]) => number
  readonly any: (planes: readonly number[]) => number
  readonly not: (plane: number) => number
  /** a and not b */
  readonly less: (a: number, b: number) => number
  /** Adds the number of people in all of these planes to a counter. */
  readonly count: (planes: readonly number[], counter: number) => void
  readonly countLess: (a: number, b: number, counter: number) => void
  /** Can `countBetween` do it, or do constants make it another form? */
  readonly isBetween: (high: number, low: number, open: number, rest: readonly number[]) => boolean
  /** Counts those in `high` but not in `low`, or in `open`, who are in all of the rest. */
  readonly countBetween: (high: number, low: number, open: number, rest: readonly number[], counter: number) => void
  /** Ends a stretch; gives a function that runs it, or undefined when it is empty. */
  readonly stretch: () => (() => void) | undefined
  /** Begins anew: what was written down before for this slot may be written over. */
  readonly reset: (slot: number) => void
}

const START = 1 << 8

export function createEmitter(memory: Memory, planes: Planes, planeBytes: number): Emitter {
  let code = new Uint32Array(START * WORDS)
  let size = 0
  const slots: { at: number; bytes: number }[][] = [[], []]
  let rooms = slots[0]!
  let stretches = 0

  const roomFor = (bytes: number) => {
    const known = rooms[stretches]
    const room = known !== undefined && known.bytes >= bytes ? known : { at: memory.take(bytes * 2), bytes: bytes * 2 }
    rooms[stretches++] = room
    return room
  }

  const put = (op: number, to: number, operands: readonly number[]): void => {
    if ((size + 2) * WORDS > code.length) {
      const larger = new Uint32Array(code.length * 2)
      larger.set(code)
      code = larger
    }
    const at = size * WORDS
    code[at] = op
    code[at + 1] = to
    for (let i = 0; i < operands.length; i++) code[at + 2 + i] = operands[i]!
    size++
  }
  const make = (op: number, operands: readonly number[]): number => {
    const to = planes.take()
    put(op, to, operands)
    return to
  }
  const same = (plane: number): number => {
    planes.hold(plane)
    return plane
  }

  /** Operands that matter: `gone` vanish, one `settling` settles it (undefined). */
  const matter = (list: readonly number[], gone: number, settling: number): readonly number[] | undefined => {
    const kept: number[] = []
    for (const plane of list) {
      if (plane === settling) return undefined
      if (plane !== gone && !kept.includes(plane)) kept.push(plane)
    }
    return kept
  }

  const fold = (list: readonly number[], ops: readonly number[]): number => {
    let [result, ...rest] = list as [number, ...number[]]
    let isOwn = false
    while (rest.length > 0) {
      const taken = rest.slice(0, ops.length)
      const next = make(ops[taken.length - 1]!, [result, ...taken])
      if (isOwn) planes.drop(result)
      result = next
      isOwn = true
      rest = rest.slice(ops.length)
    }
    return isOwn ? result : same(result)
  }

  const all = (list: readonly number[]): number => {
    const kept = matter(list, ONE, ZERO)
    return kept === undefined ? ZERO : kept.length === 0 ? ONE : fold(kept, ANDS)
  }
  const any = (list: readonly number[]): number => {
    const kept = matter(list, ZERO, ONE)
    return kept === undefined ? ONE : kept.length === 0 ? ZERO : fold(kept, ORS)
  }

  return {
    all,
    any,
    not: (plane) => (plane === ZERO ? ONE : plane === ONE ? ZERO : make(OP.NOT, [plane])),
    less: (a, b) => {
      if (a === ZERO || b === ONE || a === b) return ZERO
      if (b === ZERO) return same(a)
      return make(a === ONE ? OP.NOT : OP.ANDNOT, a === ONE ? [b] : [a, b])
    },
    count: (list, counter) => {
      const kept = matter(list, ONE, ZERO)
      if (kept === undefined) return
      if (kept.length === 0) throw new RangeError('everybody is counted by a plane of everybody')
      if (kept.length <= 4) return put(OP.COUNT1 + kept.length - 1, counter, kept)
      const first = fold(kept.slice(0, -3), ANDS)
      put(OP.COUNT4, counter, [first, ...kept.slice(-3)])
      planes.drop(first)
    },
    countLess: (a, b, counter) => {
      if (a === ZERO || b === ONE || a === b) return
      if (a === ONE) throw new RangeError('everybody is counted by a plane of everybody')
      if (b === ZERO) put(OP.COUNT1, counter, [a])
      else put(OP.COUNT_ANDNOT, counter, [a, b])
    },
    isBetween: (high, low, open, rest) => {
      const kept = matter(rest, ONE, ZERO)
      if (kept === undefined) return true
      const isPlain = high !== ONE && high !== ZERO && low !== ZERO && low !== ONE && open !== ONE
      return isPlain && kept.length >= 1 && kept.length <= 3
    },
    countBetween: (high, low, open, rest, counter) => {
      const kept = matter(rest, ONE, ZERO)
      if (kept === undefined) return
      if (open === ZERO) put(OP.COUNT_BETWEEN2 + kept.length - 1, counter, [high, low, ...kept])
      else put(OP.COUNT_MAYBE2 + kept.length - 1, counter, [high, low, open, ...kept])
    },
    stretch: () => {
      if (size === 0) return undefined
      put(OP.END, 0, [])
      const words = code.subarray(0, size * WORDS)
      size = 0
      const { at } = roomFor(words.byteLength)
      memory.words().set(words, at / 4)
      return () => memory.kernels.exec(at, planeBytes)
    },
    reset: (slot) => {
      rooms = slots[slot]!
      stretches = 0
      size = 0
    },
  }
}

const ANDS = [OP.AND, OP.AND3, OP.AND4]
const ORS = [OP.OR, OP.OR3, OP.OR4]
