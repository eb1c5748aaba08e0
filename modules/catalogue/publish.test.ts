import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { canonicalHash } from '@dpg/definitions'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import { catalogue as info, createCatalogue } from './index.ts'
import { samplePack } from './sample-pack.ts'

const clock = fixedClock('2026-11-25T00:00:00Z')
const baseUrl = () => 'https://dpg.example'
const open: (() => Promise<void>)[] = []
after(async () => {
  for (const close of open) await close()
})

async function build() {
  const db = await openTestDb(info.migrations)
  open.push(() => db.close())
  return { db, ...createCatalogue({ db, clock, log: silentLog, baseUrl }) }
}

test('펴낸 꾸러미는 데이터베이스에서만 읽혀 그대로 돌아온다', async () => {
  const { db, publishPack, catalogue } = await build()
  const published = await publishPack(samplePack())
  assert.equal(published.isNew, true)
  const first = catalogue.current()
  assert.deepEqual(first.serviceIds, ['A01', 'A02', 'A03'])
  assert.equal(first.service('A01')?.work?.states.length, 2)
  assert.equal(first.service('A02')?.basis, 'none')
  assert.equal(first.versionOf('service', 'A01'), `sha256:${canonicalHash(first.service('A01'))}`)
  const again = createCatalogue({ db, clock, log: silentLog, baseUrl })
  await again.load()
  assert.deepEqual(again.catalogue.current().pack, first.pack)
  assert.equal(again.catalogue.current().release, published.release)
  assert.deepEqual([...again.catalogue.current().rules.services.map(({ id }) => id)].sort(), ['A01', 'A02', 'A03'])
})

test('고를 답은 꾸러미에 적힌 순서대로 보인다', async () => {
  const { publishPack, catalogue } = await build()
  const values = '{ self: { ko: 나, en: I }, child: { ko: 자녀, en: Child }, aunt: { ko: 이모, en: Aunt } }'
  const text = `- { id: person.whose, title: { ko: 누구, en: Who }, type: string, values: ${values}, question: { ko: 누구인가요?, en: Who? }, law: 민법 제158조 }`
  await publishPack([...samplePack(), { path: 'facts/whose.yaml', text }])
  assert.deepEqual(Object.keys(catalogue.current().pack.facts.get('person.whose')?.values ?? {}), ['self', 'child', 'aunt'])
})

test('같은 파일을 다시 펴내면 아무것도 바뀌지 않고, 사건도 나가지 않는다', async () => {
  const { db, publishPack } = await build()
  const once = await publishPack(samplePack())
  const twice = await publishPack(samplePack().reverse())
  assert.deepEqual(twice, { release: once.release, isNew: false, changedServices: [] })
  assert.equal((await db.published()).length, 1)
  assert.deepEqual(await db.query('select count(*)::int as n from catalogue.publications'), [{ n: 1 }])
})

test('고친 것만 새 판이 되고, 무엇이 바뀌었는지 사건이 말한다', async () => {
  const { db, publishPack, catalogue } = await build()
  await publishPack(samplePack())
  const before = catalogue.current()
  const published = await publishPack(samplePack({ title: '청년월세 한시지원' }))
  assert.deepEqual(published.changedServices, ['A01'])
  const after = catalogue.current()
  assert.notEqual(after.versionOf('service', 'A01'), before.versionOf('service', 'A01'))
  assert.equal(after.versionOf('service', 'A02'), before.versionOf('catalogue-entry', 'A02'))
  assert.deepEqual((await db.published()).at(-1), {
    name: 'catalogue.published',
    payload: { release: published.release, changedServices: ['A01'] },
  })
  const history = await catalogue.history('service', 'A01')
  assert.deepEqual(
    history.map(({ version }) => version),
    [after.versionOf('service', 'A01'), before.versionOf('service', 'A01')],
  )
})

test('사건이 고정한 판은 그 뒤에 무엇을 펴내도 그대로다', async () => {
  const { publishPack, catalogue } = await build()
  await publishPack(samplePack())
  const worked = catalogue.current().versionOf('service', 'A01')!
  const entry = catalogue.current().versionOf('service', 'A03')!
  const described = catalogue.current().service('A03')
  await publishPack(
    samplePack({ title: '바뀐 이름' }).map((file) => ({ ...file, text: file.text.replace('출산 축하금', '출생 축하금') })),
  )
  assert.equal(catalogue.current().service('A01')?.title.ko, '바뀐 이름')
  const pinned = await catalogue.pinned('A01', worked)
  assert.deepEqual([pinned.title.ko, pinned.work?.actions[0]?.to], ['청년월세', 'done'])
  assert.deepEqual(await catalogue.pinned('A03', entry), described)
  await assert.rejects(catalogue.pinned('A03', worked), { type: 'catalogue/service-not-found' })
  for (const odd of ['', 'sha256:1', "' or 1=1", '\0'])
    await assert.rejects(catalogue.pinned('A03', odd as typeof worked), { type: 'catalogue/service-not-found' })
})

