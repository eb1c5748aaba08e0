import type { Hash } from './bytes.ts'
import { emptyRoot, nodeHash } from './hash.ts'
import type { HashReader, Node, Place } from './store.ts'

export interface Appended {
  /** The size of the tree with the new leaves. */
  readonly size: number
  readonly root: Hash
  /** What must be stored, with the leaves, in one transaction: 2 hashes a leaf on average. */
  readonly nodes: readonly Node[]
}

/**
 * Adds leaves to a tree of `size` leaves. Reads at most log2(size) hashes in one call and writes nothing itself. Only one writer
 * at a time may append to a tree: two that start from the same size would fork it.
 */
export async function append(store: HashReader, size: number, leaves: readonly Hash[]): Promise<Appended> {
  const places = peaks(0, size)
  const hashes = await store.read(places)
  const frontier: Node[] = places.map((place, i) => ({ ...place, hash: hashes[i]! }))
  const nodes: Node[] = []
  for (const [i, hash] of leaves.entries()) {
    let node: Node = { level: 0, index: size + i, hash }
    nodes.push(node)
    while (frontier.at(-1)?.level === node.level) {
      const left = frontier.pop()!
      node = { level: node.level + 1, index: Math.floor(node.index / 2), hash: nodeHash(left.hash, node.hash) }
      nodes.push(node)
    }
    frontier.push(node)
  }
  return { size: size + leaves.length, root: fold(frontier.map((node) => node.hash)), nodes }
}

/** The root of the tree as it was at `size` (RFC 9162 §2.1.1); any size up to the present one. */
export async function rootAt(store: HashReader, size: number): Promise<Hash> {
  return fold(await store.read(peaks(0, checkedCount(size))))
}

/**
 * The hashes that prove leaf `index` to be in the tree of `size` (RFC 9162 §2.1.3.1), from the leaf up. One read.
 * Throws RangeError when there is no such leaf.
 */
export async function inclusionProof(store: HashReader, index: number, size: number): Promise<readonly Hash[]> {
  checkedCount(size)
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`)
  return readRanges(store, siblings(index, index + 1, size))
}

/**
 * The hashes that prove the tree of `secondSize` to continue the tree of `firstSize` (RFC 9162 §2.1.4.1). One read. Empty when
 * the sizes are equal or the first is 0. Throws RangeError when the first is the larger.
 */
export async function consistencyProof(store: HashReader, firstSize: number, secondSize: number): Promise<readonly Hash[]> {
  if (checkedCount(firstSize) > checkedCount(secondSize)) throw new RangeError(`${firstSize} is after ${secondSize}`)
  if (firstSize === 0 || firstSize === secondSize) return []
  return readRanges(store, subproof(firstSize, 0, secondSize, true))
}

/** Leaves from `from` up to, not including, `to`. */
type Range = readonly [from: number, to: number]

function siblings(from: number, to: number, size: number): Range[] {
  const ranges: Range[] = []
  let [low, high] = [0, size]
  while (high - low > to - from) {
    const middle = low + split(high - low)
    if (from < middle) {
      ranges.push([middle, high])
      high = middle
    } else {
      ranges.push([low, middle])
      low = middle
    }
  }
  return ranges.reverse()
}

function subproof(first: number, from: number, to: number, whole: boolean): Range[] {
  if (first === to - from) return whole ? [] : [[from, to]]
  const k = split(to - from)
  return first <= k
    ? [...subproof(first, from, from + k, whole), [from + k, to]]
    : [...subproof(first - k, from + k, to, false), [from, from + k]]
}

/** The largest power of two below n (n > 1). */
function split(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

async function readRanges(store: HashReader, ranges: readonly Range[]): Promise<Hash[]> {
  const places = ranges.map(([from, to]) => peaks(from, to))
  const hashes = await store.read(places.flat())
  let at = 0
  return places.map((some) => {
    const part = hashes.slice(at, at + some.length)
    at += some.length
    return fold(part)
  })
}

/** The whole subtrees that make up leaves `from..to`, from the left, `from` being where a subtree of that size may begin. */
function peaks(from: number, to: number): Place[] {
  const places: Place[] = []
  let at = from
  while (at < to) {
    let level = 0
    let width = 1
    while (at + width * 2 <= to && at % (width * 2) === 0) {
      width *= 2
      level += 1
    }
    places.push({ level, index: at / width })
    at += width
  }
  return places
}

const fold = (hashes: readonly Hash[]): Hash =>
  hashes.length === 0 ? emptyRoot() : hashes.reduceRight((right, left) => nodeHash(left, right))

function checkedCount(n: number): number {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`not a size: ${n}`)
  return n
}
