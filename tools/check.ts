/** `npm run check`: types, lint and format, borders, definitions, texts, documents. Runs all of them and tells all that is wrong. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const bin = (name: string) => join(ROOT, 'node_modules', '.bin', name)

interface Check {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
}

const CHECKS: readonly Check[] = [
  { name: 'types', command: bin('tsc'), args: ['-p', '.'] },
  { name: 'lint and format', command: bin('biome'), args: ['check', '--error-on-warnings', '.'] },
  { name: 'borders', command: process.execPath, args: ['--test', '--test-reporter=dot', 'tools/architecture.test.ts'] },
  { name: 'definitions', command: process.execPath, args: ['server/cli.ts', 'definitions', 'check'] },
  { name: 'texts', command: process.execPath, args: ['--test', '--test-reporter=dot', 'tools/texts.test.ts'] },
  { name: 'documents', command: process.execPath, args: ['--test', '--test-reporter=dot', 'tools/documents.test.ts'] },
]

const wanted = process.argv.slice(2)
const failed = CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name)).filter((check) => {
  const started = performance.now()
  const { status } = spawnSync(check.command, check.args, { cwd: ROOT, stdio: 'inherit' })
  console.log(`${status === 0 ? 'ok    ' : 'BROKEN'} ${check.name} (${Math.round(performance.now() - started)} ms)`)
  return status !== 0
})
if (failed.length > 0) process.exit(1)
