import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import { catalogue as info, createCatalogue } from '../index.ts'
import { samplePack } from '../sample-pack.ts'

const folder = await mkdtemp(join(tmpdir(), 'dpg-import-'))
const closing: (() => Promise<void>)[] = [() => rm(folder, { recursive: true })]
after(async () => {
  for (const close of closing) await close()
})

async function build() {
  const db = await openTestDb(info.migrations)
  closing.push(() => db.close())
  const door = createCatalogue({
    db,
    clock: fixedClock('2026-11-25T00:00:00Z'),
    log: silentLog,
    baseUrl: () => 'https://dpg.example',
  })
  await door.publishPack(samplePack())
  return { db, ...door }
}

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}
const line = (n: number, more: object = {}) =>
  JSON.stringify({ 서비스ID: `A0${n}`, 서비스명: `이름 ${n}`, 지원대상: `대상\r\n${n}`, JA: ['JA0101'], JA0110: 0, ...more })

test('JSON 줄 파일을 읽고, 깨진 줄은 몇째 줄인지와 함께 남긴다', async () => {
  const { importGov24, catalogue } = await build()
  const source = await file('a.jsonl', [line(1), '{"서비스ID":', '', line(2), '[]', 'null'].join('\n'))
  const result = await importGov24({ source })
  assert.deepEqual([result.read, result.added, result.refusedCount], [5, 2, 3])
  assert.deepEqual(
    result.refused.map(({ id }) => id),
    ['line 2', 'line 5', 'line 6'],
  )
  const text = (await catalogue.fullText('A01'))!
  assert.deepEqual([text.source, text.sections], ['a.jsonl', [{ label: '지원대상', text: '대상\n1' }]])
})

test('같은 파일을 다시 가져오면 모두 같고, 고친 파일은 고친 것만 바뀐다', async () => {
  const { importGov24 } = await build()
  const source = await file('b.jsonl', [line(1), line(2)].join('\n'))
  await importGov24({ source })
  const again = await importGov24({ source })
  assert.deepEqual([again.read, again.added, again.changed, again.same], [2, 0, 0, 2])
  await file('b.jsonl', [line(1), line(2, { 지원대상: '새로' })].join('\n'))
  const changed = await importGov24({ source })
  assert.deepEqual([changed.added, changed.changed, changed.same], [0, 1, 1])
})

test('압축된 파일이 도중에 잘려 있으면 읽은 데까지 담고, 온전한 파일로 마저 담는다', async () => {
  const { importGov24, db } = await build()
  const lines = Array.from({ length: 3000 }, (_, i) =>
    JSON.stringify({ 서비스ID: `B${i + 1000}`, 서비스명: `이름 ${i * 7919} ${i * 104729}` }),
  )
  const whole = gzipSync(lines.join('\n'))
  const source = await file('c.jsonl.gz', whole.subarray(0, Math.floor(whole.length * 0.7)))
  await assert.rejects(importGov24({ source }), { type: 'catalogue/import-broken' })
  const [half] = await db.query<{ n: number }>('select count(*)::int as n from catalogue.texts')
  assert.ok(half!.n >= 500 && half!.n < 3000, String(half!.n))
  await file('c.jsonl.gz', whole)
  const result = await importGov24({ source })
  assert.deepEqual([result.read, result.added + result.same], [3000, 3000])
})

test('멈춘 파일 가져오기는 멈춘 줄부터 이어 간다', async () => {
  const { importGov24, db } = await build()
  const lines = Array.from({ length: 1200 }, (_, i) => JSON.stringify({ 서비스ID: `C${i + 1000}`, 서비스명: `이름 ${i}` }))
  const source = await file('d.jsonl', lines.join('\n'))
  const stop = () => {
    throw new Error('stopped')
  }
  await assert.rejects(importGov24({ source, onProgress: stop }), /stopped/)
  assert.deepEqual(await db.query('select count(*)::int as n from catalogue.texts'), [{ n: 500 }])
  const result = await importGov24({ source })
  assert.deepEqual([result.read, result.added, result.same], [1200, 1200, 0])
})

test('JSON 목록과 API의 답을 그대로 담은 파일도 읽는다', async () => {
  const { importGov24 } = await build()
  const list = await importGov24({ source: await file('e.json', `[${line(1)},${line(2)}]`) })
  assert.equal(list.added, 2)
  const answer = await importGov24({ source: await file('f.json', `{"page":1,"data":[${line(3)}]}`) })
  assert.equal(answer.added, 1)
  for (const [name, content] of [
    ['g.json', '{"x":1}'],
    ['h.json', 'no json'],
    ['i.json.gz', 'not gzip'],
  ] as const)
    await assert.rejects(importGov24({ source: await file(name, content) }), { type: 'catalogue/import-broken' })
  await assert.rejects(importGov24({ source: join(folder, 'none.jsonl') }), { type: 'catalogue/import-broken' })
})

const SHARED = join(import.meta.dirname, '../../../../shared/data/gov24')
test('실제 자료 8,255건과 505건이 모두 들어온다', {
  skip: existsSync(SHARED) ? false : 'the official records are not here',
}, async (t) => {
  const { importGov24, catalogue } = await build()
  const started = process.cpuUsage()
  const first = await importGov24({ source: join(SHARED, 'services.jsonl.gz') })
  const extra = await importGov24({ source: join(SHARED, 'services-extra-505-nonyouth.jsonl.gz') })
  const { user, system } = process.cpuUsage(started)
  t.diagnostic(`${Math.round((user + system) / 1000)} ms CPU`)
  assert.deepEqual([first.read, first.added, first.refusedCount], [8255, 8255, 0])
  assert.deepEqual([extra.read, extra.added + extra.changed, extra.refusedCount], [505, 505, 0])
  assert.ok((await catalogue.fullText('SSE000000170'))!.sections.length >= 2)
  assert.ok((await catalogue.fullText('135200005003'))!.sections.some(({ label }) => label === '선정기준'))
})
