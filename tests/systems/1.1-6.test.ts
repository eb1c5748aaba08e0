/** 1.1-6 전자고지와 열람확인 (e-notice with proof of reading). Missing: e-mail, push and text messages, the fall-back to registered post when a notice is not read in time */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { DeliveryProof, NoticeSummary, NoticeView } from '@dpg/notices/contract'
import {
  actOn,
  apply,
  basicPension,
  caseIn,
  extract,
  personas,
  type Server,
  signedIn,
  startServer,
  until,
  type Visitor,
  visitor,
} from '../harness/index.ts'

let server: Server
let kim: Visitor
before(async () => {
  server = await startServer()
  kim = await signedIn(server, '김순자')
})
after(() => server?.close())

interface Box {
  readonly items: readonly NoticeSummary[]
  readonly unread: number
  readonly next: string | null
}

async function boxOf(who: Visitor, query = ''): Promise<readonly NoticeSummary[]> {
  const all: NoticeSummary[] = []
  for (let before = ''; ; ) {
    const { items, next } = await who.get<Box>(`/api/notices?limit=100${query}${before}`)
    all.push(...items)
    if (next === null) return all
    before = `&before=${next}`
  }
}

/** The first notice of a case, in the box. */
const noticeOf = (who: Visitor, caseId: string): Promise<NoticeSummary> =>
  until('a notice to be delivered', async () => {
    const [first] = (await boxOf(who, `&case=${caseId}`)).filter(({ status }) => status !== 'queued')
    return first
  })

const proofOf = (who: Visitor, id: string) => who.get<DeliveryProof>(`/api/notices/${id}/proof`)

test('신청하면 접수 통지가 함에 들어오고, 목록이나 내용을 들여다본 것만으로는 읽은 것이 되지 않는다', async () => {
  const { id } = await apply(kim, extract)
  const notice = await noticeOf(kim, id)
  assert.ok(notice.deliveredAt !== null && notice.deliveredAt >= notice.sentAt)
  await kim.get<NoticeView>(`/api/notices/${notice.id}`)
  await kim.open('/my/notices')
  await kim.open(`/my/notices/${notice.id}`)
  const again = await kim.get<NoticeView>(`/api/notices/${notice.id}`)
  assert.deepEqual([again.status, again.openedAt], ['delivered', null])
  assert.ok((await kim.get<Box>('/api/notices')).unread > 0)
  const { content, openedAt } = await proofOf(kim, notice.id)
  assert.deepEqual([content, openedAt], [null, null], 'the proof lets one read without having opened')
})

test('화면에서 열면 처음 연 때가 한 번만 적히고, 다시 열어도 강제로 꺼졌다 켜져도 그대로다', async () => {
  const { id } = await apply(kim, extract)
  const notice = await noticeOf(kim, id)
  const page = await kim.open(`/my/notices/${notice.id}`)
  const form = page.view.forms.find(({ action }) => action.endsWith('/open'))
  assert.ok(form, 'the page has no button to open the notice')
  const opened = await kim.fill(page, form)
  assert.match(opened.view.main, /등본/)
  const { openedAt } = await proofOf(kim, notice.id)
  assert.ok(openedAt !== null && Math.abs(Date.parse(openedAt) - Date.now()) < 60_000)
  await Promise.all([1, 2, 3].map(() => kim.post(`/api/notices/${notice.id}/open`, {})))
  assert.equal((await proofOf(kim, notice.id)).openedAt, openedAt)
  await server.kill9()
  await server.restart()
  const { status } = await kim.get<NoticeView>(`/api/notices/${notice.id}`)
  assert.equal(status, 'opened')
  assert.equal((await proofOf(kim, notice.id)).openedAt, openedAt)
})

test('결정 통지는 법 조문과 결정문을 지니고, 유통증명은 보낸 내용의 지문과 맞는다', async () => {
  const { id } = await apply(kim, basicPension)
  await caseIn(kim, id, ['review'])
  const official = await signedIn(server, '김하늘')
  const decided = await actOn(official, id, { action: 'grant', reason: '요건을 모두 갖추었습니다' })
  assert.equal(decided.state, 'granted')
  const notice = await until('the decision', async () =>
    (await boxOf(kim, `&case=${id}`)).find(({ isLegal, status }) => isLegal && status !== 'queued'),
  )
  const { body, law, documents, digest } = await kim.post<NoticeView>(`/api/notices/${notice.id}/open`, {})
  assert.match(law ?? '', /^기초연금법 제13조/)
  assert.match(body, /349,700/)
  assert.equal(documents.length, 1)
  const pdf = await kim.ask(`/api/documents/${documents[0]}/pdf`)
  assert.ok(pdf.status === 200 && pdf.text.startsWith('%PDF-'))
  const proof = await proofOf(kim, notice.id)
  assert.equal(createHash('sha256').update(proof.content!).digest('hex'), proof.digest)
  assert.equal(proof.digest, digest)
  assert.match(proof.content!, /349,700/)
  assert.ok(proof.sentAt <= proof.deliveredAt! && proof.deliveredAt! <= proof.openedAt!)
})

test('남의 통지는 볼 수도 열 수도 증명을 뗄 수도 없다', async () => {
  const { id } = await apply(kim, extract)
  const notice = await noticeOf(kim, id)
  const park = await signedIn(server, '박영호')
  for (const path of ['', '/proof']) assert.equal((await park.ask(`/api/notices/${notice.id}${path}`)).status, 404)
  assert.equal((await park.ask(`/api/notices/${notice.id}/open`, { json: {} })).status, 404)
  assert.equal((await visitor(server).ask(`/api/notices/${notice.id}`)).status, 401)
  assert.equal((await proofOf(kim, notice.id)).openedAt, null)
})

test('신청이 몰리는 가운데 강제로 꺼져도 통지는 하나도 없어지지 않고 두 번 가지도 않는다', async () => {
  const people = await Promise.all(personas.slice(2, 8).map(({ name }) => signedIn(server, name)))
  const answered: { readonly who: Visitor; readonly id: string }[] = []
  const sending = people.map(async (who) => {
    for (let one = 0; one < 4; one++) answered.push({ who, id: (await apply(who, extract)).id })
  })
  const all = Promise.allSettled(sending)
  await until('some to be answered', async () => answered.length >= 8, { everyMs: 5 })
  await server.kill9()
  await all
  await server.restart()
  for (const { who, id } of answered) {
    await noticeOf(who, id)
    const subjects = (await boxOf(who, `&case=${id}`)).map(({ subject }) => subject)
    assert.ok(subjects.includes('주민등록표 등본 신청을 받았습니다'))
    assert.equal(new Set(subjects).size, subjects.length, subjects.join(', '))
  }
})
