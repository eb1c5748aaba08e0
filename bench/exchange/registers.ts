/** Registers behind their gateway, each with an answer after its own time (`DELAYS`, milliseconds by register), signed by both. */
import { createPrivateKey } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { FactAnswer, FactQuestion } from '@dpg/exchange/contract'
import { type Component, withSignature } from '@dpg/http-signatures'
import { contentDigest, signMessage } from '@dpg/http-signatures/node'

const delays = JSON.parse(process.env['DELAYS']!) as Record<string, number>
const key = createPrivateKey(process.env['KEY']!)
const ANSWER: readonly Component[] = ['@status', 'content-digest', ['signature', { req: true, key: 'exchange' }]]
const SIGNERS: readonly (readonly [string, readonly Component[]])[] = [
  ['register', ANSWER],
  ['gateway', [...ANSWER, ['signature', { key: 'register' }]]],
]

const server = createServer(async (incoming, response) => {
  const register = /^\/registers\/([\w-]+)\/facts$/.exec(incoming.url ?? '')?.[1] ?? ''
  const { subject, facts } = (await read(incoming)) as FactQuestion
  await pause(delays[register])
  const at = new Date().toISOString()
  const answer: FactAnswer = { register, subject, at, facts: Object.fromEntries(facts.map((fact) => [fact, null])) }
  const body = JSON.stringify(answer)
  const request = { method: 'POST', url: `http://g${incoming.url}`, headers: incoming.headers }
  let headers = { 'content-type': 'application/json', 'content-digest': contentDigest(body) }
  for (const [label, covers] of SIGNERS) {
    const parameters = { created: Math.floor(Date.now() / 1000), keyid: label }
    headers = withSignature(headers, signMessage({ status: 200, headers, request }, key, label, covers, parameters))
  }
  response.writeHead(200, headers).end(body)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.once('SIGTERM', () => process.exit(0))

async function read(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
