import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import { textsImported } from '../contract.ts'
import { catalogue as info, createCatalogue } from '../index.ts'
import { samplePack } from '../sample-pack.ts'
import { type FakeGov24, type FakeRecord, startFakeGov24 } from './fake-gov24.ts'

const closing: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closing) await close()
})

const record = (n: number, more: object = {}): FakeRecord => ({
  서비스ID: `A0${n}`,
  서비스명: `서비스 ${n}`,
  서비스목적요약: `목적 ${n}`,
  지원대상: `대상 ${n}`,
  소관기관명: '국토부',
  상세조회URL: `https://www.gov.kr/portal/rcvfvrSvc/dtlEx/A0${n}`,
  구비서류: `서류 ${n}`,
  법령: '주거기본법',
  수정일시: `2026010${n}000000`,
  JA0101: 'Y',
  JA0102: null,
  JA0110: 19,
  JA0111: 34,
  ...more,
})

async function build(records = [1, 2, 3, 4, 5, 6, 7].map((n) => record(n))) {
  const [db, fake] = [await openTestDb(info.migrations), await startFakeGov24(records)]
  closing.push(() => db.close(), fake.close)
  const door = createCatalogue({
    db,
    clock: fixedClock('2026-11-25T00:00:00Z'),
    log: silentLog,
    baseUrl: () => 'https://dpg.example',
  })
  await door.publishPack(samplePack())
  const waits: number[] = []
  const sleep = async (ms: number) => void waits.push(ms)
  const run = (more: object = {}) => door.importGov24({ source: fake.base, key: fake.key, sleep, ...more })
  return { db, fake, waits, run, ...door }
}

const pages = (fake: FakeGov24, endpoint: string) => fake.asked.filter((asked) => asked.startsWith(endpoint))

test('공식 API의 모든 쪽을 읽어 목록과 자세한 글과 조건을 함께 담는다', async () => {
  const { run, catalogue, db, fake } = await build()
  const result = await run()
  assert.deepEqual([result.read, result.added, result.changed, result.same, result.refusedCount], [7, 7, 0, 0, 0])
  assert.deepEqual(result.notInPack, ['A04', 'A05', 'A06', 'A07'])
  const text = (await catalogue.fullText('A01'))!
  assert.deepEqual(
    text.sections.map(({ label, text }) => `${label}: ${text}`),
    ['서비스목적요약: 목적 1', '지원대상: 대상 1', '구비서류: 서류 1', '법령: 주거기본법'],
  )
  assert.equal(text.url, 'https://www.gov.kr/portal/rcvfvrSvc/dtlEx/A01')
  assert.equal(await catalogue.fullText('A09'), undefined)
  const [stored] = await db.query<{ conditions: object }>("select conditions from catalogue.texts where service = 'A07'")
  assert.deepEqual(stored!.conditions, { ageFrom: 19, ageTo: 34, codes: ['JA0101'] })
  assert.deepEqual(
    ['serviceList', 'serviceDetail', 'supportConditions'].map((one) => pages(fake, one).length),
    [3, 3, 3],
  )
})

test('서버가 끊기고, 넘치고, 엉뚱한 것을 보내도 기다렸다 다시 물어 모두 담는다', async () => {
  const { run, fake, waits } = await build()
  for (const [n, fault] of [
    [1, '500'],
    [2, 'cut'],
    [4, '429'],
    [6, 'garbage'],
    [7, 'xml'],
    [8, 'other-page'],
  ] as const)
    fake.faults.set(n, fault)
  const result = await run()
  assert.deepEqual([result.added, result.refusedCount], [7, 0])
  assert.ok(waits.includes(7000), 'the server said how long to wait')
  assert.deepEqual(
    waits.filter((ms) => ms >= 1000),
    [1000, 2000, 7000, 1000, 2000, 4000],
  )
})

