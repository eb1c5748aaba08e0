import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { z } from 'zod'
import { ANONYMOUS, createTexts, type Messages } from '../index.ts'
import { silentLog } from '../testing/index.ts'
import { createHttp } from './http.ts'
import { openApi } from './openapi.ts'
import { api } from './route.ts'

const messages = (lang: string) =>
  JSON.parse(readFileSync(new URL(`../messages/${lang}.json`, import.meta.url), 'utf8')) as Messages
const common = { summary: '', tag: '', needs: 'public', body: z.object({ name: z.string() }) } as const
const app = createHttp({
  routes: [
    api({
      ...common,
      method: 'POST',
      path: '/api/things',
      needsKey: true,
      handle: ({ idempotencyKey }) => ({ body: { key: idempotencyKey } }),
    }),
    api({ ...common, method: 'PUT', path: '/api/things', handle: () => ({ body: {} }) }),
  ],
  log: silentLog,
  texts: createTexts([{ ko: messages('ko'), en: messages('en') }]),
  principalOf: () => ANONYMOUS,
  problemPage: () => '',
  headers: {},
  secureCookies: false,
})

interface Told {
  readonly status: number
  readonly type: string
  readonly detail: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}

async function ask(method: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Told> {
  const response = await app.fetch(
    new Request('http://dpg.example/api/things', {
      method,
      body: body as BodyInit,
      headers: { 'content-type': 'application/json', 'accept-language': 'ko', ...headers },
    }),
  )
  return { ...((await response.json()) as Told), status: response.status }
}

test('무엇이 잘못되었는지 읽는 사람의 말로 알린다', async () => {
  const bodies: [string | Uint8Array, RegExp][] = [
    ['{"a":', /JSON으로 읽을 수 없습니다/],
    ['['.repeat(40), /32겹/],
    [new Uint8Array([0x7b, 0xff, 0x7d]), /UTF-8/],
  ]
  for (const [body, words] of bodies) {
    const { status, detail } = await ask('PUT', body)
    assert.equal(status, 400)
    assert.match(detail, words)
    assert.doesNotMatch(detail, /not |nested|\{/)
    assert.doesNotMatch((await ask('PUT', body, { 'accept-language': 'en' })).detail, /[가-힣]/)
  }
  const broken = await ask('PUT', JSON.stringify({ name: 'a\u0000b' }))
  assert.deepEqual([broken.status, broken.errors?.[0]?.pointer], [422, '/name'])
  assert.match(broken.errors?.[0]?.detail ?? '', /[가-힣]/)
})

test('두 번 보내도 한 번만 하는 요청에는 열쇠가 있어야 하고, 없으면 어디에 무엇을 적을지 알린다', async () => {
  const body = JSON.stringify({ name: 'a' })
  for (const headers of [{}, { 'idempotency-key': 'two words' }]) {
    const { status, type, errors } = await ask('POST', body, headers)
    assert.deepEqual([status, type], [422, '/problems/kernel/invalid-request'])
    assert.equal(errors?.[0]?.pointer, '/Idempotency-Key')
    assert.match(errors?.[0]?.detail ?? '', /Idempotency-Key[를는] .*주세요/)
  }
  assert.equal((await ask('POST', body, { 'idempotency-key': 'k-1' })).status, 200)
})

test('the description says where it is served', () => {
  assert.deepEqual((openApi([], { title: 'x', version: '0', description: '' }) as { servers: object }).servers, [{ url: '/' }])
})
