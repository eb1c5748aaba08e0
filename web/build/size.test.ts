import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { buildWeb } from './index.ts'
import { bundledBytes } from './size.ts'

const KB = 1024

test('the rules engine is at most 60 KB for a browser', async (t) => {
  const bytes = await bundledBytes("export { createEngine } from '@dpg/rules'")
  t.diagnostic(`${(bytes / KB).toFixed(1)} KB gzipped`)
  assert.ok(bytes > 20 * KB, 'all of it was measured')
  assert.ok(bytes <= 60 * KB, `${bytes} bytes`)
})

test('all that runs on the device of somebody who checks is at most 96 KB, and asks for no other file', async (t) => {
  const { folder, manifest } = await buildWeb()
  const read = (path: string) => readFile(join(folder, path), 'utf8')
  const named = (text: string, pattern: RegExp) => `assets/${pattern.exec(text)?.[0]}`
  const island = named(await read(manifest.assets.islands), /private-check\.island-[\w-]+\.js/)
  const text = await read(named(await read(island), /worker-[\w-]+\.js/))
  const bytes = gzipSync(text, { level: 9 }).byteLength
  t.diagnostic(`${(bytes / KB).toFixed(1)} KB gzipped`)
  assert.ok(bytes <= 96 * KB, `${bytes} bytes`)
  assert.doesNotMatch(text, /\bimport\s*\(|\beval\s*\(|new Function\(|\bfrom\s*["']\.?\//)
})
