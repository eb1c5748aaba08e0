import { equal, type Hash } from './bytes.ts'
import { digest } from './digest.ts'

/** A size or an index: a whole number of at least 0. Numbers must be safe integers; above 2^53 use bigint. */
export type Count = number | bigint

export interface InclusionClaim {
  readonly leafHash: Hash
  readonly index: Count
  readonly size: Count
  readonly proof: readonly Hash[]
  readonly root: Hash
}

/** Is the leaf the index-th of the tree with that size and root (RFC 9162 §2.1.3.2)? Never throws: a malformed claim is false. */
export async function verifyInclusion({ leafHash, index, size, proof, root }: InclusionClaim): Promise<boolean> {
  let fn = count(index)
  let sn = count(size) - 1n
  if (fn < 0n || sn < fn || !wellFormed([leafHash, root, ...proof])) return false
  let hash = leafHash
  for (const sibling of proof) {
    if (sn === 0n) return false
    if (isOdd(fn) || fn === sn) {
      hash = await nodeHash(sibling, hash)
      while (!isOdd(fn) && fn !== 0n) {
        fn >>= 1n
        sn >>= 1n
      }
    } else {
      hash = await nodeHash(hash, sibling)
    }
    fn >>= 1n
    sn >>= 1n
  }
  return sn === 0n && equal(hash, root)
}

export interface ConsistencyClaim {
  readonly firstSize: Count
  readonly secondSize: Count
  readonly firstRoot: Hash
  readonly secondRoot: Hash
  readonly proof: readonly Hash[]
}

/**
 * Does the second tree continue the first without changing it (RFC 9162 §2.1.4.2)? Never throws: a malformed claim is false.
 * The empty tree, which the RFC leaves out, is continued by every tree: the proof is empty and its root is SHA-256 of nothing.
 */
export async function verifyConsistency(claim: ConsistencyClaim): Promise<boolean> {
  const { firstSize, secondSize, firstRoot, secondRoot, proof } = claim
  const first = count(firstSize)
  const second = count(secondSize)
  if (first < 0n || second < first || !wellFormed([firstRoot, secondRoot, ...proof])) return false
  if (first === 0n && !equal(firstRoot, await digest())) return false
  if (first === second) return proof.length === 0 && equal(firstRoot, secondRoot)
  if (first === 0n || proof.length === 0) return first === 0n && proof.length === 0
  const path = (first & (first - 1n)) === 0n ? [firstRoot, ...proof] : proof
  let fn = first - 1n
  let sn = second - 1n
  while (isOdd(fn)) {
    fn >>= 1n
    sn >>= 1n
  }
  let [old, now] = [path[0]!, path[0]!]
  for (const sibling of path.slice(1)) {
    if (sn === 0n) return false
    if (isOdd(fn) || fn === sn) {
      old = await nodeHash(sibling, old)
      now = await nodeHash(sibling, now)
      while (!isOdd(fn) && fn !== 0n) {
        fn >>= 1n
        sn >>= 1n
      }
    } else {
      now = await nodeHash(now, sibling)
    }
    fn >>= 1n
    sn >>= 1n
  }
  return sn === 0n && equal(old, firstRoot) && equal(now, secondRoot)
}

const nodeHash = (left: Hash, right: Hash): Promise<Hash> => digest(Uint8Array.of(1), left, right)

const isOdd = (n: bigint): boolean => (n & 1n) === 1n

const count = (n: Count): bigint => (typeof n === 'bigint' ? n : Number.isSafeInteger(n) ? BigInt(n) : -1n)

const wellFormed = (hashes: readonly Hash[]): boolean => hashes.every((hash) => hash.length === 32)
