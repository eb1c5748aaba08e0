import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import {
  append,
  consistencyProof,
  createMemoryStore,
  emptyRoot,
  fromHex,
  type Hash,
  inclusionProof,
  leafHash,
  nodeHash,
  readTile,
  rootAt,
  tilePath,
  tilesOf,
  toHex,
  verifyConsistency,
  verifyInclusion,
} from './index.ts'
import { CONSISTENCY, INCLUSION, LEAVES, ROOTS } from './vectors.ts'

/** A log grown in the given batches. */
async function grow(batches: readonly (readonly Hash[])[]) {
  const store = createMemoryStore()
  let [size, root] = [0, emptyRoot()]
  for (const leaves of batches) {
    const next = await append(store, size, leaves)
    store.write(next.nodes)
    size = next.size
    root = next.root
  }
  return { store, size, root }
}

const leaves = (count: number) => Array.from({ length: count }, (_, i) => leafHash(Uint8Array.of(i % 256, Math.floor(i / 256))))

/** The definition of RFC 9162 §2.1.1, word by word. */
function definedRoot(hashes: readonly Hash[]): Hash {
  if (hashes.length === 0) return emptyRoot()
  if (hashes.length === 1) return hashes[0]!
  let k = 1
  while (k * 2 < hashes.length) k *= 2
  return nodeHash(definedRoot(hashes.slice(0, k)), definedRoot(hashes.slice(k)))
}

const sizes = fc.integer({ min: 1, max: 300 })

test('the roots of the reference tree are the published ones', async () => {
  const { store } = await grow(LEAVES.map((leaf) => [leafHash(fromHex(leaf))]))
  for (const [size, root] of ROOTS.entries()) assert.equal(toHex(await rootAt(store, size)), root, `size ${size}`)
})

test('the inclusion proofs of the reference tree are the published ones', async () => {
  const { store } = await grow([LEAVES.map((leaf) => leafHash(fromHex(leaf)))])
  for (const { index, size, proof } of INCLUSION) {
    assert.deepEqual((await inclusionProof(store, index, size)).map(toHex), proof)
    const claim = {
      leafHash: leafHash(fromHex(LEAVES[index]!)),
      index,
      size,
      proof: proof.map(fromHex),
      root: fromHex(ROOTS[size]!),
    }
    assert.ok(await verifyInclusion(claim))
  }
})

test('the consistency proofs of the reference tree are the published ones', async () => {
  const { store } = await grow([LEAVES.map((leaf) => leafHash(fromHex(leaf)))])
  for (const { first, second, proof } of CONSISTENCY) {
    assert.deepEqual((await consistencyProof(store, first, second)).map(toHex), proof)
    const roots = { firstRoot: fromHex(ROOTS[first]!), secondRoot: fromHex(ROOTS[second]!) }
    assert.ok(await verifyConsistency({ firstSize: first, secondSize: second, ...roots, proof: proof.map(fromHex) }))
  }
})

test('however the leaves arrive, the root is the one the RFC defines, now and for every earlier size', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 }), async (batches) => {
      const all = leaves(batches.reduce((sum, n) => sum + n, 0))
      const starts = batches.map((_, i) => batches.slice(0, i).reduce((sum, n) => sum + n, 0))
      const { store, root } = await grow(batches.map((n, i) => all.slice(starts[i]!, starts[i]! + n)))
      assert.deepEqual(root, definedRoot(all))
      const earlier = Math.floor(all.length / 2)
      assert.deepEqual(await rootAt(store, earlier), definedRoot(all.slice(0, earlier)))
      assert.ok(store.count < 2 * all.length + 1)
    }),
    { numRuns: 50 },
  )
})

