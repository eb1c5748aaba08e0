import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { claimPort } from './claim.ts'

test('a port that is given to us lies where no outgoing connection takes it before we listen', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => claimPort(0)))
  for (const port of ports) assert.ok(port >= 20_000 && port < 32_000, `port ${port}`)
})

test('a port that another program holds is refused, with the remedy', async () => {
  const port = await claimPort(0)
  const holder = createServer()
  await new Promise<void>((done) => holder.listen(port, done))
  await assert.rejects(claimPort(port), new RegExp(`port ${port} is in use: set PORT to another`))
  await new Promise((done) => holder.close(done))
})
