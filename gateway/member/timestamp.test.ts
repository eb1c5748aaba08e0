import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes, X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { imprintOf, readTimeStamp, timeStampRequest } from './timestamp.ts'
import { newTsa, type TsaChange } from './testing-tsa.ts'

const bytes = Buffer.from('KR/GOV/1/journal\n7\nroot\n')
const tsa = newTsa()
const trusted = [new X509Certificate(tsa.trust)]
const nonce = 0x1122334455667788n
const answer = (change?: TsaChange, by = tsa) => by.answer(timeStampRequest(bytes, nonce), change)

test('the answer of an authority whose certificate leads to a trusted one says when the bytes were there, and who vouches for it', () => {
  const at = Date.now() - 5_000
  assert.deepEqual(readTimeStamp(answer({ at }), bytes, trusted, nonce), { at: at - (at % 1000), by: 'CN=Test TSA' })
})

test('each of these proves nothing: of other bytes, of another request, refused, of a stranger, of a certificate that had ended or is for something else or is not named, changed', () => {
  const changed = answer()
  changed[changed.length - 5]! ^= 1
  const tries: readonly (readonly [string, Buffer, (readonly X509Certificate[])?])[] = [
    ['something else', answer({ imprint: imprintOf(randomBytes(5)) })],
    ['another request', answer({ nonce: 7n })],
    ['refused', answer({ status: 2 })],
    ['none that is trusted', answer(), [new X509Certificate(newTsa().trust)]],
    ['none that is trusted', answer(), []],
    ['not valid then', answer({ at: Date.now() + 60 * 86_400_000 })],
    ['not valid then', answer({ at: Date.now() - 60 * 86_400_000 })],
    ['does not name', answer({ isUnnamed: true })],
    ['not signed', changed],
    ['missing', Buffer.from('3003020100', 'hex')],
  ]
  for (const [why, response, by = trusted] of tries)
    assert.throws(() => readTimeStamp(response, bytes, by, nonce), new RegExp(why), why)
  const other = newTsa({ purpose: '1.3.6.1.5.5.7.3.1' })
  const trust = [new X509Certificate(other.trust)]
  assert.throws(() => readTimeStamp(answer({}, other), bytes, trust, nonce), /not for time-stamps/)
  // One answer, for signatures differ in length.
  const whole = answer()
  for (let length = 0; length < whole.length; length += 7)
    assert.throws(() => readTimeStamp(whole.subarray(0, length), bytes, trusted, nonce), `${length} bytes of it`)
})

const hasOpenssl = (() => {
  try {
    return execFileSync('openssl', ['ts', '-help'], { stdio: 'ignore' }) !== undefined
  } catch {
    return false
  }
})()

test('a tool nobody here wrote believes our authority, and is believed as one', {
  skip: !hasOpenssl && 'openssl is not installed',
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dpg-tsa-'))
  const at = (name: string) => join(folder, name)
  const run = (...words: string[]) =>
    execFileSync('openssl', words, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }).toString()
  try {
    await writeFile(at('data'), bytes)
    await writeFile(at('request'), timeStampRequest(bytes, nonce))
    await writeFile(at('ours'), answer({ at: Date.now() - 2_000 }))
    await writeFile(at('trust.pem'), tsa.trust)
    assert.match(run('ts', '-query', '-in', 'request', '-text'), /Nonce: 0x1122334455667788/)
    run('ts', '-verify', '-queryfile', 'request', '-in', 'ours', '-CAfile', 'trust.pem')
    await writeFile(at('tsa.cnf'), CONFIG)
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
    run(
      'req',
      '-x509',
      ...key,
      '-config',
      'tsa.cnf',
      '-extensions',
      'stamping',
      '-subj',
      '/CN=Theirs',
      '-keyout',
      'key.pem',
      '-out',
      'own.pem',
    )
    await writeFile(at('serial'), '01')
    run('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'request', '-out', 'theirs')
    const own = [new X509Certificate(await readFile(at('own.pem')))]
    assert.equal(readTimeStamp(await readFile(at('theirs')), bytes, own, nonce).by, 'CN=Theirs')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

const CONFIG = `
[req]
distinguished_name = name
[name]
[stamping]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = own.pem
signer_key = key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
`
