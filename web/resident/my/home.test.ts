import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertSound, koreaCatalogue, openPages, type Some } from './testing.ts'

const catalogue = koreaCatalogue()
const summary = (over: object) =>
  ({
    id: 'case_1',
    receiptNumber: '2026-1125-000123',
    service: { id: 'S', title: '기초연금' },
    stateTitle: '검토 중',
    says: '검토하고 있습니다',
    isEnded: false,
    needsApplicant: false,
    clock: { state: 'running', dueAt: null },
    office: { code: '1', name: '종로구청', phone: null },
    submittedAt: '2026-11-24T01:00:00Z',
    decidedAt: null,
    ...over,
  }) as never
const notice = (over: object) =>
  ({
    id: 'ntc_1',
    kind: 'case',
    subject: '보완 안내',
    status: 'delivered',
    sentAt: '2026-11-25T01:00:00Z',
    deliveredAt: null,
    openedAt: null,
    isLegal: true,
    ...over,
  }) as never
const nothing = {
  items: [],
  total: 0,
  counts: { eligible: 0, ineligible: 0, unknown: 0 },
  ask: [],
  coming: [],
  failures: [],
  asOf: '2026-11-25',
  isWatching: false,
  agreed: [],
  lookedAt: '2026-11-25T01:00:00Z',
  keptUntil: '2026-11-25T01:10:00Z',
}

const pagesWith = (over: Some) =>
  openPages({
    catalogue,
    casework: { cases: async () => [], drafts: async () => [], ...over.casework },
    notices: { list: async () => ({ items: [], next: null }), ...over.notices },
    benefits: { glance: async () => nothing, ...over.benefits },
  })

describe('my page', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`what I must do comes before news, and news before what I may get (${lang})`, async () => {
      const ask = await pagesWith({
        casework: {
          cases: async () => [summary({}), summary({ id: 'case_2', needsApplicant: true })],
          drafts: async () => [
            { service: { id: 'S2', title: '부모급여' }, savedAt: '2026-11-24T01:00:00Z', expiresAt: '2026-12-24T01:00:00Z' },
          ],
        },
        notices: {
          list: async () => ({
            items: [notice({}), notice({ id: 'ntc_2', openedAt: '2026-11-25T02:00:00Z', subject: '읽은 알림' })],
            next: null,
          }),
        },
      })
      const { html } = await ask('GET /my', { lang })
      assertSound(html)
      const order = ['/my/cases/case_2', '/my/notices/ntc_1', '/apply/S2', '/my/cases/case_1'].map((path) =>
        html.indexOf(`href="${path}"`),
      )
      assert.ok(order.every((at) => at > 0))
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        order,
      )
      assert.doesNotMatch(html, /읽은 알림/)
    })

  test('with nothing to do says so', async () => {
    const { html } = await (await pagesWith({}))('GET /my')
    assertSound(html)
    assert.match(html, /김하늘님, 안녕하세요[\s\S]*지금 하셔야 할 일은 없습니다/)
  })

  test('a register that does not answer is said here too', async () => {
    const failures = [{ register: 'national-tax', facts: [], kind: 'slow' as const }]
    const { html } = await (await pagesWith({ benefits: { glance: async () => ({ ...nothing, failures }) } }))('GET /my')
    assert.match(html, /지금 답하지 않는 대장이 있습니다: 국세/)
  })

  test('before any look, it asks no register and says where benefits are found', async () => {
    const { html } = await (await pagesWith({ benefits: { glance: async () => undefined } }))('GET /my')
    assertSound(html)
    assert.match(html, /무엇을 조회하는지 먼저 보여 드리고[\s\S]*href="\/my\/benefits"/)
  })
})
