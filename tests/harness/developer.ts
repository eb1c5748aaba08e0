/** An app on the platform, and a receiver of its webhooks: both know nothing but the published API. */
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App, AppKey } from '@dpg/developers/contract'
import type { Visitor } from './visitor.ts'

export interface NewApp {
  readonly app: App
  readonly key: AppKey
  readonly secret: string
}

export const newApp = (developer: Visitor, name: string): Promise<NewApp> =>
  developer.post<NewApp>('/api/developers/apps', { name, about: '시험에서 쓴다' })

export interface Heard {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Receiver {
  readonly url: string
  readonly heard: Heard[]
  /** What it answers from now on. */
  answer(status: number): void
  close(): Promise<void>
}

export async function hookReceiver(): Promise<Receiver> {
  const heard: Heard[] = []
  let status = 204
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      heard.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    answer: (next) => {
      status = next
    },
    close: () => new Promise((done) => void server.close(() => done())),
  }
}

/** As the specification of Standard Webhooks tells a receiver to check it. */
export function isSigned({ headers, body }: Heard, secret: string): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const right = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  return (headers['webhook-signature'] ?? '').split(' ').includes(right)
}
