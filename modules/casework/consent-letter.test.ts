import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTexts, type Lang, placeholders } from '@dpg/kernel'
import { consentLetter, type Lack, type LackEvent } from './consent-letter.ts'
import { casework as info } from './index.ts'

const texts = createTexts([info.messages])
const EVENTS: readonly LackEvent[] = ['consent-refused', 'consent-withdrawn', 'consent-expired']
const member = { role: 'members', isChild: false, hasNotice: true } as const
const lack: Lack = { people: [member], waits: true, isResumed: true }
const body = (event: LackEvent, more: Partial<Lack> = {}, lang: Lang = 'ko') =>
  consentLetter(texts(lang), event, { ...lack, ...more }).body

test('처리기간이 멈추었을 때만 다시 센다고 한다', () => {
  for (const event of EVENTS) {
    assert.match(body(event), /멈추었던 처리기간은 다시 셉니다/)
    assert.doesNotMatch(body(event, { isResumed: false }), /처리기간/)
  }
})

test('답하지 않은 사람에게는 늦게라도, 거절하거나 거둔 사람에게는 다시 동의하라고 한다', () => {
  assert.match(body('consent-expired'), /늦게라도 동의: 그분이 받은 알림에서/)
  for (const event of ['consent-refused', 'consent-withdrawn'] as const)
    assert.match(body(event), /다시 동의: 그분이 받은 알림에서/)
  for (const event of EVENTS) assert.doesNotMatch(body(event, { people: [{ ...member, hasNotice: false }] }), /알림에서/)
})

test('누가 서명하는지 바르게 부른다', () => {
  const said = (...people: Lack['people'][number][]) => body('consent-refused', { people })
  const child = { ...member, isChild: true }
  assert.match(said(child), /미성년인 가족의 법정대리인이 동의하지 않아[\s\S]*법정대리인이 서명한 동의서/)
  assert.match(said(member, child), /가족이나 그 법정대리인이[\s\S]*그분이나 법정대리인이 서명한/)
  assert.match(said({ ...member, role: 'spouse' }), /배우자가 동의하지 않아[\s\S]*배우자가 서명한/)
  assert.match(said({ ...member, role: 'parents' }), /부모님이 동의하지 않아/)
  assert.match(said(member, { ...member, role: 'parents' }), /가족이 동의하지 않아/)
})

test('어느 말로도 빈 자리 없이 네 길을 말한다', () => {
  const known = ['name', 'service', 'receiptNumber', 'office', 'officePhone']
  for (const lang of ['ko', 'en'] as const)
    for (const event of EVENTS)
      for (const waits of [true, false]) {
        const said = body(event, { waits }, lang)
        assert.deepEqual(placeholders(said), known)
        assert.equal(said.match(/^- /gm)?.length, 4)
        assert.doesNotMatch(said, /casework\./)
      }
})
