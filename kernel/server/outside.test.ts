import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { isInside, outsideFetch } from './outside.ts'

const server = createServer((_incoming, outgoing) => void outgoing.end('here')).listen(0, 'localhost')
await new Promise((done) => server.once('listening', done))
const { port } = server.address() as AddressInfo
after(() => {
  server.closeAllConnections()
  server.close()
})

test('a name that leads to a machine of our own is not connected to', async () => {
  const call = outsideFetch(`http://localhost:${port}/`, {}, false)
  await assert.rejects(call, ({ cause }: Error) => (cause as { code?: string }).code === 'inside')
})

test('in a demonstration the machine that one sits at is reached', async () => {
  const answer = await outsideFetch(`http://localhost:${port}/`, { headers: { connection: 'close' } }, true)
  assert.equal(await answer.text(), 'here')
})

test('addresses of private networks are inside, however they are written', () => {
  for (const one of ['10.1.2.3', '192.168.0.1', '169.254.169.254', '::1', 'fd00::1', '::ffff:10.0.0.1'])
    assert.ok(isInside(one), one)
  for (const one of ['1.1.1.1', '2606:4700::1111']) assert.ok(!isInside(one), one)
})
