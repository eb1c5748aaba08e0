import assert from 'node:assert/strict'
import test from 'node:test'
import { emptyRoot, type Hash, leafHash, nodeHash, verifySubtreeConsistency, verifySubtreeInclusion } from './index.ts'

const MOST = 17
const leaves = Array.from({ length: MOST }, (_, i) => leafHash(Uint8Array.of(i)))

/** The definitions of the draft as they stand there, slow and plain. */
function root(some: readonly Hash[]): Hash {
  if (some.length === 0) return emptyRoot()
  if (some.length === 1) return some[0]!
  const k = split(some.length)
  return nodeHash(root(some.slice(0, k)), root(some.slice(k)))
}
function path(index: number, some: readonly Hash[]): Hash[] {
  if (some.length === 1) return []
  const k = split(some.length)
  return index < k
    ? [...path(index, some.slice(0, k)), root(some.slice(k))]
    : [...path(index - k, some.slice(k)), root(some.slice(0, k))]
}
function subproof(start: number, end: number, some: readonly Hash[], known: boolean): Hash[] {
  if (start === 0 && end === some.length) return known ? [] : [root(some)]
  const k = split(some.length)
  if (end <= k) return [...subproof(start, end, some.slice(0, k), known), root(some.slice(k))]
  if (k <= start) return [...subproof(start - k, end - k, some.slice(k), known), root(some.slice(0, k))]
  return [...subproof(0, end - k, some.slice(k), false), root(some.slice(0, k))]
}
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1))

function* subtrees(size: number): Generator<readonly [start: number, end: number]> {
  for (let start = 0; start < size; start++)
    for (let end = start + 1; end <= size; end++) if (start % 2 ** Math.ceil(Math.log2(end - start)) === 0) yield [start, end]
}

test('every subtree of every small tree is proven part of it, and of no other', async () => {
  for (let size = 1; size <= MOST; size++) {
    const all = leaves.slice(0, size)
    for (const [start, end] of subtrees(size)) {
      const proof = subproof(start, end, all, true)
      const claim = { start, end, size, root: root(all.slice(start, end)), treeRoot: root(all), proof }
      assert.ok(await verifySubtreeConsistency(claim), `${start}..${end} of ${size}`)
      const wrong = leafHash(Uint8Array.of(99))
      assert.ok(!(await verifySubtreeConsistency({ ...claim, root: wrong })))
      assert.ok(!(await verifySubtreeConsistency({ ...claim, treeRoot: wrong })))
      assert.ok(!(await verifySubtreeConsistency({ ...claim, proof: [...proof, wrong] })))
      if (proof.length > 0) assert.ok(!(await verifySubtreeConsistency({ ...claim, proof: proof.slice(1) })))
    }
  }
})

test('a leaf is proven in a subtree by its place in the whole tree', async () => {
  for (const [start, end] of subtrees(MOST)) {
    const part = leaves.slice(start, end)
    for (let index = start; index < end; index++) {
      const claim = { start, end, index, leafHash: leaves[index]!, root: root(part), proof: path(index - start, part) }
      assert.ok(await verifySubtreeInclusion(claim))
      assert.ok(!(await verifySubtreeInclusion({ ...claim, index: end })))
    }
  }
})

test('an empty subtree is part of every tree that reaches it, and what may not begin there is none', async () => {
  const treeRoot = root(leaves)
  const empty = { start: 4, end: 4, size: MOST, root: emptyRoot(), treeRoot, proof: [] }
  assert.ok(await verifySubtreeConsistency(empty))
  assert.ok(!(await verifySubtreeConsistency({ ...empty, start: 18, end: 18 })))
  assert.ok(!(await verifySubtreeConsistency({ ...empty, start: 1, end: 3, root: root(leaves.slice(1, 3)) })))
})
