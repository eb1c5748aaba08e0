/** The memory that kernels work on: given out from the bottom, taken back to a mark; planes of a tile from a list of free ones. */
import { type Lanes, lanesOver } from '../wasm/lane-code.ts'
import { type Kernel, type KernelName, kernelsOver } from '../wasm/kernels.ts'

const PAGE = 65_536
const ALIGN = 64
/** Two planes that never change stand for false and true; addresses below 64 are no planes. */
export const ZERO = 0
export const ONE = 1

export interface Memory {
  readonly kernels: Readonly<Record<KernelName, Kernel>>
  /** A function that works out planes and columns of numbers. */
  readonly lanes: Lanes
  readonly bytes: () => Uint8Array<ArrayBuffer>
  readonly halves: () => Uint16Array<ArrayBuffer>
  readonly words: () => Uint32Array<ArrayBuffer>
  readonly numbers: () => Float64Array<ArrayBuffer>
  /** So many bytes, cleared from the one numbered `from` on; they move never, but views of the memory may have to be made anew. */
  readonly take: (bytes: number, from?: number) => number
  readonly mark: () => number
  /** Gives back everything taken since the mark. */
  readonly back: (mark: number) => void
}

export function createMemory(): Memory {
  const memory = new WebAssembly.Memory({ initial: 16 })
  let top = ALIGN
  let views = viewsOf(memory)
  const current = () => {
    if (views.bytes.buffer !== memory.buffer) views = viewsOf(memory)
    return views
  }
  return {
    kernels: kernelsOver(memory),
    lanes: lanesOver(memory),
    bytes: () => current().bytes,
    halves: () => current().halves,
    words: () => current().words,
    numbers: () => current().numbers,
    take: (size, from = 0) => {
      const at = top
      top += Math.ceil(size / ALIGN) * ALIGN
      const missing = Math.ceil((top - memory.buffer.byteLength) / PAGE)
      if (missing > 0) memory.grow(missing)
      current().bytes.fill(0, at + from, top)
      return at
    },
    mark: () => top,
    back: (mark) => {
      top = mark
    },
  }
}

function viewsOf({ buffer }: WebAssembly.Memory) {
  return {
    bytes: new Uint8Array(buffer),
    halves: new Uint16Array(buffer),
    words: new Uint32Array(buffer),
    numbers: new Float64Array(buffer),
  }
}

export interface Planes {
  /** A plane of a tile; it counts one holder. */
  readonly take: () => number
  readonly hold: (plane: number) => void
  /** The last holder's letting go frees it. Constants and planes from elsewhere are left alone. */
  readonly drop: (plane: number) => void
  readonly reset: () => void
}

export function createPlanes(memory: Memory, size: number): Planes {
  const all: number[] = []
  const free: number[] = []
  const holders = new Map<number, number>()
  return {
    take: () => {
      let plane = free.pop()
      if (plane === undefined) {
        plane = memory.take(size)
        all.push(plane)
      }
      holders.set(plane, 1)
      return plane
    },
    hold: (plane) => {
      const count = holders.get(plane)
      if (count !== undefined) holders.set(plane, count + 1)
    },
    drop: (plane) => {
      const count = holders.get(plane)
      if (count === undefined) return
      if (count > 1) holders.set(plane, count - 1)
      else {
        holders.delete(plane)
        free.push(plane)
      }
    },
    reset: () => {
      holders.clear()
      free.length = 0
      free.push(...all)
    },
  }
}