test('도중에 멈추면 그때까지의 것이 남고, 다시 시키면 멈춘 쪽부터 이어서 한 번씩만 담는다', async () => {
  const { run, fake, db } = await build()
  for (let n = 2; n < 12; n += 1) fake.faults.set(n, '500')
  await assert.rejects(run(), (error: { type: string; values: { why: string } }) => {
    assert.equal(error.type, 'catalogue/import-broken')
    assert.match(error.values.why, /serviceList 2: status 500/)
    return true
  })
  assert.deepEqual(await db.query('select count(*)::int as n from catalogue.texts'), [{ n: 3 }])
  fake.faults.clear()
  fake.asked.length = 0
  const result = await run()
  assert.equal(fake.asked[0], 'serviceList 2')
  assert.deepEqual([result.read, result.added, result.same], [7, 7, 0])
})

test('어느 물음에서 멈춰도 이어서 하면 끊기지 않은 것과 같아진다', async () => {
  const dump = (db: Awaited<ReturnType<typeof build>>['db']) =>
    db.query('select service, listed, detail, conditions, purpose from catalogue.texts order by service')
  const whole = await build()
  await whole.run()
  const expected = await dump(whole.db)
  const { run, fake, db } = await build()
  let broken = 0
  // One answer, then seven failures, which is one more than the importer's patience: every request of the run is a place to break.
  for (let runs = 0; runs < 40; runs += 1) {
    for (let n = 2; n < 9; n += 1) fake.faults.set(n, 'cut')
    const isDone = await run().then(
      () => true,
      () => false,
    )
    fake.faults.clear()
    if (isDone) break
    broken += 1
  }
  assert.ok(broken >= 8, String(broken))
  assert.deepEqual(await dump(db), expected)
})

test('두 번째에는 바뀐 것만 묻고, 같은 것은 그대로 둔다', async () => {
  const { run, fake, catalogue } = await build()
  await run()
  fake.asked.length = 0
  fake.records[1] = record(2, { 지원대상: '새 대상', 구비서류: '새 서류', 수정일시: '20260301000000' })
  fake.records.push(record(8))
  const result = await run()
  assert.deepEqual(pages(fake, 'serviceList'), ['serviceList 120260107000000'])
  assert.deepEqual([result.read, result.added, result.changed, result.same], [3, 1, 1, 1])
  assert.deepEqual(pages(fake, 'serviceDetail'), ['serviceDetail 1A02', 'serviceDetail 1A08'])
  const sections = (await catalogue.fullText('A02'))!.sections.map(({ text }) => text)
  assert.ok(sections.includes('새 대상') && sections.includes('새 서류'))
  const again = await run({ everything: true })
  assert.deepEqual([again.read, again.added, again.changed, again.same], [8, 0, 0, 8])
})

test('읽는 사이에 하나가 사라져 쪽이 밀려도 빠지는 것이 없다', async () => {
  const { run, fake, db } = await build()
  fake.before = (asked) => {
    if (asked !== 'serviceList 2') return
    fake.before = () => {}
    fake.records = fake.records.filter(({ 서비스ID }) => 서비스ID !== 'A01')
  }
  await run()
  const rows = await db.query<{ service: string }>(
    'select service from catalogue.texts where listed is not null order by service',
  )
  assert.deepEqual(
    rows.map(({ service }) => service),
    ['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07'],
  )
})

test('깨진 기록은 까닭과 함께 남기고 나머지는 담는다', async () => {
  const odd = [
    record(1),
    { 서비스명: '번호 없음' },
    { 서비스ID: "A'; drop table x", 서비스명: '나쁜 번호' },
    { 서비스ID: 'A02' },
    { 서비스ID: 'A03', 서비스명: '셋', 지원대상: { 깊이: { 더: 1 } }, 지원내용: '가\u0000나\ud800' },
    { 서비스ID: 'A04', 서비스명: '넷', 지원대상: 'x'.repeat(200_000) },
    7,
    null,
    record(8, { 상세조회URL: 'javascript:alert(1)' }),
  ] as FakeRecord[]
  const { run, catalogue, fake } = await build()
  fake.records = odd.map((one) => one ?? ({} as FakeRecord))
  const result = await run()
  assert.deepEqual([result.added, result.refusedCount >= 5], [3, true])
  const named = new Map(result.refused.map(({ id, why }) => [id, why]))
  assert.match(named.get('번호 없음')!, /서비스ID/)
  assert.match(named.get('A02')!, /서비스명/)
  assert.match(named.get('A04')!, /지원대상/)
  assert.equal((await catalogue.fullText('A03'))!.sections.at(-1)!.text.startsWith('가나'), true)
  assert.equal((await catalogue.fullText('A08'))!.url, null)
})

