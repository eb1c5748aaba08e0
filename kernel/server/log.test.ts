import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from './log.ts'

const lineOf = (cause: unknown) => {
  const lines: string[] = []
  createLog('warn', (line) => void lines.push(line)).warn('test.failed', {}, cause)
  return lines.join('')
}

test('what a broken text said does not reach the log', () => {
  const broken = () => {
    try {
      return JSON.parse('{"person.wage": 김하늘}') as unknown
    } catch (error) {
      return error
    }
  }
  const line = lineOf(new Error('an answer that cannot be read', { cause: broken() })) + lineOf(broken())
  assert.doesNotMatch(line, /김하늘|person\.wage/)
  assert.match(line, /SyntaxError/)
  assert.match(line, /log\.test\.ts/, 'where it happened is told')
})

test('other errors say what they are and where', () => {
  assert.match(lineOf(new Error('no such thing')), /no such thing.*log\.test\.ts/)
})
