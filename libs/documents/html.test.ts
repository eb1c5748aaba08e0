import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type IssuedDocument, renderHtml, toJson } from './index.ts'
import { SAMPLE } from './sample.ts'

test('the HTML says what the model says, with headings, header cells and captions', () => {
  const html = renderHtml(SAMPLE)
  for (const part of [
    '<article class="document" lang="ko">',
    '<h1>기초연금 지급 결정 통지서</h1>',
    '<h2>1. 결정 내용</h2>',
    '<th scope="row">신청인</th><td>김하늘 (1961. 3. 2.)</td>',
    '<caption>기초연금액의 계산</caption>',
    '<th scope="col" class="end">금액(원)</th>',
    '<ol><li>주민센터를 찾아가거나</li>',
    'role="img" aria-label="문서 확인 페이지로 가는 QR 코드"',
    '<a href="https://dpg.example/verify/2026-7KQ4-M2XD-91TB">',
  ]) {
    assert.ok(html.includes(part), part)
  }
})

test('the title takes the level of heading where the document is put', () => {
  const html = renderHtml(SAMPLE, { headingLevel: 2 })
  assert.match(html, /<h2>기초연금 지급/)
  assert.match(html, /<h3>1\. 결정/)
})

test('nothing in a text becomes markup', () => {
  const bare = (text: string): IssuedDocument => ({
    title: text,
    language: text,
    subtitle: text,
    sections: [
      {
        heading: text,
        blocks: [
          { kind: 'paragraph', text },
          { kind: 'list', items: [text] },
          { kind: 'facts', caption: text, rows: [{ label: text, value: text }] },
          { kind: 'table', columns: [{ title: text }], rows: [[text]] },
        ],
      },
    ],
    issuer: { date: text, name: text },
    verification: { label: text, number: text, note: text, qr: { modules: [[true]], label: text } },
    pageLabel: text,
  })
  const shape = (html: string) => html.replace(/>[^<]*</g, '><').replace(/(lang|aria-label)="[^"]*"/g, '$1')
  const plain = shape(renderHtml(bare('글')))
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom('<script>alert(1)</script>', '" onload="x', "'><img src=x>", '&lt;')),
      (text) => {
        fc.pre(text !== '' && !text.includes('\n'))
        assert.equal(shape(renderHtml(bare(text))), plain)
      },
    ),
  )
})

test('a verification address that could run something is refused', () => {
  assert.throws(
    () => renderHtml({ ...SAMPLE, verification: { label: '번호', number: '1', url: 'javascript:alert(1)' } }),
    RangeError,
  )
})

test('the JSON holds every text of the model and no picture', () => {
  const json = toJson(SAMPLE)
  assert.equal(json['form'], 'dpg-document/1')
  assert.deepEqual(json['sections'], SAMPLE.sections)
  assert.deepEqual(Object.keys(json['verification'] as object), ['label', 'number', 'note', 'url'])
  assert.deepEqual(JSON.parse(JSON.stringify(json)), json)
})
