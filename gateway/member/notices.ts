/** The inner door for what changes: a system subscribes and reads its notices; another says that something of its own has changed. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { exchange } from './asking.ts'
import { clientOf, header, purposeOf } from './client.ts'
import { Fault } from './fault.ts'
import { readBody, send } from './http.ts'
import { readNamed, readTarget } from './names.ts'
import { rightOf, serviceOf } from './right.ts'
import type { Running } from './running.ts'

const LONGEST_MS = 366 * 86_400_000
const MOST_AT_ONCE = 500
const MOST_WAIT_S = 30

/** `POST /subscriptions/{service}/{path}`, `DELETE /subscriptions?id=`, `POST /changes/{service}`. */
export async function atSubscriptions(running: Running, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = incoming.url ?? ''
  if (incoming.method === 'POST' && url.startsWith('/subscriptions/')) return subscribe(running, incoming, response)
  if (incoming.method === 'DELETE' && url.startsWith('/subscriptions?')) return unsubscribe(running, incoming, response)
  if (incoming.method === 'POST' && url.startsWith('/changes/')) return change(running, incoming, response)
  throw new Fault('not-found')
}

/** Under its X-Road-Id, until `DPG-Until`: a year at most. Twice is once. */
async function subscribe(running: Running, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = readTarget(incoming.url ?? '')
  if (!target?.path.startsWith('/')) throw new Fault('not-found')
  const client = clientOf(running, incoming)
  const service = serviceOf(running.members(), target.service)
  if (!service.tells) throw new Fault('no-changes-told', { service: target.service })
  const purpose = purposeOf(incoming, service)
  const { law } = rightOf(running.members(), client, target.service, purpose)
  const id = header(incoming, 'x-road-id') ?? randomUUID()
  const until = untilOf(incoming)
  const subject = header(incoming, 'dpg-subject')
  const { service: to, path } = target
  // First here: the first notice may come before the answer.
  await running.subscribed.ask({ id, client, service: to, path, purpose, law, subject, until })
  const head = { method: 'SUBSCRIBE', path, headers: {}, purpose, subject, user: header(incoming, 'x-road-userid') } as const
  const body = Buffer.from(JSON.stringify({ until }))
  try {
    await exchange(running, { id, from: client, to, head, law, body })
  } catch (cause) {
    if (cause instanceof Fault && isRefusal(cause)) await running.subscribed.end(client, id, cause.why)
    throw cause
  }
  json(response, 201, { id, until })
}

/** Ends here at once, at the other side as soon as it hears of it. */
async function unsubscribe(running: Running, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const client = clientOf(running, incoming)
  const id = new URL(incoming.url ?? '', 'http://inside').searchParams.get('id') ?? ''
  const live = running.subscribed.live(client, id)
  if (!live) throw new Fault('no-subscription', { id })
  await running.subscribed.end(client, id, 'unsubscribed')
  const { service: to, path, purpose, law, subject } = live
  const head = { method: 'UNSUBSCRIBE', path, headers: {}, purpose, subject } as const
  const body = Buffer.from(JSON.stringify({ subscription: id }))
  // Whoever does not hear of it is told when it sends the next notice.
  await exchange(running, { id: randomUUID(), from: client, to, head, law, body }).catch((cause: unknown) =>
    running.log('subscription.end-not-told', { id, cause: String(cause) }),
  )
  json(response, 200, { id })
}

/** `GET /notices/?after=<place>&waitS=<seconds>`: in their order; asking for what comes after a place says that all before is dealt with. */
export async function atNotices(running: Running, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  if (incoming.method !== 'GET') throw new Fault('not-found')
  const client = clientOf(running, incoming)
  const query = new URL(incoming.url ?? '', 'http://inside').searchParams
  const [after, waitS] = [numberOf(query.get('after')), Math.min(numberOf(query.get('waitS')), MOST_WAIT_S)]
  await running.subscribed.sweep()
  const read = () => running.subscribed.notices(client, after, MOST_AT_ONCE)
  if (read().length === 0 && waitS > 0) await running.subscribed.news(client, waitS * 1000)
  const notices = read()
  json(response, 200, { notices, next: notices.at(-1)?.place ?? after })
}

const changed = z.strictObject({
  path: z.string().max(8_000).optional(),
  subject: z.string().max(300).optional(),
  /** `ended`: nothing more may be told, such as when a consent ends. */
  what: z.enum(['changed', 'ended']).default('changed'),
  why: z.string().max(100).optional(),
  purpose: z.string().max(100).optional(),
})

/** By the system that answers for the service; the same X-Road-Id twice is once. Answered when it is on disk, told after. */
async function change(running: Running, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const client = clientOf(running, incoming)
  const service = readNamed(incoming.url ?? '', '/changes/')
  if (!service?.startsWith(`${client}/`)) throw new Fault('unknown-service', { service: service ?? '' })
  const body = await readBody(incoming)
  let given: z.output<typeof changed>
  try {
    given = changed.parse(JSON.parse(body.toString('utf8')))
  } catch {
    throw new Fault('bad-header', { header: 'body' })
  }
  const id = `${service} ${header(incoming, 'x-road-id') ?? randomUUID()}`
  const told = await running.subscribers.change({ id, service, ...given })
  running.teller.wake()
  json(response, 200, { told })
}

function untilOf(incoming: IncomingMessage): string {
  const until = header(incoming, 'dpg-until')
  const ms = Date.parse(until ?? '')
  if (!(ms > Date.now() && ms <= Date.now() + LONGEST_MS)) throw new Fault('bad-header', { header: 'dpg-until' })
  return new Date(ms).toISOString()
}

/** Said by the other side, and final: no use in waiting for notices. */
const isRefusal = ({ status }: Fault): boolean => status === 403 || status === 404 || status === 422

const numberOf = (text: string | null): number => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : 0)

const json = (response: ServerResponse, status: number, body: object): void =>
  send(response, status, { 'content-type': 'application/json' }, Buffer.from(JSON.stringify(body)))
