import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type AttachmentId, draftNotFound, duplicateCase } from '@dpg/casework/contract'
import { assertSound } from '../testing.ts'
import { BASIC_PENSION, draft, pagesFor, screen, show } from './testing.ts'

describe('the end of an application', () => {
  const last = draft({
    next: null,
    isReady: true,
    current: screen({
      id: 'agree',
      kind: 'declare',
      declarations: [
        { id: 'truth', says: '사실대로 적었습니다', law: '기초연금법 제29조제3항', isRequired: true, isAccepted: false },
      ],
    }),
  })

  test('asks for each declaration by a tick and carries a key', async () => {
    const html = await show(last)
    assert.match(html, /type="checkbox"[^>]*name="declarations" value="truth"/)
    assert.match(html, /name="key" value="[0-9a-f-]{36}"/)
    assert.match(html, />신청하기</)
  })

  test('sends with that key and leads to the receipt', async () => {
    const keys: string[] = []
    const ask = await pagesFor({
      saveScreen: async () => last,
      submitDraft: async (_p, _s, key) => {
        keys.push(key)
        return { id: 'case_1' } as never
      },
    })
    const { location } = await ask(`POST /apply/${BASIC_PENSION}/agree`, { body: { key: 'k1', declarations: 'truth' } })
    assert.equal(location, '/my/cases/case_1?received=1')
    assert.deepEqual(keys, ['k1'])
  })

  test('sent twice, the second leads to the same case', async () => {
    const ask = await pagesFor({
      saveScreen: async () => {
        throw draftNotFound({ service: BASIC_PENSION })
      },
      submitDraft: async () => ({ id: 'case_1' }) as never,
    })
    assert.equal(
      (await ask(`POST /apply/${BASIC_PENSION}/agree`, { body: { key: 'k1' } })).location,
      '/my/cases/case_1?received=1',
    )
  })

  test('an application that is already under way is named', async () => {
    const ask = await pagesFor({
      draft: async () => last,
      saveScreen: async () => last,
      submitDraft: async () => {
        throw duplicateCase({ receiptNumber: '2026-1125-000123' })
      },
    })
    const { status, html } = await ask(`POST /apply/${BASIC_PENSION}/agree`, { body: { key: 'k1' } })
    assert.equal(status, 422)
    assert.match(html, /2026-1125-000123/)
  })

  test('shows what was said, what was fetched from whom, and what comes later', async () => {
    const fact = { value: null, register: null, registerName: null, at: null, law: null, isDerived: false }
    const html = await show(
      draft({
        current: screen({
          id: 'check',
          kind: 'check',
          title: '가져온 내용이 맞나요?',
          facts: [
            {
              ...fact,
              fact: 'person.birthDate',
              label: '생년월일',
              value: '1958년 3월 5일',
              state: 'known',
              register: 'resident-register',
              registerName: '주민등록',
              at: '2026-11-25T01:00:00Z',
            },
            { ...fact, fact: 'person.wage', label: '월급', state: 'waiting', register: 'national-tax', registerName: '국세' },
            { ...fact, fact: 'person.phone', label: '휴대전화 번호', value: '010-1234-5678', state: 'known' },
          ],
        }),
        screens: [
          { id: 'contact', title: '연락처', isDone: true, isCurrent: false },
          { id: 'check', title: '확인', isDone: false, isCurrent: true },
        ],
      }),
    )
    assert.match(html, /주민등록, 11월 25일 확인/)
    assert.match(html, /아직 없습니다\. 신청한 뒤에/)
    assert.match(html, /href="\/apply\/SSE000000170\/contact"[^>]*>고치기/)
  })

  test('throwing a draft away is asked first, then done', async () => {
    const gone: string[] = []
    const ask = await pagesFor({ discardDraft: async (_p, service) => void gone.push(service) })
    const { html } = await ask(`GET /my/drafts/${BASIC_PENSION}/discard`)
    assertSound(html)
    assert.deepEqual(gone, [])
    assert.equal((await ask(`POST /my/drafts/${BASIC_PENSION}/discard`)).location, '/my/cases')
    assert.deepEqual(gone, [BASIC_PENSION])
  })
})

test('a file that was handed in by mistake can be taken back, and only by its own button', async () => {
  const file = { id: 'att_01936f2e-0000-7000-8000-000000000009' as AttachmentId, name: '잘못 올림.pdf', bytes: 1000 }
  const upload = {
    need: 'papers',
    title: '증명',
    why: null,
    accepts: ['application/pdf'],
    maxBytes: 1e6,
    maxFiles: 3,
    files: [file],
  }
  const view = draft({ current: screen({ id: 'papers', kind: 'evidence', title: '증명', uploads: [upload] }) })
  const gone: string[] = []
  const ask = await pagesFor({
    draft: async () => view,
    saveScreen: async () => assert.fail('nothing is saved by taking a file back'),
    detach: async (_who, _service, id) => void gone.push(id),
  })
  const { html } = await ask(`GET /apply/${BASIC_PENSION}/papers`)
  assert.match(
    html,
    new RegExp(`<button[^>]*name="remove"[^>]*value="${file.id}"[^>]*>빼기<span class="sr-only">: 잘못 올림.pdf`),
  )
  const { location } = await ask(`POST /apply/${BASIC_PENSION}/papers`, { body: { remove: file.id } })
  assert.deepEqual([location, gone], [`/apply/${BASIC_PENSION}/papers`, [file.id]])
})
