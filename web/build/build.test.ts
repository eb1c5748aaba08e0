import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { withLock } from './lock.ts'
import { fallbackTokens, stylesText, tokensFor } from './tokens.ts'
import { buildWeb } from './index.ts'

test('what has not changed is not built again', async () => {
  await buildWeb()
  const again = await buildWeb()
  assert.equal(again.built, false)
})

test('several starting at once share one build', async () => {
  const [one, two, three] = await Promise.all([buildWeb({ force: true }), buildWeb(), buildWeb()])
  assert.equal(two.manifest.hash, one.manifest.hash)
  assert.equal(three.manifest.hash, one.manifest.hash)
})

test('each portal is a module with pages, and its assets exist', async () => {
  const { folder, manifest } = await buildWeb()
  for (const name of ['resident', 'officer', 'developer']) {
    const portal = await import(join(folder, manifest.server[name]!))
    assert.equal(typeof portal.pages, 'function', name)
  }
  for (const address of Object.values(manifest.assets)) assert.ok((await readFile(join(folder, address))).length > 0, address)
})

test('the style sheet is complete without the KRDS package', () => {
  const tokens = tokensFor(stylesText(), fallbackTokens())
  assert.doesNotMatch(tokens, /undefined/)
  assert.match(tokens, /--krds-high-contrast-color-text-basic:#/)
})

test('a token that nobody declares stops the build', () => {
  assert.throws(() => tokensFor('a{color:var(--krds-none)}', ':root{--krds-other:1}'), /--krds-none/)
})

test('a lock whose holder died does not stop the next build, a live one makes it wait', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'web-lock-'))
  const path = join(folder, 'lock')
  await mkdir(path)
  await writeFile(join(path, 'pid'), '2147483646')
  const order: string[] = []
  const first = withLock(path, async () => {
    order.push('first in')
    await new Promise((resolve) => setImmediate(resolve))
    order.push('first out')
  })
  await Promise.all([first, withLock(path, async () => order.push('second'))])
  assert.ok(order.indexOf('first out') - order.indexOf('first in') === 1, order.join())
  await rm(folder, { recursive: true })
})
