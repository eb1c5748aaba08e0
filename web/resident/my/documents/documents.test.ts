import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { DocumentSummary } from '@dpg/wallet/contract'
import { assertSound, openPages } from '../testing.ts'

const ID = 'doc_01936f2e-0000-7000-8000-000000000001'

const document = (over: Partial<DocumentSummary> = {}): DocumentSummary => ({
  id: ID as DocumentSummary['id'],
  kind: 'decision',
  title: '기초연금 결정서',
  number: '1234-5678-9012-3456',
  issuer: '종로구청',
  issuedAt: '2026-11-25T01:00:00Z',
  validUntil: null,
  service: 'SSE000000170',
  case: null,
  revokedAt: null,
  ...over,
})
const bytes = (text: string) => ({ bytes: new TextEncoder().encode(text), contentType: 'text/html' })

describe('my documents', () => {
  test('none: says what will be kept here', async () => {
    const ask = await openPages({ wallet: { list: async () => [] } })
    const { html } = await ask('GET /my/documents')
    assertSound(html)
    assert.match(html, /아직 문서가 없습니다/)
  })

  for (const lang of ['ko', 'en'] as const)
    test(`each says whether it still proves anything (${lang})`, async () => {
      const ask = await openPages({
        wallet: {
          list: async () => [document(), document({ validUntil: '2020-01-01' }), document({ revokedAt: '2026-11-25T02:00:00Z' })],
        },
      })
      const { html } = await ask('GET /my/documents', { lang })
      assertSound(html)
      assert.match(html, lang === 'ko' ? /유효함[\s\S]*기한 지남[\s\S]*취소됨/ : /Valid[\s\S]*Expired[\s\S]*Revoked/)
    })
})

describe('a document', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`can be read here, taken along, and says how others check it (${lang})`, async () => {
      const ask = await openPages({
        wallet: { find: async () => document(), read: async () => bytes('<article class="document"><h2>결정서</h2></article>') },
      })
      const { html } = await ask(`GET /my/documents/${ID}`, { lang })
      assertSound(html)
      assert.match(html, /<article class="document"><h2>결정서/)
      assert.match(html, new RegExp(`href="/my/documents/${ID}/pdf"`))
      assert.match(html, /1234-5678-9012-3456/)
      assert.match(html, /href="\/verify"/)
    })

  test('a file comes under a name people understand', async () => {
    const ask = await openPages({ wallet: { find: async () => document(), read: async () => bytes('%PDF') } })
    const { headers } = await ask(`GET /my/documents/${ID}/pdf`)
    assert.equal(
      decodeURIComponent(headers?.['content-disposition'] ?? ''),
      "attachment; filename*=UTF-8''기초연금 결정서 1234-5678-9012-3456.pdf",
    )
  })

  test("somebody else's is not found", async () => {
    const ask = await openPages({ wallet: { find: async () => undefined } })
    await assert.rejects(ask(`GET /my/documents/${ID}`), { type: 'wallet/document-not-found' })
  })
})
