import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import type { AccessRecord } from '@dpg/access/contract'
import { ANONYMOUS, createTexts, type CaseId, type PersonId, type Principal } from '@dpg/kernel'
import { createHttp, createSealing, newId, startRelay } from '@dpg/kernel/server'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import type { NoticeQuery, NoticeSummary, NoticeView, SendNotice } from './contract.ts'
import { createNotices, notices as info } from './index.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-03-03T00:00:00Z')
const sealing = createSealing(Buffer.alloc(32, 1))
const looks: AccessRecord[] = []
const access = { record: async (_: unknown, look: AccessRecord) => void looks.push(look) }
const { notices, parts } = createNotices({
  ...{ db, clock, newId, log: silentLog, sealing, texts: createTexts([info.messages]) },
  access: access as never,
})
const relay = startRelay({ db, log: silentLog, consumers: parts.consumers!, pollMs: 3_600_000 })
after(() => relay.stop())

const person = (name: string) => `per_${name}` as PersonId
const caseId = 'case_01938f00-0000-7000-8000-000000000001' as CaseId
const granted = (to: string, change: Partial<SendNotice> = {}): SendNotice => ({
  key: 'granted',
  to: person(to),
  kind: 'case',
  letter: {
    ko: { subject: '기초연금을 드립니다', body: '{name|은/는} 매월 {amount|을/를} 받습니다.', short: '새 소식이 있습니다.' },
    en: { subject: 'Basic Pension granted', body: '{name} will receive {amount} a month.', short: null },
  },
  values: { ko: { name: '김하늘', amount: '349,700원' }, en: { name: 'Kim Haneul', amount: 'KRW 349,700' } },
  service: 'SSE000000170',
  case: caseId,
  documents: [],
  link: '/my/documents',
  legal: { law: '행정절차법 제24조', requireRead: true },
  ...change,
})
const send = (command: SendNotice) => db.transaction((tx) => notices.send(tx, command))
const eventsOf = async (to: string) =>
  (await db.published()).filter(({ payload }) => (payload as { to: string }).to === person(to)).map(({ name }) => name)

test('빈칸은 값으로, 조사는 앞말에 맞게 채운다', async () => {
  const id = await send(granted('fill'))
  const ko = (await notices.find(person('fill'), id, 'ko'))!
  assert.equal(ko.body, '김하늘은 매월 349,700원을 받습니다.')
  const en = (await notices.find(person('fill'), id, 'en'))!
  assert.deepEqual([en.subject, en.body], ['Basic Pension granted', 'Kim Haneul will receive KRW 349,700 a month.'])
})

test('영어 글이 없으면 한국어로 보여 준다', async () => {
  const { letter, values } = granted('only-korean')
  const id = await send(granted('only-korean', { letter: { ko: letter.ko }, values: { ko: values.ko } }))
  assert.equal((await notices.find(person('only-korean'), id, 'en'))!.subject, '기초연금을 드립니다')
})

test('같은 열쇠로 두 번 보내도 통지는 하나다', async () => {
  const [first, second] = await Promise.all([send(granted('twice')), send(granted('twice'))])
  assert.equal(first, second)
  assert.equal(await send(granted('twice')), first)
  assert.deepEqual(await eventsOf('twice'), ['notices.queued'])
})

test('여럿에게 한꺼번에 보내도 저마다 한 통이고, 다시 보내면 같은 통지이며, 다른 내용이면 아무에게도 가지 않는다', async () => {
  const commands = ['each-1', 'each-2', 'each-1'].map((to) => granted(to))
  const each = (some: readonly SendNotice[]) => db.transaction((tx) => notices.sendEach(tx, some))
  const ids = await each(commands)
  assert.equal(ids[0], ids[2])
  assert.equal(new Set(ids).size, 2)
  assert.deepEqual(await each(commands), ids)
  await assert.rejects(each([granted('each-3'), granted('each-1', { link: null })]), { type: 'notices/key-used-for-another' })
  assert.equal((await notices.list(person('each-3'), 'ko')).items.length, 0)
  await relay.drain()
  for (const to of ['each-1', 'each-2'])
    assert.deepEqual(
      (await notices.list(person(to), 'ko')).items.map(({ status }) => status),
      ['delivered'],
    )
  assert.deepEqual(await eventsOf('each-1'), ['notices.delivered'])
})

