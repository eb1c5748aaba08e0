import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOperations, developers } from '@dpg/developers'
import { openApiText } from '@dpg/server'
import { generatedNow, generatedThen } from './client.ts'

test('클라이언트의 형은 지금의 API와 같다 (npm run client)', () => {
  assert.ok(generatedThen() === generatedNow(), 'the API has changed: npm run client')
})

test('앱에 열린 API 는 저마다 우리말로 무엇을 하는지 적혀 있다', () => {
  const { all } = createOperations(openApiText())
  const wordless = all.map(({ id }) => `developers.operation.${id}`).filter((key) => !developers.messages.ko[key])
  assert.deepEqual(wordless, [], 'to be written into modules/developers/messages/operations.ko.json')
})
