import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClient, ProblemError } from './index.ts'
import { generate } from './generate.ts'
import { typeOf } from './schema.ts'

test('a schema becomes the type of its values', () => {
  assert.equal(typeOf({ type: 'string', enum: ['a', 'b'] }), '"a" | "b"')
  assert.equal(typeOf({ anyOf: [{ type: 'integer' }, { type: 'null' }] }), 'number | null')
  assert.equal(typeOf({ type: ['string', 'null'] }), 'string | null')
  assert.equal(
    typeOf({
      type: 'object',
      properties: { a: { type: 'boolean' }, 'b-c': { type: 'array', items: { enum: [1, 2] } } },
      required: ['a'],
    }),
    '{ readonly a: boolean; readonly "b-c"?: ReadonlyArray<1 | 2> }',
  )
  assert.equal(typeOf({ type: 'object', additionalProperties: { type: 'number' } }), 'Readonly<Record<string, number>>')
  assert.equal(typeOf({ anyOf: [{ type: 'string' }, { $ref: '#' }] }), 'unknown')
})

test('the generated file says what each call takes and answers', () => {
  const text = generate({
    info: { title: 'x', version: '1' },
    paths: {
      '/things/{id}': {
        put: {
          operationId: 'putThing',
          summary: 'Keeps it */ here',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
            { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } },
          ],
          requestBody: { content: { 'application/json': { schema: { type: 'number' } } } },
          responses: { 200: { content: { 'text/plain': {} } }, default: {} },
        },
      },
    },
  })
  assert.match(
    text,
    /putThing: \{ args: \{ readonly id: string; readonly body: number; readonly idempotencyKey\?: string \}; answer: string \}/,
  )
  assert.match(text, /putThing: \{"method":"PUT","path":"\/things\/\{id\}","body":"application\/json","needsKey":true\}/)
  assert.doesNotMatch(text, /it \*\/ here/)
})

test('a request carries key, person and a number of its own; a refusal is thrown with what it says', async () => {
  const asked: Request[] = []
  const answers = [
    Response.json({ items: [] }),
    Response.json(
      { type: '/problems/x/y', title: 'No.', status: 429, detail: 'Wait.' },
      { status: 429, headers: { 'content-type': 'application/problem+json', 'retry-after': '7', 'x-request-id': 'r-1' } },
    ),
    new Response('bad gateway', { status: 502 }),
  ]
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    asked.push(new Request(input, init))
    return answers.shift()!
  }
  const dpg = createClient({ url: 'https://dpg.example', key: 'dpg_test_x', fetch }).as('per_1')
  await dpg.call('getApiServices', { q: '기초 연금', limit: 2 })
  assert.equal(asked[0]?.url, `https://dpg.example/api/services?q=${encodeURIComponent('기초 연금').replace('%20', '+')}&limit=2`)
  assert.equal(asked[0]?.headers.get('authorization'), 'Bearer dpg_test_x')
  assert.equal(asked[0]?.headers.get('dpg-person'), 'per_1')
  const body = { service: 'a', answers: {} }
  const refused = await dpg.call('postApiCases', { body }).catch((error: unknown) => error)
  assert.ok(refused instanceof ProblemError)
  assert.deepEqual([refused.problem.type, refused.retryAfterS, refused.requestId], ['/problems/x/y', 7, 'r-1'])
  assert.match(asked[1]?.headers.get('idempotency-key') ?? '', /^[0-9a-f-]{36}$/)
  assert.deepEqual(await asked[1]?.json(), body)
  const away = await dpg.call('getApiCases', {}).catch((error: unknown) => error)
  assert.ok(away instanceof ProblemError && away.problem.status === 502)
})