test('같은 열쇠로 다른 내용을 보내면 거절하고, 다른 사람에게는 보낼 수 있다', async () => {
  await send(granted('key'))
  const other = granted('key', { values: { ...granted('key').values, ko: { name: '김하늘', amount: '0원' } } })
  await assert.rejects(send(other), { type: 'notices/key-used-for-another', status: 409 })
  await assert.rejects(send(granted('key', { link: null })), { type: 'notices/key-used-for-another' })
  await send(granted('key-of-another'))
})

test('한 곳이라도 비어 있으면 통째로 거절하고 무엇이 비었는지 말한다', async () => {
  const { ko } = granted('empty').values
  const missing = (values: SendNotice['values'], names: string[]) =>
    assert.rejects(send(granted('empty', { values })), { type: 'notices/missing-values', values: { missing: names } })
  await missing({ ko: { name: '김하늘' }, en: { name: 'Kim', amount: '1' } }, ['amount'])
  await missing({ ko: { name: ' ', amount: '1원' }, en: { name: 'Kim', amount: '1' } }, ['name'])
  await missing({ ko }, ['name', 'amount'])
  assert.equal((await notices.list(person('empty'), 'ko')).items.length, 0)
})

test('깨진 글자가 섞여도 통지는 간다', async () => {
  const values = { ko: { name: '김\ud800', amount: '1원' }, en: { name: 'Kim', amount: '1' } }
  const id = await send(granted('broken', { values }))
  assert.equal((await notices.find(person('broken'), id, 'ko'))!.body, '김\ufffd은(는) 매월 1원을 받습니다.')
})

test('밖으로 이끄는 연결은 우리 잘못으로 보고 보내지 않는다', async () => {
  for (const link of ['https://evil.example', '//evil.example', '/\\evil.example', 'my/documents'])
    await assert.rejects(send(granted('link', { link })), RangeError, link)
})

