import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { NoticeView } from '@dpg/notices/contract'
import { assertSound, openPages, PERSON } from '../testing.ts'

const ID = 'ntc_01936f2e-0000-7000-8000-000000000001'
const CASE = 'case_01936f2e-0000-7000-8000-000000000001'

const notice = (over: Partial<NoticeView> = {}): NoticeView => ({
  id: ID as NoticeView['id'],
  kind: 'case',
  subject: '기초연금을 드리기로 결정했습니다',
  status: 'delivered',
  sentAt: '2026-11-25T01:00:00Z',
  deliveredAt: '2026-11-25T01:00:01Z',
  openedAt: null,
  isLegal: true,
  service: 'SSE000000170',
  case: CASE as NoticeView['case'],
  body: '하늘 님께 **기초연금**을 드립니다.\n\n- 매월 349,700원',
  documents: [],
  link: `/my/cases/${CASE}`,
  law: '행정절차법 제15조제2항',
  digest: 'ab'.repeat(32),
  ...over,
})

const wallet = { find: async () => ({ id: 'doc_1', title: '결정서', number: '1234-5678-9012-3456' }) as never }

describe('my notices', () => {
  test('none: says what will come here', async () => {
    const ask = await openPages({ notices: { list: async () => ({ items: [], next: null }) } })
    const { html } = await ask('GET /my/notices')
    assertSound(html)
    assert.match(html, /받은 알림이 없습니다/)
  })

  for (const lang of ['ko', 'en'] as const)
    test(`the list opens nothing: ordinary news by one button, legal ones by a page that says what opening means (${lang})`, async () => {
      const items = [
        notice({ isLegal: false, kind: 'benefits', id: `${ID.slice(0, -1)}2` as NoticeView['id'] }),
        notice(),
        notice({ openedAt: '2026-11-25T02:00:00Z', id: `${ID.slice(0, -1)}3` as NoticeView['id'] }),
      ]
      const ask = await openPages({ notices: { list: async () => ({ items, next: 'ntc_next' }), unread: async () => 2 } })
      const { html } = await ask('GET /my/notices', { lang })
      assertSound(html)
      assert.deepEqual(
        [...html.matchAll(/action="\/my\/notices\/([^"]+)\/open" method="post"/g)].map((match) => match[1]),
        [`${ID.slice(0, -1)}2`],
      )
      assert.match(html, new RegExp(`<a [^>]*href="/my/notices/${ID}"`))
      assert.match(html, /before=ntc_next/)
    })
})

describe('a notice', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`closed, shows its subject, its effect and the law, and never its content (${lang})`, async () => {
      const ask = await openPages({ notices: { find: async () => notice() }, wallet })
      const { html } = await ask(`GET /my/notices/${ID}`, { lang })
      assertSound(html)
      assert.match(html, /행정절차법 제15조제2항/)
      assert.doesNotMatch(html, /349,700/)
      assert.match(html, new RegExp(`action="/my/notices/${ID}/open" method="post"`))
    })

  test('is opened by POST only, for the person who is signed in', async () => {
    const opened: unknown[] = []
    const ask = await openPages({
      notices: {
        open: async (...args) => {
          opened.push(args)
          return notice()
        },
      },
    })
    assert.equal((await ask(`POST /my/notices/${ID}/open`)).location, `/my/notices/${ID}`)
    assert.deepEqual(opened, [[PERSON, ID, 'ko']])
  })

  for (const lang of ['ko', 'en'] as const)
    test(`opened, shows the letter, its documents, where to go and the proof (${lang})`, async () => {
      const open = notice({ openedAt: '2026-11-25T02:00:00Z', documents: ['doc_1' as never] })
      const ask = await openPages({ notices: { find: async () => open }, wallet })
      const { html } = await ask(`GET /my/notices/${ID}`, { lang })
      assertSound(html)
      assert.match(html, /<strong>기초연금<\/strong>[\s\S]*<li>매월 349,700원<\/li>/)
      assert.match(html, /href="\/my\/documents\/doc_1"/)
      assert.match(html, new RegExp(`href="/my/cases/${CASE}"`))
      assert.match(html, new RegExp(`/api/notices/${ID}/proof`))
    })

  test('leads nowhere but to this portal', async () => {
    const ask = await openPages({
      notices: { find: async () => notice({ openedAt: '2026-11-25T02:00:00Z', link: '//evil.example', case: null }) },
      wallet,
    })
    assert.doesNotMatch((await ask(`GET /my/notices/${ID}`)).html, /evil\.example/)
  })

  test("somebody else's is not found", async () => {
    const ask = await openPages({ notices: { find: async () => undefined } })
    await assert.rejects(ask(`GET /my/notices/${ID}`), { type: 'notices/not-found' })
  })
})
