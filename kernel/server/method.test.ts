import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANONYMOUS, createTexts } from '../index.ts'
import { silentLog } from '../testing/index.ts'
import { createHttp } from './http.ts'
import { api } from './route.ts'

const common = { needs: 'public', summary: '', tag: '', handle: () => ({ body: {} }) } as const
const app = createHttp({
  routes: [
    api({ ...common, method: 'GET', path: '/api/things/{id}' }),
    api({ ...common, method: 'DELETE', path: '/api/things/{id}' }),
    api({ ...common, method: 'GET', path: '/api/tiles/*' }),
  ],
  log: silentLog,
  texts: createTexts([]),
  principalOf: () => ANONYMOUS,
  problemPage: () => '',
  headers: {},
  secureCookies: false,
})
const ask = (method: string, path: string) => app.fetch(new Request(`http://dpg.example${path}`, { method }))

test('an address that takes other requests says which; one that is not there says so', async () => {
  const wrong = await ask('POST', '/api/things/1')
  assert.equal(wrong.status, 405)
  assert.equal(wrong.headers.get('allow'), 'DELETE, GET, HEAD')
  assert.equal(((await wrong.json()) as { type: string }).type, '/problems/kernel/method-not-allowed')
  assert.equal((await ask('PUT', '/api/tiles/0/000')).status, 405)
  assert.equal((await ask('POST', '/api/things')).status, 404)
  assert.equal((await ask('GET', '/api/things/1/2')).status, 404)
  assert.equal((await ask('GET', '/api/things/1')).status, 200)
})
