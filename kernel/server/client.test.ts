import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { serve } from '@hono/node-server'
import { ANONYMOUS, createTexts } from '../index.ts'
import { silentLog } from '../testing/index.ts'
import { createHttp } from './http.ts'
import { api } from './route.ts'

test('a route learns the network address of whoever asks, so that tries can be limited', async () => {
  const who = api({
    method: 'GET',
    path: '/who',
    needs: 'public',
    summary: '',
    tag: '',
    handle: ({ client }) => ({ body: { client } }),
  })
  const app = createHttp({
    routes: [who],
    log: silentLog,
    texts: createTexts([]),
    principalOf: () => ANONYMOUS,
    problemPage: () => '',
    headers: {},
    secureCookies: false,
  })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/who`, { headers: { 'x-forwarded-for': '203.0.113.9' } })
  assert.deepEqual(await answer.json(), { client: '127.0.0.1' })
  await new Promise((resolve) => server.close(resolve))
})
