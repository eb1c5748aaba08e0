/**
 * `npm run systems -- <id> …`: runs the acceptance tests of the plan's systems (none named: all), fails on an id without a
 * test. `npm run systems -- --write` writes docs/systems.md from the tests' first lines.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeb } from '@dpg/web-build'
import { readSystems, renderSystems } from './systems-table.ts'

const ROOT = join(import.meta.dirname, '..')
const systems = readSystems(join(ROOT, 'tests/systems'))
const words = process.argv.slice(2)

if (words.includes('--write')) {
  writeFileSync(join(ROOT, 'docs/systems.md'), renderSystems(systems))
  process.exit(0)
}

const unknown = words.filter((id) => !systems.some((system) => system.id === id))
if (unknown.length > 0) {
  console.error(`시험이 없는 시스템 / no test for: ${unknown.join(', ')} (tests/systems/<id>.test.ts)`)
  process.exit(1)
}
if (readFileSync(join(ROOT, 'docs/systems.md'), 'utf8') !== renderSystems(systems)) {
  console.error('docs/systems.md is out of date: npm run systems -- --write')
  process.exit(1)
}
await buildWeb()
const files = systems.filter(({ id }) => words.length === 0 || words.includes(id)).map(({ file }) => file)
const options = ['--test', '--test-concurrency=1', `--test-global-setup=${join(ROOT, 'tools/test-database.ts')}`]
const run = randomBytes(6).toString('hex')
const env = { ...process.env, DPG_TEST_RUN: run }
const { status } = spawnSync(process.execPath, [...options, ...files], { cwd: ROOT, stdio: 'inherit', env })
rmSync(join(tmpdir(), `dpg-template-${run}`), { recursive: true, force: true })
process.exit(status ?? 1)
