import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { tooManyTries, type Verification, type Wallet } from '@dpg/wallet/contract'
import { assertDrawn } from '../../my/testing.ts'
import { publicPages } from '../testing.ts'

const NUMBER = '1234-5678-9012-3456'
const genuine: Verification = {
  state: 'valid',
  title: '기초연금 지급 결정 통지서',
  issuer: '서울특별시 관악구',
  issuedAt: '2026-11-20T01:00:00Z',
  validUntil: '2027-11-20',
  holder: '김*자',
  digests: { ko: 'ab'.repeat(32) },
}
const walletOf = (answer: Verification | undefined, seen: unknown[] = []): Partial<Wallet> => ({
  verify: async (...asked) => {
    seen.push(asked)
    return answer
  },
  verifyFile: async (bytes) => {
    seen.push(bytes.length)
    return answer
  },
})

describe('verifying a document', () => {
  for (const lang of ['ko', 'en'] as const)
    test(`asks for a number or a file, without sign-in (${lang})`, async () => {
      const { html } = await (await publicPages())('GET /verify', { lang })
      assertDrawn(html)
      assert.match(html, /name="number"[\s\S]*enctype="multipart\/form-data"[\s\S]*name="file"/)
    })

  test('the number of a QR code fills the field, and nothing is asked before a press', async () => {
    const seen: unknown[] = []
    const ask = await publicPages({ wallet: walletOf(genuine, seen) })
    const { html } = await ask('GET /verify', { query: { number: NUMBER } })
    assert.match(html, new RegExp(`name="number"[^>]*value="${NUMBER}"|value="${NUMBER}"[^>]*name="number"`))
    assert.deepEqual(seen, [])
  })

  test('a genuine document: enough to compare with the paper, and no more', async () => {
    const seen: unknown[] = []
    const ask = await publicPages({ wallet: walletOf(genuine, seen) })
    const { html, status } = await ask('POST /verify', { body: { number: ` ${NUMBER} ` }, client: '192.0.2.7' })
    assertDrawn(html)
    assert.equal(status, 200)
    assert.match(
      html,
      /role="status"[\s\S]*진짜 문서입니다[\s\S]*기초연금 지급 결정 통지서[\s\S]*김\*자[\s\S]*관악구[\s\S]*2026년 11월 20일/,
    )
    assert.deepEqual(seen, [['1234567890123456', '192.0.2.7']])
  })

  for (const [state, words] of [
    ['expired', /기간이 지난 문서입니다/],
    ['revoked', /효력이 없어진 문서입니다/],
  ] as const)
    test(`a document that is ${state} says so and never that it is genuine`, async () => {
      const ask = await publicPages({ wallet: walletOf({ ...genuine, state }) })
      const { html } = await ask('POST /verify', { body: { number: NUMBER } })
      assertDrawn(html)
      assert.match(html, words)
      assert.doesNotMatch(html, /진짜 문서입니다/)
    })

  test('an unknown number says what that means and what to do', async () => {
    const { html, status } = await (await publicPages({ wallet: walletOf(undefined) }))('POST /verify', {
      body: { number: NUMBER },
    })
    assertDrawn(html)
    assert.equal(status, 404)
    assert.match(html, /이 번호로 나간 문서가 없습니다[\s\S]*저희가 낸 문서가 아닙니다/)
    assert.ok(html.includes(`value="${NUMBER}"`))
  })

  test('a number that cannot be one is told before anybody is asked', async () => {
    const seen: unknown[] = []
    const ask = await publicPages({ wallet: walletOf(genuine, seen) })
    for (const [number, words] of [
      ['', /번호를 적어 주세요/],
      ['123', /16자리/],
      ['<script>alert(1)</script>', /16자리/],
    ] as const) {
      const { html, status } = await ask('POST /verify', { body: { number } })
      assertDrawn(html)
      assert.equal(status, 422)
      assert.match(html, words)
      assert.doesNotMatch(html, /<script>/)
    }
    assert.deepEqual(seen, [])
  })

  test('too many wrong numbers: says kindly when to come back', async () => {
    const wallet: Partial<Wallet> = {
      verify: async () => {
        throw tooManyTries({ retryAfterS: 125 })
      },
    }
    const { html, status, headers } = await (await publicPages({ wallet }))('POST /verify', { body: { number: NUMBER } })
    assertDrawn(html)
    assert.equal(status, 429)
    assert.equal(headers?.['retry-after'], '125')
    assert.match(html, /3분 뒤에 다시/)
  })

  test('a file: exactly what we issued, or not', async () => {
    const seen: unknown[] = []
    const file = new File([new Uint8Array(10)], 'a.pdf', { type: 'application/pdf' })
    const good = await (await publicPages({ wallet: walletOf(genuine, seen) }))('POST /verify/file', { body: { file } })
    assertDrawn(good.html)
    assert.match(good.html, /저희가 낸 그대로이고/)
    assert.deepEqual(seen, [10])
    const bad = await (await publicPages({ wallet: walletOf(undefined) }))('POST /verify/file', { body: { file } })
    assert.equal(bad.status, 404)
    assert.match(bad.html, /저희가 낸 그대로의 파일이 아닙니다/)
    const none = await (await publicPages({ wallet: walletOf(genuine) }))('POST /verify/file', { body: {} })
    assert.equal(none.status, 422)
    assert.match(none.html, /<a href="#f-file">확인할 PDF 파일을 골라 주세요/)
  })
})
