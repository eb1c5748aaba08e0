import assert from 'node:assert/strict'
import test from 'node:test'
import { rolldown } from 'rolldown'
import { verifyInclusion } from './verify.ts'
import { LEAVES, ROOTS } from './vectors.ts'
import { fromHex, leafHash } from './index.ts'

const LIMIT = 7 * 1024

test('what a page loads to verify is under 7 KB', async () => {
  const build = await rolldown({ input: new URL('verify.ts', import.meta.url).pathname, logLevel: 'silent' })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  const entry = output.find((part) => part.type === 'chunk' && part.isEntry)
  assert.ok(entry?.type === 'chunk')
  assert.ok(entry.code.length < LIMIT, `${entry.code.length} bytes`)
  assert.deepEqual(entry.imports, [], 'nothing else is loaded at once')
})

test('a page without the platform’s SHA-256 (no secure context) verifies with the library’s', async (t) => {
  const real = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true })
  t.after(() => Object.defineProperty(globalThis, 'crypto', real))
  const [first, second] = LEAVES.map((leaf) => leafHash(fromHex(leaf)))
  assert.ok(await verifyInclusion({ leafHash: first!, index: 0, size: 2, proof: [second!], root: fromHex(ROOTS[2]!) }))
  assert.equal(await verifyInclusion({ leafHash: first!, index: 1, size: 2, proof: [second!], root: fromHex(ROOTS[2]!) }), false)
})
