import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { COUNTING } from './code-version.ts'

/** What a source needs of this folder, and what that needs. */
function reached(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found
  found.add(name)
  const source = readFileSync(new URL(name, import.meta.url), 'utf8')
  for (const [, next] of source.matchAll(/ from '\.\/([^']+\.ts)'/g)) if (!name.includes('/')) reached(next!, found)
  return found
}

test('every source that a result is worked out with is in the hash that names the code', () => {
  const needed = [...reached('compare.ts')].filter((name) => name !== 'contract.ts')
  assert.ok(needed.includes('figures.ts') && needed.length > 4, needed.join())
  assert.deepEqual(
    needed.filter((name) => !COUNTING.some((one) => name === one || (one.endsWith('/') && name.startsWith(one)))),
    [],
  )
})
