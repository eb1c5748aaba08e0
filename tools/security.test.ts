import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const ROOT = join(import.meta.dirname, '..')
const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')

test('every border of docs/security.md names the tests that guard it, and they are there', () => {
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| border') && !line.startsWith('| ---'))
  assert.ok(rows.length > 15)
  for (const row of rows) {
    const named = [
      ...row
        .split('|')
        .at(-2)!
        .matchAll(/`([^`]+)`/g),
    ].map(([, path]) => path!)
    assert.ok(named.length > 0, row)
    for (const path of named) assert.ok(existsSync(join(ROOT, path)), `${path} is not there`)
  }
})