test('every leaf of every size can be proven, and not at another place, in another tree, or by a changed proof', async () => {
  const { store } = await grow([leaves(300)])
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, some, other) => {
      const index = some % size
      const proof = await inclusionProof(store, index, size)
      const claim = { leafHash: leaves(300)[index]!, index, size, proof, root: await rootAt(store, size) }
      assert.ok(proof.length <= Math.ceil(Math.log2(size)))
      assert.ok(await verifyInclusion(claim))
      if (other % size !== index) assert.equal(await verifyInclusion({ ...claim, index: other % size }), false)
      assert.equal(await verifyInclusion({ ...claim, leafHash: leafHash(Uint8Array.of(9, 9, 9)) }), false)
      assert.equal(await verifyInclusion({ ...claim, root: leafHash(Uint8Array.of(9)) }), false)
      assert.equal(await verifyInclusion({ ...claim, proof: [...proof, claim.root] }), false)
      if (proof.length > 0) assert.equal(await verifyInclusion({ ...claim, proof: proof.slice(1) }), false)
    }),
    { numRuns: 60 },
  )
})

test('any two sizes can be proven consistent, and a rewritten history cannot', async () => {
  const honest = await grow([leaves(300)])
  await fc.assert(
    fc.asyncProperty(sizes, sizes, fc.nat(), async (a, b, some) => {
      const [first, second] = a < b ? [a, b] : [b, a]
      const claim = {
        firstSize: first,
        secondSize: second,
        firstRoot: await rootAt(honest.store, first),
        secondRoot: await rootAt(honest.store, second),
        proof: await consistencyProof(honest.store, first, second),
      }
      assert.ok(await verifyConsistency(claim))
      const forged = leaves(second)
      forged[some % first] = leafHash(Uint8Array.of(7, 7, 7))
      const rewritten = await grow([forged])
      const proof = await consistencyProof(rewritten.store, first, second)
      assert.equal(await verifyConsistency({ ...claim, secondRoot: rewritten.root, proof }), false)
    }),
    { numRuns: 60 },
  )
})

test('the empty tree is continued by every tree, and only with its own root and no proof', async () => {
  const { root } = await grow([leaves(5)])
  const claim = { firstSize: 0, secondSize: 5, firstRoot: emptyRoot(), secondRoot: root, proof: [] }
  assert.ok(await verifyConsistency(claim))
  assert.equal(await verifyConsistency({ ...claim, firstRoot: root }), false)
  assert.equal(await verifyConsistency({ ...claim, proof: [root] }), false)
})

test('malformed claims are false, not errors', async () => {
  const root = emptyRoot()
  const claim = { leafHash: root, index: 0, size: 1, proof: [], root }
  for (const wrong of [
    { index: -1 },
    { index: 1 },
    { index: 0.5 },
    { size: 0 },
    { size: 2 ** 60 },
    { root: new Uint8Array(31) },
  ]) {
    assert.equal(await verifyInclusion({ ...claim, ...wrong }), false)
  }
  assert.ok(await verifyInclusion({ ...claim, index: 0n, size: 1n }))
})

test('a leaf that is not there and a size not reached are refused', async () => {
  const { store } = await grow([leaves(5)])
  await assert.rejects(inclusionProof(store, 5, 5), RangeError)
  await assert.rejects(consistencyProof(store, 5, 4), RangeError)
  await assert.rejects(rootAt(store, 6), RangeError)
})

test('a damaged store is noticed when a node would change', () => {
  const store = createMemoryStore()
  store.write([{ level: 0, index: 0, hash: emptyRoot() }])
  assert.throws(() => store.write([{ level: 0, index: 0, hash: nodeHash(emptyRoot(), emptyRoot()) }]), /must not change/)
})

test('tiles hold the hashes of the tree under the paths that mirrors ask for (C2SP tlog-tiles)', async () => {
  const { store } = await grow([leaves(300)])
  const tiles = tilesOf(300)
  assert.deepEqual(tiles.map(tilePath), ['tile/0/000', 'tile/0/001.p/44', 'tile/1/000.p/1'])
  assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067')
  const [full, , top] = await Promise.all(tiles.map((tile) => readTile(store, tile)))
  assert.equal(full!.length, 256 * 32)
  assert.deepEqual(top, await rootAt(store, 256))
})