test('되돌리면 예전 릴리스가 다시 쓰이고, 번호는 내용으로 정해진다', async () => {
  const { db, publishPack } = await build()
  const first = await publishPack(samplePack())
  await publishPack(samplePack({ title: '둘째' }))
  const back = await publishPack(samplePack())
  assert.deepEqual([back.release, back.isNew], [first.release, true])
  assert.deepEqual(await db.query('select count(*)::int as n from catalogue.releases'), [{ n: 2 }])
})

test('잘못이 하나라도 있으면 아무것도 펴내지 않고, 어느 파일 몇째 줄인지 말한다', async () => {
  const { db, publishPack, catalogue } = await build()
  await publishPack(samplePack())
  const release = catalogue.current().release
  const broken = samplePack().map((file) =>
    file.path === 'agencies.tsv' ? { ...file, text: `${file.text}300\t\tcentral\t\t\n` } : file,
  )
  await assert.rejects(
    publishPack(broken),
    (error: { type: string; values: { first: string }; errors: { detail: string }[] }) => {
      assert.equal(error.type, 'catalogue/definitions-broken')
      assert.match(error.values.first, /agencies\.tsv:4/)
      return true
    },
  )
  const words = samplePack().map((file) => (file.path === 'texts/synonyms.yaml' ? { ...file, text: '아기: 출산' } : file))
  await assert.rejects(publishPack(words), { type: 'catalogue/definitions-broken' })
  assert.equal(catalogue.current().release, release)
  assert.deepEqual(await db.query('select count(*)::int as n from catalogue.publications'), [{ n: 1 }])
})

test('펴낸 것은 데이터베이스에서도 고치거나 지울 수 없다', async () => {
  const { db, publishPack } = await build()
  await publishPack(samplePack())
  for (const sql of [
    "update catalogue.versions set body = '{}'",
    'delete from catalogue.releases',
    'delete from catalogue.publications',
  ])
    await assert.rejects(db.query(sql), /stays as it is/)
})

test('둘이 함께 펴내도 하나씩 차례로 되고, 다른 서버는 사건을 듣고 따라온다', async () => {
  const { db, publishPack, catalogue, parts } = await build()
  const other = createCatalogue({ db, clock, log: silentLog, baseUrl })
  await Promise.all([publishPack(samplePack()), other.publishPack(samplePack({ title: '둘째' }))])
  for (const { on, handle } of parts.consumers ?? []) if (on.name === 'catalogue.published') await handle({})
  await other.load()
  assert.equal(catalogue.current().release, other.catalogue.current().release)
})

test('펴내기 전에는 준비 중이라고 답한다', async () => {
  const { catalogue } = await build()
  assert.throws(() => catalogue.current(), { type: 'catalogue/nothing-published' })
})

