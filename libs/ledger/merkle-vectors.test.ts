/**
 * The vectors of transparency-dev/merkle, read from a checkout beside the project (`DPG_MERKLE_VECTORS`: its testdata folder);
 * without one this says that it was skipped. What they try is tried on our own trees in subtree.test.ts and tree.test.ts as well.
 */
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import {
  fromBase64,
  type Hash,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './index.ts'

const FOLDER = process.env['DPG_MERKLE_VECTORS'] ?? ''
const skip = FOLDER && existsSync(FOLDER) ? false : 'set DPG_MERKLE_VECTORS to the testdata folder of transparency-dev/merkle'

/** Integers as bigint: some are above what JSON numbers hold. */
function read(file: string) {
  const text = readFileSync(join(FOLDER, file), 'utf8')
  const { proof, wantErr, ...rest } = JSON.parse(text.replace(/: (\d+)(?=[,\n])/g, ': "$1"'))
  const count = (key: string) => BigInt(rest[key])
  const hash = (key: string): Hash => fromBase64(rest[key] ?? '')
  return { count, hash, proof: (proof ?? []).map((one: string): Hash => fromBase64(one)), wantErr: wantErr === true }
}

/** Two vectors give the text "root" for a root and want it believed: here a root has 32 bytes, whatever the sizes. */
const NO_HASH = 'sizes-are-equal-one-and-proof-is-empty.json'

const KINDS = {
  inclusion: ({ count, hash, proof }: ReturnType<typeof read>) =>
    verifyInclusion({ leafHash: hash('leafHash'), index: count('leafIdx'), size: count('treeSize'), proof, root: hash('root') }),
  consistency: ({ count, hash, proof }: ReturnType<typeof read>) =>
    verifyConsistency({
      firstSize: count('size1'),
      secondSize: count('size2'),
      firstRoot: hash('root1'),
      secondRoot: hash('root2'),
      proof,
    }),
  subtreeinclusion: ({ count, hash, proof }: ReturnType<typeof read>) =>
    verifySubtreeInclusion({
      index: count('leafIdx'),
      start: count('start'),
      end: count('end'),
      leafHash: hash('leafHash'),
      proof,
      root: hash('root'),
    }),
  subtreeconsistency: ({ count, hash, proof }: ReturnType<typeof read>) =>
    verifySubtreeConsistency({
      start: count('start'),
      end: count('end'),
      size: count('size'),
      root: hash('root1'),
      treeRoot: hash('root2'),
      proof,
    }),
}

for (const [kind, verify] of Object.entries(KINDS))
  test(`the ${kind} vectors of transparency-dev/merkle come out as published`, { skip }, async (t) => {
    const files = globSync(`${kind}/**/*.json`, { cwd: FOLDER }).sort()
    assert.ok(files.length > 50)
    const others: string[] = []
    for (const file of files) {
      const vector = read(file)
      if ((await verify(vector)) === vector.wantErr) others.push(file)
    }
    t.diagnostic(`${files.length - others.length} of ${files.length}`)
    assert.deepEqual(
      others.filter((file) => !file.endsWith(NO_HASH)),
      [],
    )
  })
