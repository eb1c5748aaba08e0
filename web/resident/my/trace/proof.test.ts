/** The check of the log in a real Chromium, under the platform's policy, over a real tree. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Access, TraceEntry } from '@dpg/access/contract'
import {
  append,
  commit,
  createMemoryStore,
  formatKey,
  formatReceipt,
  fromBase64,
  inclusionProof,
  type Json,
  leafHash,
  signCheckpoint,
  toBase64,
} from '@dpg/ledger'
import { buildWeb } from '@dpg/web-build'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { koreaCatalogue, openPages, PERSON } from '../testing.ts'

const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'"
const TYPES: Record<string, string> = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', woff2: 'font/woff2' }

const entry = (at: number): TraceEntry => ({
  id: `acc_01936f2e-0000-7000-8000-00000000000${at}` as TraceEntry['id'],
  at: `2026-11-2${at}T01:00:00Z`,
  index: at,
  subject: PERSON,
  actor: { kind: 'official', name: '박담당', agency: '1352000' },
  use: 'view',
  facts: ['person.birthDate'],
  purpose: { ko: '기초연금 지급 결정' },
  law: '기초연금법 제11조',
  register: null,
  service: null,
  case: null,
})
const committed = ({ index: _, ...rest }: TraceEntry) => rest as unknown as Json

/** A log of five entries, signed; what is asked of it over HTTP. */
async function makeLog() {
  const entries = [0, 1, 2, 3, 4].map(entry)
  const salts = entries.map(() => randomBytes(32))
  const store = createMemoryStore()
  const { size, root, nodes } = await append(
    store,
    0,
    entries.map((one, at) => leafHash(commit(salts[at]!, committed(one)))),
  )
  store.write(nodes)
  const pair = generateKeyPairSync('ed25519')
  const publicKey = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const key = { name: 'log.example', publicKey }
  const note = await signCheckpoint({ origin: key.name, size, root }, key, (message) => sign(null, message, pair.privateKey))
  const published = await formatKey(key)
  const prove = async (at: number) => ({
    entry: committed(entries[at]!),
    salt: toBase64(new Uint8Array(salts[at]!)),
    index: at,
    checkpoint: note,
    proof: (await inclusionProof(store, at, size)).map(toBase64),
    key: published,
  })
  return { entries, published, prove }
}

let log: Awaited<ReturnType<typeof makeLog>>
let browser: Browser
let server: Server
let origin: string
/** What the page shows; a test may change it behind the log's back. */
let shown: TraceEntry[] = []
let key = ''

before(async () => {
  log = await makeLog()
  const build = await buildWeb()
  const access: Partial<Access> = {
    questions: { mine: async () => [] } as unknown as Access['questions'],
    totals: async () => ({ official: shown.length, system: 0, resident: 0 }),
    trace: async (_p, { limit = 20 } = {}) => ({ entries: shown.slice(0, limit), total: shown.length, next: null }),
  }
  const ask = await openPages({ access, directory: { agencyName: () => '보건복지부' }, catalogue: koreaCatalogue() })
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    response.setHeader('content-security-policy', POLICY)
    if (pathname.startsWith('/assets/')) {
      response.setHeader('content-type', TYPES[pathname.split('.').pop() ?? ''] ?? 'application/octet-stream')
      return response.end(await readFile(join(build.folder, pathname)))
    }
    const at = log.entries.findIndex(({ id }) => pathname === `/api/access/entries/${id}/proof`)
    if (at >= 0) return response.end(JSON.stringify(await log.prove(at)))
    if (pathname === '/api/access/witnesses') return response.end(JSON.stringify({ witnesses: [] }))
    if (pathname === '/api/access/key') return response.end(JSON.stringify({ key }))
    if (pathname !== '/my/trace') return response.writeHead(404).end()
    response.setHeader('content-type', 'text/html; charset=utf-8')
    return response.end((await ask('GET /my/trace', { query: { who: 'official' } })).html)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    headless: true,
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  })
})
after(async () => {
  await browser?.close()
  server?.close()
})

/** The states beside the entries, and the sentence above them, once all have been checked. */
async function look() {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${origin}/my/trace`)
  await page.locator('[data-island="trace-proof"][data-ready]').waitFor({ state: 'attached' })
  const states = await page.locator('[data-proof]').evaluateAll((all) => all.map((one) => one.getAttribute('data-proof-state')))
  const said = (await page.locator('[data-proof-status]').textContent()) ?? ''
  const badge = (await page.locator('[data-proof]').first().textContent()) ?? ''
  await context.close()
  return { states, said, badge }
}

describe('the proofs on the trace page', () => {
  test('entries that are in the signed log are proven in the browser, and counted', async () => {
    shown = [...log.entries]
    key = log.published
    const { states, said, badge } = await look()
    assert.deepEqual(states, Array(5).fill('proven'))
    assert.match(said, /기록 5건 가운데 5건을 방금 이 브라우저에서 직접 확인했습니다/)
    assert.match(badge, /기록 증명됨/)
  })

  test('an entry that is shown otherwise than it was logged fails', async () => {
    shown = log.entries.map((one, at) => (at === 2 ? { ...one, actor: { ...one.actor, name: '다른 사람' } } : one))
    const { states, said } = await look()
    assert.deepEqual(states, ['proven', 'proven', 'failed', 'proven', 'proven'])
    assert.match(said, /맞지 않는 것이 있습니다/)
  })

  test('an entry that is not in the log yet waits', async () => {
    shown = [{ ...entry(7), index: null }, log.entries[0]!]
    assert.deepEqual((await look()).states, ['pending', 'proven'])
  })

  test('a log signed by another key than the published one proves nothing', async () => {
    shown = [log.entries[0]!]
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' })
    key = await formatKey({ name: 'log.example', publicKey: new Uint8Array(other.subarray(-32)) })
    assert.deepEqual((await look()).states, ['failed'])
  })

  test('a receipt that was kept is checked in the browser, and a changed one is not believed', async () => {
    shown = []
    key = log.published
    const { entry: content, salt, index, proof, checkpoint } = await log.prove(3)
    const file = formatReceipt({ entry: content, salt, key }, { index, proof: proof.map(fromBase64), checkpoint })
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${origin}/my/trace`)
    await page.locator('[data-island="receipt-check"][data-ready]').waitFor({ state: 'attached' })
    await page.getByText('받아 둔 영수증 확인하기').click()
    const give = async (text: string, words: RegExp) => {
      await page
        .locator('#receipt-file')
        .setInputFiles({ name: 'a.tlog-proof', mimeType: 'text/plain', buffer: Buffer.from(text) })
      await page.locator('[data-receipt-said]').filter({ hasText: words }).waitFor()
    }
    await give(file, /진짜 영수증입니다. 2026년 \d+월 \d+일.* \d+:\d\d에 남은 기록 3번입니다. 까닭: 기초연금 지급 결정/)
    await give(file.replace(/^index 3$/m, 'index 2'), /내용이 바뀌었습니다/)
    await give('사진', /영수증 파일이 아닙니다/)
    await context.close()
  })
})
