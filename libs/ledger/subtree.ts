/** Proofs about part of a tree (subtrees of draft-ietf-plants-merkle-tree-certs): what mirrors and certificates of trees use. */
import { equal, type Hash } from './bytes.ts'
import { digest } from './digest.ts'
import { type Count, verifyInclusion } from './proof.ts'

/** Leaves `start` up to, not including, `end`, where a whole subtree of that size may begin. */
export interface Subtree {
  readonly start: Count
  readonly end: Count
  readonly root: Hash
}

export interface SubtreeInclusionClaim extends Subtree {
  readonly leafHash: Hash
  readonly index: Count
  readonly proof: readonly Hash[]
}

/** Is the leaf, by its index in the whole tree, in the subtree? Never throws: a malformed claim is false. */
export async function verifySubtreeInclusion(claim: SubtreeInclusionClaim): Promise<boolean> {
  const [start, end, index] = [claim.start, claim.end, claim.index].map(whole)
  if (start === undefined || end === undefined || index === undefined || !isValid(start, end) || index < start) return false
  return verifyInclusion({ ...claim, index: index - start, size: end - start })
}

export interface SubtreeConsistencyClaim extends Subtree {
  readonly size: Count
  readonly treeRoot: Hash
  readonly proof: readonly Hash[]
}

/**
 * Is the subtree part of the tree with that size and root? Never throws: a malformed claim is false. An empty subtree (start = end)
 * is part of every tree that reaches it: the proof is empty and its root is SHA-256 of nothing.
 */
export async function verifySubtreeConsistency({ root, treeRoot, proof, ...claim }: SubtreeConsistencyClaim): Promise<boolean> {
  const [start, end, size] = [claim.start, claim.end, claim.size].map(whole)
  if (start === undefined || end === undefined || size === undefined || !isValid(start, end) || end > size) return false
  if (start === end) return proof.length === 0 && equal(root, await digest())
  if ([root, treeRoot, ...proof].some(({ length }) => length !== 32)) return false
  let [first, last, edge] = [start, end - 1n, size - 1n]
  const up = () => {
    first >>= 1n
    last >>= 1n
    edge >>= 1n
  }
  while (first !== last && (last === edge || isOdd(last))) up()
  const path = first === last ? [root, ...proof] : proof
  const [seed, ...siblings] = path
  if (!seed) return false
  let [part, all] = [seed, seed]
  for (const sibling of siblings) {
    if (edge === 0n) return false
    if (isOdd(last) || last === edge) {
      if (first < last) part = await nodeHash(sibling, part)
      all = await nodeHash(sibling, all)
      while (!isOdd(last) && last !== 0n) up()
    } else {
      all = await nodeHash(all, sibling)
    }
    up()
  }
  return edge === 0n && equal(part, root) && equal(all, treeRoot)
}

const nodeHash = (left: Hash, right: Hash): Promise<Hash> => digest(Uint8Array.of(1), left, right)
const isOdd = (n: bigint): boolean => (n & 1n) === 1n

function whole(n: Count): bigint | undefined {
  if (typeof n === 'number' && !Number.isSafeInteger(n)) return undefined
  return BigInt(n) >= 0n ? BigInt(n) : undefined
}

/** The start is a multiple of the smallest power of two that holds the whole. */
function isValid(start: bigint, end: bigint): boolean {
  if (end < start) return false
  let width = 1n
  while (width < end - start) width *= 2n
  return start % width === 0n
}
