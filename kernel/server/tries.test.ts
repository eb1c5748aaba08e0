import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { serve } from '@hono/node-server'
import { ANONYMOUS, createTexts, fixedClock } from '../index.ts'
import { silentLog } from '../testing/index.ts'
import { createHttp } from './http.ts'
import { api } from './route.ts'
import { createTries, networkOf } from './tries.ts'

const clock = fixedClock('2026-11-25T00:00:00Z')

test('an address has so many tries at once, and gets new ones with time', () => {
  const tries = createTries(clock, { burst: 2, perMinute: 6 })
  assert.deepEqual([tries.take('a'), tries.take('a'), tries.take('a')], [0, 0, 10])
  assert.equal(tries.take('b'), 0, 'another address has its own')
  clock.set('2026-11-25T00:00:10Z')
  assert.deepEqual([tries.take('a'), tries.take('a')], [0, 10])
  tries.giveBack('a')
  assert.equal(tries.take('a'), 0)
})

test('a botnet of a thousand addresses, or of more than are remembered, costs honest people nothing and gets no more than its own tries', () => {
  clock.set('2026-11-25T01:00:00Z')
  for (const size of [1_000, 12_000]) {
    const tries = createTries(clock, { burst: 3, perMinute: 1 })
    const honest = '203.0.113.7'
    assert.equal(tries.take(honest), 0)
    let passed = 0
    for (let round = 0; round < 5; round++)
      for (let bot = 0; bot < size; bot++) if (tries.take(`10.${bot >> 8}.${bot & 255}.1`) === 0) passed++
    assert.deepEqual([tries.take(honest), tries.take(honest)], [0, 0], `${size} addresses`)
    if (size === 1_000) assert.equal(passed, 3 * size)
  }
})

test('all addresses of one IPv6 network count as one, an IPv4 address in IPv6 dress as itself', () => {
  assert.equal(networkOf('2001:db8:1:2:aaaa::1'), networkOf('2001:0db8:1:2::ffff'))
  assert.notEqual(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'))
  assert.equal(networkOf('::ffff:203.0.113.9'), networkOf('203.0.113.9'))
  assert.equal(networkOf('::1'), '0:0:0:0')
})

const limited = api({
  method: 'POST',
  path: '/dear',
  needs: 'public',
  limit: { name: 'dear', burst: 1, perMinute: 2 },
  summary: '',
  tag: '',
  handle: ({ client }) => ({ body: { client } }),
})

async function serving(proxies: number) {
  const app = createHttp({
    routes: [limited],
    log: silentLog,
    texts: createTexts([]),
    principalOf: () => ANONYMOUS,
    problemPage: () => '',
    headers: {},
    secureCookies: false,
    proxies,
    clock,
  })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const ask = (forwarded: string) =>
    fetch(`http://127.0.0.1:${port}/dear`, { method: 'POST', headers: { 'x-forwarded-for': forwarded } })
  return { ask, close: () => new Promise((resolve) => server.close(resolve)) }
}

test('who asks too often is told when to come again, and a forged header makes nobody a stranger', async () => {
  const { ask, close } = await serving(0)
  assert.equal((await ask('203.0.113.1')).status, 200)
  const refused = await ask('203.0.113.2')
  assert.equal(refused.status, 429)
  assert.equal(refused.headers.get('retry-after'), '30')
  assert.equal(((await refused.json()) as { type: string }).type, '/problems/kernel/too-many-requests')
  await close()
})

test('behind a proxy of our own, whom it served is counted, and what that one claims is not', async () => {
  const { ask, close } = await serving(1)
  assert.deepEqual(await (await ask('198.51.100.7, 203.0.113.1')).json(), { client: '203.0.113.1' })
  assert.equal((await ask('198.51.100.8, 203.0.113.1')).status, 429)
  assert.equal((await ask('203.0.113.2')).status, 200)
  await close()
})
