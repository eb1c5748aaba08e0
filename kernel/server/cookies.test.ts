import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANONYMOUS, createTexts } from '../index.ts'
import { silentLog } from '../testing/index.ts'
import { createHttp } from './http.ts'
import { api } from './route.ts'

const enter = api({
  method: 'GET',
  path: '/enter',
  needs: 'public',
  summary: '',
  tag: '',
  handle: ({ cookies }) => ({ body: cookies, cookies: [{ name: 'session', value: 'new' }] }),
})
const site = (secureCookies: boolean) =>
  createHttp({
    routes: [enter],
    log: silentLog,
    texts: createTexts([]),
    principalOf: () => ANONYMOUS,
    problemPage: () => '',
    headers: {},
    secureCookies,
  })
const ask = async (secure: boolean, cookie: string) => {
  const answer = await site(secure).request('/enter', { headers: { cookie } })
  return { read: await answer.json(), set: answer.headers.get('set-cookie') }
}

test('over HTTPS a cookie is bound to this very host, and one that a neighbouring host has planted is not read', async () => {
  const { read, set } = await ask(true, 'session=planted; __Host-session=own; __Host-__proto__=1')
  assert.deepEqual(read, { session: 'own' })
  assert.equal(set, '__Host-session=new; Path=/; SameSite=Lax; HttpOnly; Secure')
})

test('without HTTPS, on one’s own machine, the plain name counts', async () => {
  const { read, set } = await ask(false, 'session=own')
  assert.deepEqual(read, { session: 'own' })
  assert.equal(set, 'session=new; Path=/; SameSite=Lax; HttpOnly')
})