test('거래가 취소되면 통지도 없다', async () => {
  const failing = db.transaction(async (tx) => {
    await notices.send(tx, granted('undone'))
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  assert.deepEqual([(await notices.list(person('undone'), 'ko')).items, await eventsOf('undone')], [[], []])
})

test('알림함에 들어온 때가 송달일이고, 두 번 배달해도 바뀌지 않는다', async () => {
  clock.set('2026-03-03T01:00:00Z')
  const id = await send(granted('deliver'))
  assert.equal((await notices.find(person('deliver'), id, 'ko'))!.status, 'queued')
  clock.set('2026-03-03T01:00:01Z')
  await relay.drain()
  clock.set('2026-03-05T00:00:00Z')
  await parts.consumers![0]!.handle({ to: person('deliver'), id })
  const notice = (await notices.find(person('deliver'), id, 'ko'))!
  assert.deepEqual(
    [notice.status, notice.sentAt, notice.deliveredAt],
    ['delivered', '2026-03-03T01:00:00Z', '2026-03-03T01:00:01Z'],
  )
  assert.deepEqual(await eventsOf('deliver'), ['notices.queued', 'notices.delivered'])
})

test('처음 연 때가 읽은 증거로 남고, 다시 열어도 바뀌지 않는다', async () => {
  const id = await send(granted('open'))
  await relay.drain()
  assert.equal(await notices.unread(person('open')), 1)
  clock.set('2026-03-06T09:00:00Z')
  await Promise.all([notices.open(person('open'), id, 'ko'), notices.open(person('open'), id, 'ko')])
  clock.set('2026-03-07T09:00:00Z')
  const again = await notices.open(person('open'), id, 'ko')
  assert.deepEqual([again.status, again.openedAt], ['opened', '2026-03-06T09:00:00Z'])
  assert.equal(await notices.unread(person('open')), 0)
  assert.deepEqual(await eventsOf('open'), ['notices.queued', 'notices.delivered', 'notices.opened'])
})

test('배달 전에 열면 그때 배달된 것이다', async () => {
  const id = await send(granted('early'))
  const opened = await notices.open(person('early'), id, 'ko')
  assert.equal(opened.deliveredAt, opened.openedAt)
  await relay.drain()
  assert.deepEqual(await eventsOf('early'), ['notices.queued', 'notices.delivered', 'notices.opened'])
})

test('송달 증명의 지문은 보낸 내용 그대로의 것이고, 내용은 연 뒤에만 담긴다', async () => {
  const id = await send(granted('proof'))
  await relay.drain()
  const before = (await notices.prove(person('proof'), id))!
  assert.deepEqual([before.content, before.openedAt, before.law], [null, null, '행정절차법 제24조'])
  const { digest } = await notices.open(person('proof'), id, 'ko')
  const proof = (await notices.prove(person('proof'), id))!
  assert.equal(proof.digest, digest)
  assert.equal(createHash('sha256').update(proof.content!).digest('hex'), digest)
  assert.match(proof.content!, /349,700원/)
})

test('남의 통지는 찾지도, 열지도, 증명하지도 못한다', async () => {
  const id = await send(granted('mine'))
  const stranger = person('stranger')
  assert.equal(await notices.find(stranger, id, 'ko'), undefined)
  assert.equal(await notices.prove(stranger, id), undefined)
  await assert.rejects(notices.open(stranger, id, 'ko'), { type: 'notices/not-found', status: 404 })
  assert.equal((await notices.find(person('mine'), id, 'ko'))!.openedAt, null)
})

test('목록은 새것부터 이어지고, 한 민원의 것만 고를 수 있다', async () => {
  const to = person('pages')
  for (let i = 0; i < 5; i++) await send(granted('pages', { key: `n${i}`, case: i === 2 ? caseId : null }))
  const seen: NoticeSummary[] = []
  for (let before: string | undefined, more = true; more; ) {
    const { items, next } = await notices.list(to, 'ko', { limit: 2, ...(before ? { before } : {}) })
    seen.push(...items)
    before = next ?? undefined
    more = next !== null
  }
  assert.deepEqual(
    seen.map(({ id }) => id),
    [...new Set(seen.map(({ id }) => id))].sort().reverse(),
  )
  assert.equal(seen.length, 5)
  assert.deepEqual(
    (await notices.list(to, 'ko', { case: caseId })).items.map((item) => item.case),
    [caseId],
  )
})

test('내용은 데이터베이스에 읽을 수 있게 남지 않고, 지우면 아무도 읽지 못한다', async () => {
  const id = await send(granted('erased'))
  const rows = await db.query<{ text: string }>(`select encode(sealed, 'escape') as text from notices.notices`)
  for (const { text } of rows) assert.doesNotMatch(text, /349,700|SSE000000170/)
  await sealing.forget(db, person('erased'))
  assert.equal(await notices.find(person('erased'), id, 'ko'), undefined)
  assert.deepEqual((await notices.list(person('erased'), 'ko')).items, [])
})

test('API: 보기만 해서는 열린 것이 아니고, 열기는 여러 번 해도 같다', async () => {
  const app = createHttp({
    routes: parts.routes!,
    log: silentLog,
    texts: createTexts([info.messages]),
    principalOf: ({ who }) => (who ? resident(who) : ANONYMOUS),
    problemPage: () => '',
    headers: {},
    secureCookies: false,
  })
  const call = async (path: string, who?: string, method = 'GET') =>
    app.request(path, { method, headers: who ? { cookie: `who=${who}` } : {} })
  const id = await send(granted('api'))
  const view = async (answer: Response) => (await answer.json()) as NoticeView
  assert.equal((await view(await call(`/api/notices/${id}`, 'api'))).openedAt, null)
  const first = await view(await call(`/api/notices/${id}/open`, 'api', 'POST'))
  clock.set('2026-04-01T00:00:00Z')
  assert.deepEqual(await view(await call(`/api/notices/${id}/open?lang=ko`, 'api', 'POST')), first)
  assert.equal((await view(await call(`/api/notices/${id}?lang=en`, 'api'))).subject, 'Basic Pension granted')
  const page = (await (await call('/api/notices?lang=en', 'api')).json()) as { items: NoticeSummary[]; unread: number }
  assert.deepEqual([page.items.length, page.unread], [1, 0])
  assert.equal((await call(`/api/notices/${id}/proof`, 'api')).status, 200)
  assert.equal((await call('/api/notices')).status, 401)
  assert.equal((await call(`/api/notices/${id}/open`, undefined, 'POST')).status, 401)
  for (const path of [`/api/notices/${id}`, `/api/notices/${id}/proof`]) assert.equal((await call(path, 'stranger')).status, 404)
  for (const path of ['/api/notices/1', '/api/notices?limit=-1', '/api/notices?before=x', '/api/notices?case=%27'])
    assert.equal((await call(path, 'api')).status, 422, path)
})

const resident = (name: string): Principal => ({
  kind: 'resident',
  person: person(name),
  assurance: 'substantial',
  permissions: new Set(['resident']),
})

const helper = (of: string, services: string[] | null, facts: string[] | null = null): Principal => ({
  ...{ kind: 'resident', person: person('helper'), displayName: '박영호', assurance: 'substantial', permissions: new Set() },
  acting: { mandate: 'man_1' as never, kind: 'helper', for: person(of), forName: '김순자', scope: { services, facts } },
})

test('대신하는 사람은 맡은 서비스의 알림만 보고, 열지는 않으며, 본 것도 거절된 것도 본인의 기록에 남는다', async () => {
  const [own, other] = [
    await send(granted('kim')),
    await send(granted('kim', { key: 'other', service: 'resident-register-copy' })),
  ]
  const by = notices.of(helper('kim', ['SSE000000170']))
  assert.deepEqual(
    (await by.list('ko')).items.map(({ id }) => id),
    [own],
  )
  assert.match((await by.open(own, 'ko')).body, /349,700원/)
  assert.equal((await notices.find(person('kim'), own, 'ko'))!.openedAt, null)
  await assert.rejects(by.open(other, 'ko'), { type: 'notices/beyond-mandate' })
  await assert.rejects(notices.of(helper('kim', null, ['person.name'])).find(own, 'ko'), { type: 'notices/beyond-mandate' })
  await assert.rejects(by.open(await send(granted('somebody-else')), 'ko'), { type: 'notices/not-found' })
  assert.deepEqual(
    looks.map(({ subject, use, service, actor }) => [subject, use, service, actor.name, actor.acting?.mandate]),
    [
      ['per_kim', 'view', null, '박영호', 'man_1'],
      ['per_kim', 'view', 'SSE000000170', '박영호', 'man_1'],
      ['per_kim', 'refuse', 'resident-register-copy', '박영호', 'man_1'],
      ['per_kim', 'refuse', 'SSE000000170', '박영호', 'man_1'],
    ],
  )
})

test('대신하는 사람의 목록은 맡은 것만으로 쪽이 차고, 맡지 않은 알림은 이음 표시에도 드러나지 않는다', async () => {
  const own: string[] = []
  for (const [i, isOwn] of [false, true, true, false, false, false, true, false].entries()) {
    const id = await send(granted('lee', { key: `n${i}`, ...(isOwn ? {} : { service: 'resident-register-copy' }) }))
    if (isOwn) own.unshift(id)
  }
  const by = notices.of(helper('lee', ['SSE000000170']))
  const page = async (query: NoticeQuery) => {
    const { items, next } = await by.list('ko', query)
    return [items.map(({ id }) => id), next]
  }
  assert.deepEqual(await page({ limit: 2 }), [own.slice(0, 2), own[1]])
  assert.deepEqual(await page({ limit: 2, before: own[1]! }), [own.slice(2), null])
  assert.deepEqual(await page({ limit: 3 }), [own, null], 'an older letter beyond the mandate is no reason for another page')
  assert.deepEqual(await page({ before: own[2]! }), [[], null])
})
