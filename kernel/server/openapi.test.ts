import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { api, type Route } from './index.ts'
import { openApi } from './openapi.ts'

const handle = () => ({})
const told = (route: Route) => {
  const text = openApi([route], { title: 'x', version: '0', description: '' }) as {
    paths: Record<
      string,
      Record<string, { responses: object; parameters: { name: string }[]; requestBody?: { content: object } }>
    >
  }
  return text.paths[route.path]![route.method.toLowerCase()]!
}
const common = { summary: '', tag: 'x', handle }

test('a call with nothing to read says 204, and one that needs a session says what comes without', () => {
  const route = api({
    ...common,
    method: 'DELETE',
    path: '/api/x/{id}',
    needs: 'resident',
    params: z.object({ id: z.string() }),
    success: 204,
  })
  assert.deepEqual(Object.keys(told(route).responses), ['204', '401', '403', '422', 'default'])
})

test('a call that reads JSON says what happens to a broken, a large and another kind of body', () => {
  const route = api({ ...common, method: 'POST', path: '/api/x', needs: 'public', body: z.object({}), needsKey: true })
  assert.deepEqual(Object.keys(told(route).responses), ['200', '400', '413', '415', '422', 'default'])
  assert.deepEqual(
    told(route).parameters.map(({ name }) => name),
    ['Idempotency-Key'],
  )
})

test('a call that takes or gives a file names its kinds', () => {
  const taken = api({ ...common, method: 'POST', path: '/api/x', needs: 'public', requestType: 'application/pdf' })
  const given = api({ ...common, method: 'GET', path: '/api/x', needs: 'public', responseType: ['application/pdf', 'text/html'] })
  assert.deepEqual(Object.keys(told(taken).requestBody!.content), ['application/pdf'])
  assert.match(JSON.stringify(told(given).responses), /"application\/pdf":\{\},"text\/html":\{\}/)
})

test('of several kinds of answer only JSON has a schema', () => {
  const route = api({
    ...common,
    method: 'GET',
    path: '/api/x',
    needs: 'public',
    response: z.object({ a: z.string() }),
    responseType: ['application/pdf', 'application/json'],
  })
  assert.match(JSON.stringify(told(route).responses), /"application\/pdf":\{\},"application\/json":\{"schema"/)
})
