/** A register's own system: 1 KB of JSON, at once or after `DELAY` milliseconds. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const delay = Number(process.env['DELAY'] ?? 0)
const body = Buffer.from(JSON.stringify({ name: '김보기', notes: 'x'.repeat(980) }))
const headers = { 'content-type': 'application/json', 'content-length': body.length }
const server = createServer((_, response) => {
  const answer = () => response.writeHead(200, headers).end(body)
  if (delay > 0) setTimeout(answer, delay)
  else answer()
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.once('SIGTERM', () => process.exit(0))
