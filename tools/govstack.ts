/**
 * Runs GovStack's own suites against a running platform, through the adapter in `examples/govstack`. The suites lie beside the project
 * (`DPG_GOVSTACK`: a folder with their checkouts); nothing of them is kept here. `node tools/govstack.ts <address of the platform>`
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certify } from '@dpg/presentation'

const [, , platform = 'http://localhost:4000'] = process.argv
const FOLDER = process.env['DPG_GOVSTACK']
const ADAPTER = join(import.meta.dirname, '../examples/govstack/main.ts')
/** Applies for what bb-registration takes to be there. */
const LOAD = join(import.meta.dirname, '../examples/govstack/load.ts')
const DAY_MS = 86_400_000

interface Suite {
  readonly name: string
  readonly at: string
  readonly command: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
  /** A program that is run before it. */
  readonly after?: string
}
const CUCUMBER = { at: 'test/openAPI', command: ['npx', 'cucumber-js'], env: { CUCUMBER_PUBLISH_QUIET: 'true' } } as const

/** The ports stand in the suites. */
const SUITES: readonly Suite[] = [
  { name: 'bb-information-mediator', ...CUCUMBER },
  { name: 'bb-registration', ...CUCUMBER, after: LOAD },
  { name: 'bb-digital-registries', ...CUCUMBER },
  {
    name: 'bb-consent',
    at: 'test/gherkin',
    command: ['behave', '-f', 'progress'],
    // A bundle of authorities overrides the suite's own "do not verify".
    env: { CONSENTBB_API_HOST: 'localhost:8888', CONSENTBB_API_PATH: '/', REQUESTS_CA_BUNDLE: '', CURL_CA_BUNDLE: '' },
  },
]

/** `28 of 28`; undefined when the suite did not run. */
function run({ name, at, command: [program, ...args], env, after }: Suite): string | undefined {
  const cwd = join(FOLDER ?? '', name, at)
  if (!existsSync(cwd)) return undefined
  if (program === 'npx' && !existsSync(join(cwd, 'node_modules')))
    execFileSync('npm', ['install', '--no-package-lock', '--ignore-scripts'], { cwd, stdio: 'ignore' })
  if (after) execFileSync(process.execPath, [after], { stdio: 'inherit' })
  const { stdout } = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8' })
  const line = /^\d+ scenarios.*$/m.exec(stdout ?? '')?.[0]
  if (!line) return undefined
  const [passed, failed] = ['passed', 'failed'].map((word) => countIn(line, word))
  const commit = execFileSync('git', ['log', '-1', '--format=%h'], { cwd, encoding: 'utf8' }).trim()
  return `${name} ${commit}: ${passed} of ${passed! + failed!}`
}

/** `57 scenarios (45 failed, 12 passed)`, or `4 scenarios passed, 0 failed, 0 skipped`. */
const countIn = (line: string, word: string): number => Number(new RegExp(`(\\d+) (?:scenarios? )?${word}`).exec(line)?.[1] ?? 0)

async function startAdapter(folder: string): Promise<ChildProcess> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const now = Date.now()
  const by = { name: 'localhost', key: privateKey }
  const der = certify({ name: 'localhost', host: 'localhost', key: publicKey, by, from: now - DAY_MS, until: now + DAY_MS })
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  writeFileSync(key, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  writeFileSync(certificate, `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`)
  const env = { ...process.env, PLATFORM: platform, TLS_KEY: key, TLS_CERT: certificate }
  const child = spawn(process.execPath, [ADAPTER], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the adapter ended with ${code}`)))
    child.stdout!.on('data', (text) => String(text).includes('ready') && done())
  })
  return child
}

if (!FOLDER) {
  console.log('skipped: set DPG_GOVSTACK to a folder with the checkouts of GovStack’s building blocks')
} else {
  const folder = mkdtempSync(join(tmpdir(), 'govstack-'))
  const adapter = await startAdapter(folder)
  for (const suite of SUITES) console.log(run(suite) ?? `${suite.name}: did not run`)
  adapter.removeAllListeners('exit')
  adapter.kill('SIGTERM')
  rmSync(folder, { recursive: true })
}
