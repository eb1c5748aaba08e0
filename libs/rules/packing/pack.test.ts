import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pack } from './pack.ts'

/** The first example of each README, and what it prints. */
const EXAMPLES = {
  screening: { readme: 'README.md', prints: /^ineligible\n2026-03-03\n$/ },
  FEEL: { readme: 'feel/README.md', prints: /^12500\nundefined\n\[ 'Monthly Salary', 'bonus', 'g' \]\ntrue\n.*nobody/ },
  DMN: { readme: 'dmn/README.md', prints: /^0\.1 \[ 'Order' \]\n.*'gap', \{ Order: '\(200\.\.10000\]' \}/ },
  population: { readme: 'population/README.md', prints: /eligible: 1600,[\s\S]*eligible: 1800,/ },
  SQL: { readme: 'sql/README.md', prints: /^1 eligible,2 ineligible,3 unknown\n$/ },
}
/** What the SQL example itself takes, and the types of a project on Node. */
const STRANGERS = ['@duckdb/node-api', '@types/node']
const CONFIG = {
  module: 'nodenext',
  target: 'esnext',
  lib: ['esnext'],
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
}

const folder = mkdtempSync(join(tmpdir(), 'rules-stranger-'))
const WORKSPACE = join(import.meta.dirname, '../../../node_modules')
const PACKED = join(folder, 'node_modules/@dpg/rules')
const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: '' } } as const
const run = async (...args: string[]) => (await promisify(execFile)(process.execPath, args, options)).stdout
const read = (path: string) => readFileSync(path, 'utf8')

/** The tarball in a folder that holds nothing else but what its own package.json asks for. */
before(() => {
  pack(join(folder, 'packed'))
  execFileSync('npm', ['pack', './packed', '--silent', '--offline'], { ...options, shell: process.platform === 'win32' })
  mkdirSync(PACKED, { recursive: true })
  execFileSync('tar', ['-xzf', globSync('*.tgz', { cwd: folder })[0] ?? '', '--strip-components=1', '-C', PACKED], options)
  rmSync(join(folder, 'packed'), { recursive: true })
  const { dependencies } = JSON.parse(read(join(PACKED, 'package.json')))
  for (const name of [...Object.keys(dependencies), ...STRANGERS]) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
    symlinkSync(join(WORKSPACE, name), join(folder, 'node_modules', name), 'junction')
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [name, { readme }] of Object.entries(EXAMPLES)) {
    const example = /^```ts\n([\s\S]*?)^```$/m.exec(read(join(PACKED, readme)))?.[1] ?? ''
    assert.ok(example.trimEnd().split('\n').length <= 24, 'it fits a screen')
    writeFileSync(join(folder, `${name}.ts`), example)
  }
})
after(() => rmSync(folder, { recursive: true, force: true }))

for (const [name, { prints }] of Object.entries(EXAMPLES))
  test(`the example of ${name} runs as it is printed, where somebody installed the package`, async () => {
    assert.match(await run(`${name}.ts`), prints)
  })

test('threads and worker processes of the population are found in the package', async () => {
  const rules = `{ facts: [{ id: 'age', type: 'number', askable: true }], parameters: [],
    services: [{ id: 'old', basis: 'law', unit: 'person', criteria: [{ id: 'age', test: 'age >= 65' }] }] }`
  writeFileSync(
    join(folder, 'workers.ts'),
    `import { makePopulation, openPopulation, prepareSweep, sweepResult, sweepWith } from '@dpg/rules/population'
    const today = ${rules} as const
    const asOf = '2026-11-25'
    const people = Array.from({ length: 100 }, (_, i) => ({ id: 'p' + i, facts: { age: i } }))
    await makePopulation({ folder: 'few', declarations: today, asOf }, people)
    const population = openPopulation('few', 1)
    console.log((await population.compare({ today, asOf })).services[0]?.before.eligible)
    await population.close()
    await prepareSweep('sweep', { population: 'few', today, asOf })
    await sweepWith('sweep', 1)
    console.log((await sweepResult('sweep')).comparison.services[0]?.before.eligible)`,
  )
  assert.equal(await run('workers.ts'), '35\n35\n')
})

test('the declarations type-check the examples', async () => {
  const files = Object.keys(EXAMPLES).map((name) => `${name}.ts`)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: CONFIG, files }))
  const compiler = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc')
  assert.equal(await run(compiler, '-p', '.').catch(({ stdout }) => stdout), '')
})

test('the package may be published, serves no TypeScript, and the core imports nothing of Node', () => {
  const { private: isPrivate, version, license, exports, dependencies } = JSON.parse(read(join(PACKED, 'package.json')))
  assert.deepEqual([isPrivate, license], [undefined, 'Apache-2.0'])
  assert.match(version, /^\d+\.\d+\.\d+$/)
  assert.notEqual(version, '0.0.0')
  const files = globSync('**/*', { cwd: PACKED }).filter((file) => /\.\w+$/.test(file))
  assert.deepEqual(
    files.filter((file) => !/(\.js|\.d\.ts|README\.md|package\.json)$/.test(file)),
    [],
  )
  const imported = (file: string) =>
    Array.from(read(join(PACKED, file)).matchAll(/^(?:im|ex)port .*?from '([^.'][^']*)'/gms), ([, from]) => from!)
  const imports = files.filter((file) => file.endsWith('.js')).map((file) => ({ file, from: imported(file) }))
  const names = new Set(imports.flatMap(({ from }) => from).filter((name) => !name.startsWith('node:')))
  assert.deepEqual([...names].sort(), Object.keys(dependencies).sort(), 'each dependency is used, and nothing else')
  const withNode = imports
    .filter(({ from }) => from.some((name) => name.startsWith('node:')))
    .map(({ file }) => file.split('/')[0])
  assert.deepEqual([...new Set(withNode)], ['population'])
  for (const { default: code } of Object.values<{ default: string }>(exports)) assert.ok(files.includes(code.slice(2)), code)
})
