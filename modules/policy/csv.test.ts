import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cell } from './csv.ts'

test('a cell is never taken for a formula and never breaks its row', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) assert.match(cell(text).replace(/^"/, ''), /^'/)
  assert.equal(cell('a,b'), '"a,b"')
  assert.equal(cell('say "so"'), '"say ""so"""')
  assert.equal(cell('=HYPERLINK("x")'), `"'=HYPERLINK(""x"")"`)
  assert.equal(cell('two\nlines'), '"two\nlines"')
  assert.equal(cell('서울특별시'), '서울특별시')
})

test('numbers stand bare and whole, losses too; nothing stands for nothing', () => {
  assert.equal(cell(-1234.6), '-1235')
  assert.equal(cell(0), '0')
  assert.equal(cell(null), '')
})
