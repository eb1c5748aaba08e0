import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generatedNow, generatedThen } from './client.ts'

test('클라이언트의 형은 지금의 API와 같다 (npm run client)', () => {
  assert.ok(generatedThen() === generatedNow(), 'the API has changed: npm run client')
})