test('키가 틀리면 바로 멈추고, 키는 어디에도 남지 않는다', async () => {
  const { run, fake, waits, db } = await build()
  await assert.rejects(run({ key: 'secret-key' }), (error: unknown) => {
    assert.equal((error as { type: string }).type, 'catalogue/import-refused')
    assert.ok(!JSON.stringify(error).includes('secret-key') && !String((error as Error).stack).includes('secret-key'))
    return true
  })
  assert.equal(fake.asked.length, 1)
  assert.deepEqual(waits, [])
  assert.ok(!JSON.stringify(await db.query('select source, since from catalogue.imports')).includes('secret-key'))
  assert.equal((await run({ key: encodeURIComponent(fake.key) })).added, 7)
})

test('가져온 한 줄 목적도 찾기에 들어간다', async () => {
  const { run, catalogue, parts, db } = await build([record(2, { 서비스목적요약: '두바퀴 탈것으로 다친 주민의 치료비' })])
  assert.equal(catalogue.search({ q: '두바퀴', limit: 5, offset: 0 }, 'ko').total, 0)
  await run()
  assert.ok((await db.published()).some(({ name }) => name === textsImported.name))
  for (const { on, handle } of parts.consumers ?? []) if (on.name === textsImported.name) await handle({})
  assert.equal(catalogue.search({ q: '두바퀴', limit: 5, offset: 0 }, 'ko').items[0]?.id, 'A02')
})

test('둘이 같은 것을 함께 가져오면 하나만 이어 간다', async () => {
  const { run, db } = await build()
  const results = await Promise.allSettled([run(), run()])
  assert.ok(results.some(({ status }) => status === 'fulfilled'))
  for (const result of results) if (result.status === 'rejected') assert.match(result.reason.values.why, /another run/)
  assert.deepEqual(await db.query('select count(*)::int as n from catalogue.texts'), [{ n: 7 }])
})

const SWAGGER = join(import.meta.dirname, '../../../../shared/data/gov24/official-swagger-gov24-v3.json')
test('묻는 말과 읽는 칸은 모두 공식 swagger에 있다', {
  skip: existsSync(SWAGGER) ? false : 'the official swagger is not here',
}, () => {
  const swagger = readFileSync(SWAGGER, 'utf8')
  const { paths } = JSON.parse(swagger) as { paths: Record<string, { get: { parameters: { name: string }[] } }> }
  const names = (endpoint: string) => paths[`/gov24/v3/${endpoint}`]!.get.parameters.map(({ name }) => name)
  for (const endpoint of ['serviceList', 'serviceDetail', 'supportConditions'])
    for (const name of ['page', 'perPage', 'returnType']) assert.ok(names(endpoint).includes(name), `${endpoint} ${name}`)
  assert.ok(names('serviceList').includes('cond[수정일시::GTE]'))
  for (const endpoint of ['serviceDetail', 'supportConditions']) assert.ok(names(endpoint).includes('cond[서비스ID::EQ]'))
  const code = readFileSync(join(import.meta.dirname, 'gov24-record.ts'), 'utf8')
  const fields = [...code.slice(code.indexOf('const TEXTS')).matchAll(/'([가-힣]+(?:ID|URL)?)'/g)].map((match) => match[1]!)
  assert.ok(fields.length > 20)
  assert.deepEqual(
    fields.filter((field) => !swagger.includes(`"${field}"`)),
    [],
  )
})
