import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { breakLines } from './index.ts'

/** Hangul counts two, all else one. */
const measure = (text: string) => [...text].reduce((sum, char) => sum + (/[가-힣]/.test(char) ? 2 : 1), 0)

test('lines break between words, not within', () => {
  assert.deepEqual(breakLines('결과가 옳지 않다고 보시면', 12, measure), ['결과가 옳지', '않다고', '보시면'])
})

test('a word wider than the line breaks between characters', () => {
  assert.deepEqual(breakLines('가나다라마바사', 6, measure), ['가나다', '라마바', '사'])
})

test('a closing mark does not begin a line', () => {
  assert.deepEqual(breakLines('가나다라)', 8, measure), ['가나다', '라)'])
})

test('line breaks of the text stay, empty lines too', () => {
  assert.deepEqual(breakLines('하나\n\n둘', 20, measure), ['하나', '', '둘'])
})

test('no line is too wide and no character is lost', () => {
  const text = fc.string({ unit: fc.constantFrom('가', '나', 'a', ' ', ',', ')', '(', '\n'), maxLength: 60 })
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (value, width) => {
      const lines = breakLines(value, width, measure)
      assert.ok(lines.every((line) => measure(line) <= width))
      assert.equal(lines.join('').replaceAll(' ', ''), value.replace(/\s/g, ''))
    }),
  )
})
