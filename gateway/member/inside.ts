/** The inner side: systems of this agency ask here, as they would ask an X-Road security server (REST). */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { exchange } from './asking.ts'
import { clientOf, header, purposeOf } from './client.ts'
import type { CacheQuestion, Found } from './cache.ts'
import { type Entry, now } from './entry.ts'
import { type AnswerHead, carried, type Opened, type QuestionHead } from './envelope.ts'
import { Fault } from './fault.ts'
import { readBody, send, sendFault } from './http.ts'
import type { Service } from './members.ts'
import { readTarget, type Target } from './names.ts'
import { atNotices, atSubscriptions } from './notices.ts'
import { rightOf, serviceOf } from './right.ts'
import type { Running } from './running.ts'

export function createInside(running: Running): Server {
  const { underWay } = running
  const server = createServer((incoming, response) => {
    const language = incoming.headers['accept-language']
    const failed = (cause: unknown) => {
      if (!(cause instanceof Fault)) running.log('inside.failed', { cause: String(cause) })
      if (cause instanceof Fault) sendFault(response, cause, language)
      else response.destroy()
    }
    // Whoever waits for news is not under way.
    if (incoming.url?.startsWith('/notices/')) return void atNotices(running, incoming, response).catch(failed)
    if (underWay.inside >= running.config.most) return sendFault(response, new Fault('too-many'), language)
    underWay.inside++
    const work = incoming.url?.startsWith('/r1/') ? ask : atSubscriptions
    work(running, incoming, response)
      .catch(failed)
      .finally(() => underWay.inside--)
  })
  server.keepAliveTimeout = 60_000
  return server
}

async function ask(running: Running, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = readTarget(incoming.url ?? '')
  if (!target) throw new Fault('not-found')
  const from = clientOf(running, incoming)
  const members = running.members()
  const service = serviceOf(members, target.service)
  const head = headOf(incoming, target, service)
  // The same rule as at the other side: what would be refused there is not sent.
  const { law } = rightOf(members, from, target.service, head.purpose)
  const id = header(incoming, 'x-road-id') ?? randomUUID()
  const question = { from, to: target.service, head }
  const kept = service.keepS > 0 ? running.cache.find(question, service.keepS) : undefined
  if (kept) {
    // A look like any other.
    await running.journal.append({ at: now(), side: 'consumer', law, ...about(id, question), ...lookOf(kept) } satisfies Entry)
    const more = { age: String(kept.ageS), 'dpg-kept-from': kept.proof.id, 'x-road-request-hash': kept.proof.asked }
    return give(response, id, question, kept.answer, more)
  }
  const body = await readBody(incoming)
  const since = running.cache.moment()
  const asked = await exchange(running, { id, from, to: target.service, head, law, body })
  if (service.keepS > 0) running.cache.keep(question, since, asked.answer, asked.proof)
  give(response, id, question, asked.answer, { 'x-road-request-id': asked.nonce, 'x-road-request-hash': asked.digest })
}

const about = (id: string, { from, to, head: { purpose, subject, user, issue, method } }: CacheQuestion) => ({
  id,
  from,
  to,
  purpose,
  subject,
  user,
  issue,
  method,
})

function lookOf({ answer, proof: { id, ...proof } }: Found) {
  return { outcome: answer.head.status, kept: id, ...proof }
}

function give(
  response: ServerResponse,
  id: string,
  { from, to }: CacheQuestion,
  { head, body }: Opened<AnswerHead>,
  more: Readonly<Record<string, string>>,
): void {
  const names = { 'x-road-id': id, 'x-road-client': encodeURI(from), 'x-road-service': encodeURI(to) }
  send(response, head.status, { ...head.headers, ...names, ...more }, body)
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

function headOf(incoming: IncomingMessage, { path }: Target, service: Service): QuestionHead {
  const method = incoming.method ?? 'GET'
  if (!METHODS.has(method)) throw new Fault('not-found')
  return {
    method: method as QuestionHead['method'],
    path,
    headers: carried(incoming.headers),
    purpose: purposeOf(incoming, service),
    subject: header(incoming, 'dpg-subject'),
    user: header(incoming, 'x-road-userid'),
    issue: header(incoming, 'x-road-issue'),
  }
}
