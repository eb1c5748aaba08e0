/**
 * `npm test`: everything, in the order in which a failure is cheapest to find. `npm test -- unit` (or journeys, systems,
 * faults) runs one part; further words are test files.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { globSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeb } from '@dpg/web-build'

const ROOT = join(import.meta.dirname, '..')

/** Parts that drive browsers or pull plugs run one file at a time: two cores are few. */
const PARTS = {
  unit: { files: '{kernel,libs,modules,gateway,server,web,tools,bench}/**/*.test.ts', concurrency: 2 },
  faults: { files: 'tests/faults/**/*.test.ts', concurrency: 1 },
  systems: { files: 'tests/systems/*.test.ts', concurrency: 2 },
  journeys: { files: 'tests/journeys/**/*.test.ts', concurrency: 1 },
} as const
type Part = keyof typeof PARTS

const isPart = (word: string): word is Part => word in PARTS
/** Names this run: what its tests make once and share is of this run alone. */
const run = randomBytes(6).toString('hex')
const words = process.argv.slice(2)
const parts = words.filter(isPart)
const named = words.filter((word) => !isPart(word))
await buildWeb()
const runs =
  named.length > 0
    ? [{ name: 'named', files: named, concurrency: 1 }]
    : (parts.length > 0 ? parts : (Object.keys(PARTS) as Part[])).map(runOf)
const failed: string[] = []
for (const turn of turnsOf(runs)) {
  const passed = await Promise.all(turn.map(runTests))
  failed.push(...turn.filter((_, at) => !passed[at]).map(({ name }) => name))
}
rmSync(join(tmpdir(), `dpg-template-${run}`), { recursive: true, force: true })
if (failed.length > 0) {
  console.error(`\nfailed: ${failed.join(', ')}`)
  process.exit(1)
}

interface Run {
  readonly name: string
  readonly files: readonly string[]
  readonly concurrency: number
}

function runOf(part: Part): Run {
  const { files, concurrency } = PARTS[part]
  const exclude = ['**/node_modules/**', '**/fixtures/**', '**/dist/**']
  return { name: part, files: globSync(files, { cwd: ROOT, exclude }).sort(), concurrency }
}

/** One after the other; but who pulls plugs mostly waits, and may do so beside the browsers. */
function turnsOf(all: readonly Run[]): readonly (readonly Run[])[] {
  const isBeside = ({ name }: Run) => name === 'faults' || name === 'journeys'
  const beside = all.filter(isBeside)
  return [...all.filter((one) => !isBeside(one)).map((one) => [one]), ...(beside.length > 0 ? [beside] : [])]
}

async function runTests({ name, files, concurrency }: Run): Promise<boolean> {
  if (files.length === 0) return true
  console.log(`\n== ${name}: ${files.length} files`)
  const started = performance.now()
  const options = ['--test', `--test-concurrency=${concurrency}`, `--test-global-setup=${join(ROOT, 'tools/test-database.ts')}`]
  const child = spawn(process.execPath, [...options, '--test-reporter=dot', ...files], {
    cwd: ROOT,
    stdio: 'inherit',
    // Every file is a process that reads hundreds of others: what one has compiled the next reads back.
    env: { ...process.env, DPG_TEST_RUN: run, NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'dpg') },
  })
  const status = await new Promise((done) => child.once('exit', done))
  console.log(`\n== ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${Math.round((performance.now() - started) / 1000)} s`)
  return status === 0
}
