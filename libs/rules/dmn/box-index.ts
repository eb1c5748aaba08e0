/**
 * Boxes (one a rule: from..to in every column) in a tree, so that the rules a point lies in are found without looking at all of them:
 * each node keeps the box around its rules, and is split where its halves overlap least.
 */
import type { Span } from './axis.ts'

export interface BoxIndex {
  /** Rules whose box holds the point, in order; a coordinate that is undefined is not looked at. */
  readonly find: (point: readonly (number | undefined)[]) => readonly number[]
}

const LEAF = 8
const SAMPLE = 64

/** `boxes[i]` belongs to rule `rules[i]` (a rule may have several); each has one span a dimension. */
export function createBoxIndex(rules: readonly number[], boxes: readonly (readonly Span[])[], dimensions: number): BoxIndex {
  const width = 2 * dimensions
  const all = new Int32Array(boxes.length * width)
  boxes.forEach((box, i) => {
    box.forEach(({ from, to }, d) => {
      all[i * width + 2 * d] = from
      all[i * width + 2 * d + 1] = to
    })
  })
  const order = Int32Array.from(boxes, (_, i) => i)
  const nodes: Node[] = []
  const root = boxes.length === 0 ? -1 : build({ all, order, nodes, dimensions }, 0, boxes.length)

  return {
    find: (point) => {
      const found: number[] = []
      const todo = root < 0 ? [] : [root]
      for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
        const node = nodes[at]!
        if (!holds(node.bounds, 0, point)) continue
        if (node.left >= 0) {
          todo.push(node.left, node.right)
          continue
        }
        for (let i = node.from; i < node.to; i++) {
          const box = order[i]!
          if (holds(all, box * width, point)) found.push(rules[box]!)
        }
      }
      const sorted = found.sort((a, b) => a - b)
      return sorted.filter((rule, i) => rule !== sorted[i - 1])
    },
  }
}

interface Node {
  readonly bounds: Int32Array
  readonly from: number
  readonly to: number
  /** -1: a leaf. */
  left: number
  right: number
}

interface Building {
  readonly all: Int32Array
  readonly order: Int32Array
  readonly nodes: Node[]
  readonly dimensions: number
}

function holds(bounds: Int32Array, offset: number, point: readonly (number | undefined)[]): boolean {
  for (let d = 0; d < point.length; d++) {
    const at = point[d]
    if (at !== undefined && (at < bounds[offset + 2 * d]! || at > bounds[offset + 2 * d + 1]!)) return false
  }
  return true
}

function build(tree: Building, from: number, to: number): number {
  const { order, nodes } = tree
  const node: Node = { bounds: around(tree, from, to), from, to, left: -1, right: -1 }
  const id = nodes.push(node) - 1
  if (to - from <= LEAF) return id
  const dimension = bestDimension(tree, from, to)
  if (dimension === undefined) return id
  const centre = centreOf(tree, dimension)
  order.subarray(from, to).sort((a, b) => centre(a) - centre(b))
  const middle = (from + to) >> 1
  node.left = build(tree, from, middle)
  node.right = build(tree, middle, to)
  return id
}

const centreOf = ({ all, dimensions }: Building, d: number) => {
  const width = 2 * dimensions
  return (box: number): number => all[box * width + 2 * d]! + all[box * width + 2 * d + 1]!
}

function around({ all, order, dimensions }: Building, from: number, to: number): Int32Array {
  const width = 2 * dimensions
  const bounds = new Int32Array(width)
  for (let d = 0; d < dimensions; d++) {
    let low = Number.MAX_SAFE_INTEGER
    let high = Number.MIN_SAFE_INTEGER
    for (let i = from; i < to; i++) {
      const at = order[i]! * width + 2 * d
      low = Math.min(low, all[at]!)
      high = Math.max(high, all[at + 1]!)
    }
    bounds[2 * d] = low
    bounds[2 * d + 1] = high
  }
  return bounds
}

/** Where halves (of a sample) overlap least; undefined where all boxes lie alike. */
function bestDimension(tree: Building, from: number, to: number): number | undefined {
  const step = Math.max(1, Math.floor((to - from) / SAMPLE))
  const sample: number[] = []
  for (let i = from; i < to; i += step) sample.push(tree.order[i]!)
  let best: number | undefined
  let least = Number.POSITIVE_INFINITY
  for (let d = 0; d < tree.dimensions; d++) {
    const overlap = overlapOf(tree, sample, d)
    if (overlap < least) {
      least = overlap
      best = d
    }
  }
  return best ?? differing(tree, from, to)
}

/** A sample may look alike where the rest does not. */
function differing(tree: Building, from: number, to: number): number | undefined {
  for (let d = 0; d < tree.dimensions; d++) {
    const centre = centreOf(tree, d)
    const first = centre(tree.order[from]!)
    for (let i = from + 1; i < to; i++) if (centre(tree.order[i]!) !== first) return d
  }
  return undefined
}

function overlapOf(tree: Building, sample: number[], d: number): number {
  const { all, dimensions } = tree
  const width = 2 * dimensions
  const centre = centreOf(tree, d)
  const sorted = sample.toSorted((a, b) => centre(a) - centre(b))
  if (centre(sorted[0]!) === centre(sorted.at(-1)!)) return Number.POSITIVE_INFINITY
  const middle = sorted.length >> 1
  const highest = Math.max(...sorted.slice(0, middle).map((box) => all[box * width + 2 * d + 1]!))
  const lowest = Math.min(...sorted.slice(middle).map((box) => all[box * width + 2 * d]!))
  const places = sorted.map((box) => box * width + 2 * d)
  const extent = Math.max(...places.map((at) => all[at + 1]!)) - Math.min(...places.map((at) => all[at]!)) + 1
  return Math.max(0, highest - lowest + 1) / extent
}
