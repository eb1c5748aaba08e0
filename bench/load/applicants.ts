/** A process of its own: signed-in residents who send applications over HTTP, each once. Told what by its parent, tells what it saw. */
import { Agent, request } from 'node:http'
import { paced } from './paced.ts'

export interface Applicants {
  readonly url: string
  readonly perSecond: number
  readonly seconds: number
  /** Session cookies: one resident each. */
  readonly cookies: readonly string[]
  readonly application: object
}

process.once('message', async (told: Applicants) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 })
  const body = JSON.stringify(told.application)
  const seen = await paced(told, (index) => send(told, agent, body, index))
  process.send?.(seen)
  process.disconnect?.()
})

function send({ url, cookies }: Applicants, agent: Agent, body: string, index: number): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'idempotency-key': `bench-${index}`,
    cookie: cookies[index]!,
  }
  return new Promise((done, fail) => {
    const asked = request(new URL('/api/cases', url), { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () =>
        /"receiptNumber"/.test(text) ? done() : fail(new Error(`${response.statusCode} ${text.slice(0, 200)}`)),
      )
    })
    asked.on('error', fail)
    asked.end(body)
  })
}
