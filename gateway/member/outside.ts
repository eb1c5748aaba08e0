/** The outer side: gateways of other members ask here. Who asks, whether they may, once only, then the system, then the journal. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SignatureError, withSignature } from '@dpg/http-signatures'
import { type Entry, now } from './entry.ts'
import { carried, type Opened, pack, type QuestionHead, unpackQuestion } from './envelope.ts'
import { Fault, faultBody } from './fault.ts'
import { NoAnswer, readBody, send } from './http.ts'
import { hear, type Matter, subscribe, unsubscribe } from './matters.ts'
import { memberOf } from './names.ts'
import { rightOf } from './right.ts'
import type { Running } from './running.ts'
import { open, seal } from './seal.ts'
import { FRESH_S } from './seen.ts'
import { ANSWER, boundOf, digestField, NAMES, type Names, nowS, PATH, QUESTION, readNames, SEALED, TAG } from './wire.ts'

type Request = { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }

export function createOutside(running: Running): Server {
  const { underWay } = running
  const server = createServer((incoming, response) => {
    underWay.outside++
    receive(running, incoming, response, underWay.outside > running.config.most)
      .catch((cause: unknown) => {
        running.log('outside.failed', { cause: String(cause) })
        response.destroy()
      })
      .finally(() => underWay.outside--)
  })
  server.keepAliveTimeout = 60_000
  return server
}

async function receive(running: Running, incoming: IncomingMessage, response: ServerResponse, isTooMany: boolean): Promise<void> {
  const request: Request = {
    method: incoming.method ?? '',
    url: `http://gateway${incoming.url ?? '/'}`,
    headers: incoming.headers,
  }
  try {
    if (isTooMany) throw new Fault('too-many')
    if (incoming.url !== PATH || incoming.method !== 'POST') throw new Fault('not-found')
    const { sealed, digest } = await answer(running, request, await readBody(incoming))
    await reply(running, request, response, 200, SEALED, sealed, digest)
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause
    const content = { ...cause.detail, ...faultBody(cause, incoming.headers['accept-language']) }
    await reply(running, request, response, cause.status, 'application/problem+json', Buffer.from(JSON.stringify(content)))
  }
}

/** Everything that leaves is signed, refusals too: nobody in between can make one up. */
async function reply(
  running: Running,
  request: Request,
  response: ServerResponse,
  status: number,
  type: string,
  body: Buffer,
  digest = digestField(body),
): Promise<void> {
  const plain = { 'content-type': type, 'content-digest': digest }
  const signer = running.signer()
  if (!signer) return send(response, status, plain, body)
  // Without a signature on the question there is nothing to bind an answer to.
  const covers = request.headers.signature === undefined ? ANSWER.slice(0, 2) : ANSWER
  const parameters = { created: nowS(), keyid: signer.keyid, tag: TAG }
  const fields = await signer.sign({ status, headers: plain, request }, 'a', covers, parameters).catch(() => undefined)
  send(response, status, fields ? withSignature(plain, fields) : plain, body)
}

/** Sealed, with its digest; in our journal. */
async function answer(running: Running, request: Request, body: Buffer): Promise<{ sealed: Buffer; digest: string }> {
  const names = readNames(request.headers[NAMES] as string | undefined)
  if (!names) throw new Fault('not-signed', { reason: 'malformed' })
  const asked = digestField(body)
  const proof = believe(running, request, names, asked)
  const bound = boundOf(names)
  const { opened, reseal } = unseal(running, names, body, bound)
  const { purpose, subject, user, issue, method } = opened.head
  const entry = {
    at: now(),
    side: 'provider',
    id: names.id,
    from: names.from,
    to: names.to,
    purpose,
    subject,
    user,
    issue,
    method,
    asked,
    ...proof,
  } as const
  try {
    const { law, content, done } = await matterOf(running, names, opened, bound)
    const sealed = reseal(content)
    const digest = digestField(sealed)
    await running.journal.append({ ...entry, law, outcome: 200, answered: digest } satisfies Entry)
    await done()
    return { sealed, digest }
  } catch (cause) {
    // What is refused is remembered as well.
    if (cause instanceof Fault)
      await running.journal.append({ ...entry, law: cause.detail['law'] ?? '', outcome: cause.why } satisfies Entry)
    throw cause
  }
}

