import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findBrokenText } from './plain-text.ts'

test('text that no database can keep is found wherever it stands', () => {
  assert.deepEqual(findBrokenText({ a: ['x', { b: 'y\u0000' }] }), ['a', '1', 'b'])
  assert.deepEqual(findBrokenText('\ud83c'), [])
  assert.deepEqual(findBrokenText({ a: { 'k\u0000': 1 } }), ['a'])
})

test('all other text passes: emoji, Hangul, line ends, files', () => {
  for (const value of ['🏛️', '가나다', 'a\r\nb\t', '', null, 3, { file: new File(['\u0000'], 'a.bin') }, ['\ufeff']])
    assert.equal(findBrokenText(value), undefined)
})