test('화면에서 펴낸 파일은 폴더 위에 놓이고, 다시 시작해도 그대로다', async () => {
  const { db, publishPack, publishing, catalogue } = await build()
  await publishPack(samplePack())
  const file = (await publishing.sources(['services/'])).find(({ path }) => path.endsWith('/service.yaml'))
  const was = createHash('sha256').update(file!.text).digest('hex')
  const text = file!.text.replace(/title: \{ ko: [^,]+,/, 'title: { ko: 고쳐 쓴 이름,')
  assert.notEqual(text, file!.text)
  const published = await publishing.amend({ files: [{ path: file!.path, text, was }] })
  assert.equal(published.isNew, true)
  assert.equal(catalogue.current().service('A01')?.title.ko, '고쳐 쓴 이름')
  assert.deepEqual(await publishing.overFolder(), [{ path: file!.path, published: text, folder: file!.text }])
  const again = createCatalogue({ db, clock, log: silentLog, baseUrl })
  assert.equal((await again.publishPack(samplePack())).isNew, false)
  await again.load()
  assert.equal(again.catalogue.current().service('A01')?.title.ko, '고쳐 쓴 이름')
  assert.deepEqual(
    (await publishing.fileVersions(file!.path)).map((one) => one.text),
    [text, file!.text],
  )
  const others = samplePack({ title: '폴더에서 고친 이름' })
  const inFolder = others.find(({ path }) => path === file!.path)!.text
  await again.publishPack(others)
  assert.deepEqual(await publishing.overFolder(['services/']), [{ path: file!.path, published: text, folder: inFolder }])
  assert.deepEqual(await publishing.overFolder(['parameters/']), [])
  await again.publishPack(others.map((one) => (one.path === file!.path ? { ...one, text } : one)))
  assert.deepEqual(await publishing.overFolder(), [])
})

test('화면에서 펴낸 뒤 기억하는 것은 데이터베이스에서 새로 읽은 것과 같고, 찾는 말과 규칙도 곧바로 새것이다', async () => {
  const { db, publishPack, publishing, catalogue, warm } = await build()
  await publishPack(samplePack())
  warm()
  const before = catalogue.current()
  assert.equal(before.rules.services.length, 3)
  const [file] = (await publishing.sources(['services/'])).filter(({ path }) => path.endsWith('/service.yaml'))
  const mark = (text: string) => createHash('sha256').update(text).digest('hex')
  const one = file!.text.replace(/title: \{ ko: [^,]+,/, 'title: { ko: 방값 돕기,')
  const two = one.replace('person.age >= 19', 'person.age >= 19 and person.age >= 18')
  const codes = 'key\tageFrom\tageTo\tcodes\nc-1\t\t\t\nc-2\t20\t\t\n'
  const conditions = samplePack().find(({ path }) => path === 'catalogue/conditions.tsv')!
  for (const change of [
    { path: file!.path, text: one, was: mark(file!.text) },
    { path: file!.path, text: two, was: mark(one) },
    { path: conditions.path, text: codes, was: mark(conditions.text) },
  ]) {
    await publishing.amend({ files: [change] })
    const now = catalogue.current()
    const again = createCatalogue({ db, clock, log: silentLog, baseUrl })
    await again.load()
    const read = again.catalogue.current()
    assert.deepEqual([now.release, now.pack, now.rules], [read.release, read.pack, read.rules])
    for (const id of now.serviceIds) assert.equal(now.versionOf('service', id), read.versionOf('service', id))
    const found = (from: typeof catalogue) => from.search({ q: '방값 돕기', limit: 5, offset: 0 }, 'ko')
    assert.deepEqual(found(catalogue), found(again.catalogue))
    assert.equal(found(catalogue).items[0]?.id, 'A01')
  }
  const condition = (from: typeof before) => from.versionOf('catalogue-condition', 'c-2')
  assert.notEqual(condition(catalogue.current()), condition(before))
})

test('같은 판에서 고친 두 사람 가운데 나중 사람은 거절되고, 함께 하던 일도 없던 것이 된다', async () => {
  const { db, publishPack, publishing } = await build()
  await publishPack(samplePack())
  const file = (await publishing.sources(['services/'])).find(({ path }) => path.endsWith('/service.yaml'))
  const was = createHash('sha256').update(file!.text).digest('hex')
  const to = (name: string) => ({
    files: [{ path: file!.path, text: file!.text.replace(/title: \{ ko: [^,]+,/, `title: { ko: ${name},`), was }],
  })
  const both = await Promise.allSettled([publishing.amend(to('하나')), publishing.amend(to('둘'))])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const lost = both.find((one) => one.status === 'rejected')
  assert.equal(lost?.reason.type, 'catalogue/files-moved')
  await assert.rejects(
    publishing.amend({
      files: [{ path: 'facts/new.yaml', text: '[]', was: null }],
      together: async () => {
        throw new Error('together')
      },
    }),
    /together/,
  )
  assert.deepEqual(await db.query('select count(*)::int as n from catalogue.publications'), [{ n: 2 }])
})

test('꾸러미의 파일이 공무원이 펴낸 것에 가려지면 시작할 때 한 줄로 알린다', async () => {
  const db = await openTestDb(info.migrations)
  open.push(() => db.close())
  const told: unknown[] = []
  const log = { ...silentLog, warn: (...line: unknown[]) => void told.push(line) }
  const { publishPack, publishing } = createCatalogue({ db, clock, log, baseUrl })
  await publishPack(samplePack())
  const [file] = await publishing.sources(['services/'])
  const was = createHash('sha256').update(file!.text).digest('hex')
  await publishing.amend({ files: [{ path: file!.path, text: `${file!.text}\n# 고침\n`, was }] })
  assert.deepEqual(told, [])
  await publishPack(samplePack())
  assert.deepEqual(told, [['catalogue.folder-overridden', { count: 1, files: file!.path }]])
})

test('잘못된 파일은 화면에서도 펴낼 수 없다', async () => {
  const { publishPack, publishing } = await build()
  await publishPack(samplePack())
  await assert.rejects(
    publishing.amend({ files: [{ path: 'services/a01/cases.yaml', text: '- [', was: null }] }),
    /definitions-broken|files-moved/,
  )
})

test('한 서비스가 어느 펴냄에서 어떻게 바뀌었는지 앞뒤를 함께 준다', async () => {
  const { publishPack, catalogue } = await build()
  const first = await publishPack(samplePack())
  assert.equal(await catalogue.step(first.release, 'A01'), undefined, 'nothing was before')
  const second = await publishPack(samplePack({ title: '청년월세 한시지원' }))
  const step = await catalogue.step(second.release, 'A01')
  assert.equal(step?.after.service?.title.ko, '청년월세 한시지원')
  assert.notEqual(step?.before.service?.title.ko, '청년월세 한시지원')
  assert.deepEqual(
    step?.after.parameters.map(({ id }) => id),
    step?.after.service?.parameters,
  )
  assert.equal(await catalogue.step('sha256:none', 'A01'), undefined)
})
