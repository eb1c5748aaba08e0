import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
/** Our advisory locks are one family of numbers; PostgreSQL knows them by nothing else. */
const NUMBER = /\b7_?231_?\d{3}\b/g

test('no two parts of the platform take the same advisory lock', () => {
  const holders = new Map<string, string[]>()
  for (const file of globSync(['kernel/**/*.ts', 'modules/**/*.ts', 'server/**/*.ts'], {
    cwd: root,
    exclude: ['**/node_modules/**', '**/*.test.ts'],
  }))
    for (const [number] of readFileSync(join(root, file), 'utf8').matchAll(NUMBER)) {
      const plain = number.replaceAll('_', '')
      holders.set(plain, [...(holders.get(plain) ?? []), file])
    }
  assert.ok(holders.size >= 3)
  assert.deepEqual(
    [...holders].filter(([, files]) => files.length > 1),
    [],
  )
})