/** Signed by the member that it says it is from, fresh, not seen before; else a Fault. */
function believe(running: Running, request: Request, { from }: Names, digest: string) {
  try {
    if (request.headers['content-digest'] !== digest) throw new SignatureError('wrong', 'the body is not the one that was signed')
    const expected = { label: 'q', covers: QUESTION, tag: TAG, now: nowS(), maxAgeS: FRESH_S }
    const mine = `${memberOf(from)}#`
    const { keyid, nonce } = running.verifier.verify(request, expected, (id) =>
      id.startsWith(mine) ? running.members().signingKey(id) : undefined,
    )
    if (!nonce || nonce.length < 16) throw new SignatureError('uncovered', 'no nonce')
    if (!running.seen.isNew(`${keyid} ${nonce}`)) throw new Fault('replayed')
  } catch (cause) {
    if (cause instanceof SignatureError) throw new Fault('not-signed', { reason: cause.reason })
    throw cause
  }
  return { input: String(request.headers['signature-input']), signature: String(request.headers['signature']) }
}

function unseal(running: Running, names: Names, body: Buffer, bound: string) {
  const key = running.sealKey(names.key)
  try {
    if (!key) throw new Error('not our key')
    const secret = running.opener.of(names.key, key, names.kem)
    const opened = unpackQuestion(open(secret.question, body, bound))
    return { opened, reseal: (content: Buffer) => seal(secret.answer, content, bound) }
  } catch {
    throw new Fault('unopenable')
  }
}

async function matterOf(running: Running, names: Names, opened: Opened<QuestionHead>, bound: string): Promise<Matter> {
  const { method, purpose } = opened.head
  if (method === 'SUBSCRIBE') return subscribe(running, names, opened)
  if (method === 'UNSUBSCRIBE') return unsubscribe(running, names, opened)
  if (method === 'NOTICE') return hear(running, names, opened)
  const { law } = rightOf(running.members(), names.from, names.to, purpose)
  return { law, content: await fromSystem(running, names, opened, bound), done: nothing }
}
const nothing = async () => {}

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** What changes something happens once for an id of one member, however often it is sent. */
function fromSystem(running: Running, names: Names, opened: Opened<QuestionHead>, bound: string): Promise<Buffer> {
  const work = () => callSystem(running, names, opened)
  return SAFE.has(opened.head.method) ? work() : running.once.run(bound, pack(opened.head, opened.body), work)
}

async function callSystem(
  { config, caller }: Running,
  { id, from, to }: Names,
  { head, body }: Opened<QuestionHead>,
): Promise<Buffer> {
  const service = config.services[to.slice(config.member.length + 1)]
  if (!service || !to.startsWith(`${config.member}/`)) throw new Fault('unknown-service', { service: to })
  const { method, path, headers, purpose, subject, user, issue } = head
  const told = {
    ...headers,
    'x-road-client': encodeURI(from),
    'x-road-service': encodeURI(to),
    'x-road-id': id,
    'dpg-purpose': purpose,
    ...(subject === undefined ? {} : { 'dpg-subject': subject }),
    ...(user === undefined ? {} : { 'x-road-userid': user }),
    ...(issue === undefined ? {} : { 'x-road-issue': issue }),
  }
  try {
    const received = await caller.call({
      method,
      url: service.url.replace(/\/$/, '') + path,
      headers: told,
      body,
      timeoutMs: service.timeoutMs,
    })
    // A system that says whom its answer is about is taken at its word.
    const about = received.headers['dpg-subject']
    if (about !== undefined && about !== subject) throw new Fault('other-person', { service: to })
    return pack({ status: Math.max(200, received.status), headers: carried(received.headers) }, received.body)
  } catch (cause) {
    if (cause instanceof NoAnswer) throw new Fault(cause.isSlow ? 'service-slow' : 'service-down', { service: to })
    throw cause
  }
}
