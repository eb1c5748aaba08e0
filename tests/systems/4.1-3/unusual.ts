/** An official looks at a neighbour, which is unusual by day and by night, and never so much that it is blocked; the person asks why. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAuthenticator } from '@dpg/identity/testing'
import type { TraceEntry, TracePage, WatchedLook } from '@dpg/access/contract'
import { apply, basicPension, caseIn, idOf, type Server, signedIn, until, type Visitor, visitor } from '../../harness/index.ts'

interface Stage {
  readonly server: Server
  readonly kim: Visitor
}

export function unusual(stage: () => Stage): void {
  let opened = ''
  test('이웃의 신청을 열려는 담당자는 까닭을 적어야 하고, 그 까닭은 본인이 읽으며, 보호책임자가 판단한다', async () => {
    const { server, kim } = stage()
    const { id } = await apply(kim, basicPension)
    await caseIn(kim, id, ['review'])
    opened = id
    const [privacy, official] = [await signedIn(server, '윤지호'), await signedIn(server, '이도윤')]
    const [{ subject } = { subject: '' }] = (await kim.get<TracePage>('/api/access/entries?limit=1')).entries
    await privacy.post('/api/access/ties', { subject, official: idOf('이도윤'), kind: 'neighbour' })

    assert.equal((await official.ask(`/api/work/${id}`)).status, 403)
    const asked = await official.ask(`/work/${id}`, { headers: { accept: 'text/html' } })
    assert.equal(asked.status, 403)
    const form = asked.page().forms.find(({ action }) => action.endsWith('/reason'))!
    assert.match(asked.page().main, /왜 보는지 먼저 적어 주세요[\s\S]*이웃/)
    const seen = await official.fill(asked, form, { reason: '옆자리 담당자가 쉬는 날이라 대신 봅니다' })
    assert.match(seen.view.main, /김순자/)

    const entries = (await kim.get<TracePage>('/api/access/entries?limit=50')).entries.filter((entry) => entry.case === id)
    const stated = entries.find((entry): entry is TraceEntry => entry.stated !== undefined)
    assert.equal(stated?.stated, '옆자리 담당자가 쉬는 날이라 대신 봅니다')
    assert.ok(entries.filter(({ use, actor }) => use === 'refuse' && actor.name === '이도윤').length >= 2)
    assert.match((await kim.open('/my/trace')).view.main, /담당자가 적은 까닭: 옆자리 담당자가/)

    const page = await privacy.open('/privacy')
    assert.match(page.view.main, /이도윤[\s\S]*이웃[\s\S]*옆자리 담당자가 쉬는 날이라/)
    const { looks } = await privacy.get<{ looks: WatchedLook[] }>('/api/access/looks')
    for (const look of looks)
      await privacy.post(`/api/access/looks/${look.id}/review`, { outcome: 'abuse', note: '회피했어야 함' })
    const blocked = await official.ask(`/work/${id}`, { headers: { accept: 'text/html' } })
    assert.equal(blocked.status, 403)
    assert.match(blocked.page().main, /이 열람은 막혔습니다/)
    assert.equal((await official.ask('/privacy', { headers: { accept: 'text/html' } })).status, 403)
    assert.equal((await visitor(server).ask('/api/access/looks')).status, 401)
  })

  test('패스키가 있는 담당자는 까닭을 적고 그것으로 다시 로그인해야 보고, 그 뒤에는 보려던 곳으로 이어진다', async () => {
    const { server, kim } = stage()
    const [privacy, official] = [await signedIn(server, '윤지호'), await signedIn(server, '박서연')]
    const [{ subject } = { subject: '' }] = (await kim.get<TracePage>('/api/access/entries?limit=1')).entries
    await privacy.post('/api/access/ties', { subject, official: idOf('박서연'), kind: 'neighbour' })
    const [key, here] = [createAuthenticator(), { origin: server.url, rpID: new URL(server.url).hostname }]
    interface Challenge {
      readonly id: string
      readonly options: { readonly challenge: string }
    }
    const adding = (await official.ask('/api/identity/passkeys/registration-options', { method: 'POST' })).json<Challenge>()
    const response = key.register(adding.options.challenge, here)
    await official.post('/api/identity/passkeys', { id: adding.id, name: '보안 열쇠', response })

    const asked = await official.ask(`/work/${opened}`, { headers: { accept: 'text/html' } })
    const form = asked.page().forms.find(({ action }) => action.endsWith('/reason'))!
    await official.ask(form.action, { form: { ...form.fields, reason: '결재할 사람이 저뿐이라 봅니다' } })
    const unproved = await official.ask(`/work/${opened}`, { headers: { accept: 'text/html' } })
    assert.equal(unproved.status, 403)
    assert.match(unproved.page().main, /본인임을 더 확실히 밝혀 주세요[\s\S]*이웃/)
    assert.ok(unproved.page().links.some(({ href }) => href.startsWith(`/signin?next=${encodeURIComponent(`/work/${opened}`)}`)))

    const shown = (await official.ask('/api/identity/passkeys/authentication-options', { method: 'POST' })).json<Challenge>()
    const proof = key.assert(shown.options.challenge, here)
    await official.post('/api/identity/passkeys/authentication', { id: shown.id, response: proof })
    assert.match((await official.open(`/work/${opened}`)).view.main, /김순자/)
    await privacy.post('/api/access/ties', { subject, official: idOf('박서연'), kind: null })
  })

  test('왜 봤는지 물으면 기관이 기한 안에 답하고, 답은 같은 화면에 나타난다', async () => {
    const { server, kim } = stage()
    const { entries } = await kim.get<TracePage>('/api/access/entries?limit=100&actor=official')
    const { id } = entries.find(({ use, actor }) => use === 'view' && actor.agency === '3200000')!
    const page = await kim.open(`/my/trace/ask/${id}`)
    const after = await kim.fill(page, page.view.forms.find(({ action }) => action.endsWith(id))!)
    assert.match(after.view.main, /내가 물은 것[\s\S]*답을 기다림[\s\S]*제 정보를 왜 보셨는지 알려 주세요/)
    const chief = await signedIn(server, '박서연')
    const inbox = await chief.open('/privacy/questions')
    const box = inbox.view.forms.find(({ action }) => action.includes('/privacy/questions/ques_'))!
    const question = box.action.split('/').at(-1)!
    await chief.fill(inbox, box, { [`answer-${question}`]: '기초연금 신청을 심사하려고 보았습니다.' })
    assert.match((await kim.open('/my/trace')).view.main, /답이 왔습니다[\s\S]*기초연금 신청을 심사하려고 보았습니다/)
    await until('the news of the answer', async () => {
      const { main } = (await kim.open('/my/notices')).view
      return /왜 내 정보를 봤는지 답이 왔습니다/.test(main) && !main.includes('심사하려고 보았습니다')
    })
    const again = await kim.ask(`/api/access/entries/${id}/question`, { json: { question: '또 왜요?' } })
    assert.equal(again.status, 409)
    const stranger = await signedIn(server, '정다온')
    assert.equal((await stranger.ask(`/api/access/questions/${question}/answer`, { json: { answer: '다른 기관' } })).status, 404)
  })
}
