import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { h } from 'preact'
import { buildWeb } from '@dpg/web-build'
import { formatBytes, formatDate, formatDateTime, formatMoney } from './formats.ts'

let ui: typeof import('../index.ts')
before(async () => {
  const build = await buildWeb()
  ui = await import(join(build.folder, build.manifest.server['ui']!))
})

test('days and moments are Korean days and Korean time', () => {
  assert.equal(formatDate('2026-11-24', 'ko', { weekday: true }), '2026년 11월 24일(화)')
  assert.equal(formatDate('2026-11-24', 'en', { weekday: true }), 'Tue 24 November 2026')
  assert.equal(formatDate('2026-01-05', 'ko', { short: true }), '1월 5일')
  assert.equal(formatDateTime('2026-11-24T15:30:00Z', 'ko'), '2026년 11월 25일 오전 12:30')
})

test('won are whole and grouped', () => {
  assert.equal(formatMoney(1_234_560n, 'ko'), '1,234,560원')
  assert.equal(formatMoney(0, 'en'), 'KRW 0')
  assert.equal(formatBytes(1_250_000), '1.3 MB')
  assert.equal(formatBytes(999_999), '1.0 MB')
})

test('a page list shows the ends, the neighbours and no gap of one', () => {
  assert.deepEqual(ui.shownPages(1, 3), [1, 2, 3])
  assert.deepEqual(ui.shownPages(4, 7), [1, 2, 3, 4, 5, 6, 7])
  assert.deepEqual(ui.shownPages(10, 20), [1, 'gap-9', 9, 10, 11, 'gap-20', 20])
})

test('Acts and decrees link to their article; notices do not', () => {
  assert.equal(
    decodeURI(ui.lawAddress('기초연금법 시행령 제4조제2항') ?? ''),
    'https://www.law.go.kr/법령/기초연금법시행령/제4조',
  )
  assert.equal(decodeURI(ui.lawAddress('개인정보 보호법 제23조의2') ?? ''), 'https://www.law.go.kr/법령/개인정보보호법/제23조의2')
  assert.equal(ui.lawAddress('보건복지부고시 제2025-135호'), undefined)
})

test('an outcome is said by words and by a sign, not by colour alone', () => {
  const html = ui.renderPart(h(ui.OutcomeBadge, { outcome: 'unknown' }))
  assert.match(html, /<svg/)
  assert.match(html, /확인 필요/)
})
