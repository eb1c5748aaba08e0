import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

/** The first example of each README, and what it prints. */
const EXAMPLES = [
  { name: 'screening', readme: 'README.md', prints: /^ineligible\n2026-03-03\n$/ },
  { name: 'DMN', readme: 'dmn/README.md', prints: /^0\.1 \[ 'Order' \]\n.*'gap', \{ Order: '\(200\.\.10000\]' \}/ },
  { name: 'population', readme: 'population/README.md', prints: /eligible: 1600,[\s\S]*eligible: 1800,/ },
  { name: 'SQL', readme: 'sql/README.md', prints: /^1 eligible,2 ineligible,3 unknown\n$/ },
]

for (const { name, readme, prints } of EXAMPLES)
  test(`the example of ${name} runs as it is printed, in a folder of its own`, () => {
    const text = readFileSync(join(import.meta.dirname, readme), 'utf8')
    const example = /^```ts\n([\s\S]*?)^```$/m.exec(text)?.[1] ?? ''
    assert.ok(example.trimEnd().split('\n').length <= 24, 'it fits a screen')
    const folder = mkdtempSync(join(tmpdir(), 'rules-readme-'))
    try {
      symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'))
      writeFileSync(join(folder, 'example.ts'), example)
      const env = { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: '' }
      assert.match(execFileSync(process.execPath, ['example.ts'], { cwd: folder, encoding: 'utf8', env }), prints)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
