import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANONYMOUS, createTexts } from '../index.ts'
import { silentLog } from '../testing/index.ts'
import { createHttp } from './http.ts'
import { page } from './route.ts'

const app = createHttp({
  routes: [page({ method: 'POST', path: '/signin', needs: 'public', handle: () => ({ html: 'in' }) })],
  log: silentLog,
  texts: createTexts([]),
  principalOf: () => ANONYMOUS,
  problemPage: () => '',
  headers: {},
  secureCookies: false,
})
const post = async (headers: Record<string, string>) =>
  (await app.fetch(new Request('http://dpg.example/signin', { method: 'POST', headers: { host: 'dpg.example', ...headers } })))
    .status

test('a form is posted from our own pages or by hand, never from another site or from nowhere', async () => {
  assert.equal(await post({ origin: 'http://dpg.example' }), 200)
  assert.equal(await post({ 'sec-fetch-site': 'same-origin', origin: 'http://dpg.example' }), 200)
  assert.equal(await post({}), 200)
  assert.equal(await post({ origin: 'https://evil.example' }), 403)
  assert.equal(await post({ 'sec-fetch-site': 'same-site' }), 403)
  // A sandboxed frame or a data: page, where the connection is not trusted and Fetch Metadata is not sent.
  assert.equal(await post({ origin: 'null' }), 403)
})
