/** The inner side: systems of this agency ask here, as they would ask an X-Road security server (REST). */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { SignatureError, withSignature } from '@dpg/http-signatures'
import { type Entry, now } from './entry.ts'
import { carried, pack, type QuestionHead, unpackAnswer } from './envelope.ts'
import { Fault } from './fault.ts'
import { NoAnswer, readBody, type Received, send, sendFault } from './http.ts'
import type { Service } from './members.ts'
import { isSubsystem, memberOf, readTarget, type Target } from './names.ts'
import { codesOf, rightOf, serviceOf } from './right.ts'
import type { Running } from './running.ts'
import { open, seal } from './seal.ts'
import {
  ANSWER,
  boundOf,
  digestField,
  NAMES,
  type Names,
  newNonce,
  nowS,
  PATH,
  QUESTION,
  SEALED,
  TAG,
  writeNames,
} from './wire.ts'

export function createInside(running: Running): Server {
  const { underWay } = running
  const server = createServer((incoming, response) => {
    const language = incoming.headers['accept-language']
    if (underWay.inside >= running.config.most) return sendFault(response, new Fault('too-many'), language)
    underWay.inside++
    ask(running, incoming, response)
      .catch((cause: unknown) => {
        if (!(cause instanceof Fault)) running.log('inside.failed', { cause: String(cause) })
        if (cause instanceof Fault) sendFault(response, cause, language)
        else response.destroy()
      })
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
  const body = await readBody(incoming)
  const id = header(incoming, 'x-road-id') ?? randomUUID()
  const asked = await exchange(running, { id, from, to: target.service, head, law, body })
  const { head: told, body: content } = asked.answer
  send(
    response,
    told.status,
    {
      ...told.headers,
      'x-road-id': id,
      'x-road-client': encodeURI(from),
      'x-road-service': encodeURI(target.service),
      'x-road-request-id': asked.nonce,
      'x-road-request-hash': asked.digest,
    },
    content,
  )
}

interface Asking {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly head: QuestionHead
  readonly law: string
  readonly body: Buffer
}

/** One question to another member, to its end: the answer opened, both signatures in our journal. */
async function exchange(running: Running, asking: Asking) {
  const { id, from, to, head, law, body } = asking
  const members = running.members()
  const member = memberOf(to)
  const [gateway, receiver, signer] = [members.member(member)?.gateway, members.sealingKey(member), running.signer()]
  if (!gateway || !receiver) throw new Fault('unknown-member', { member })
  if (!signer) throw new Fault('no-key')
  const secret = running.sealer.towards(receiver.keyid, receiver.key)
  const names: Names = { id, from, to, key: receiver.keyid, kem: secret.encapsulated }
  const bound = boundOf(names)
  const sealed = seal(secret.question, pack(head, body), bound)
  const digest = digestField(sealed)
  const url = gateway.replace(/\/$/, '') + PATH
  const plain = { 'content-type': SEALED, 'content-digest': digest, [NAMES]: writeNames(names) }
  const nonce = newNonce()
  const fields = await signer.sign({ method: 'POST', url, headers: plain }, 'q', QUESTION, {
    created: nowS(),
    nonce,
    keyid: signer.keyid,
    tag: TAG,
  })
  const headers = withSignature(plain, fields)
  const entry = {
    side: 'consumer',
    id,
    from,
    to,
    purpose: head.purpose,
    law,
    subject: head.subject,
    user: head.user,
    issue: head.issue,
    method: head.method,
    asked: digest,
  } as const
  try {
    const received = await running.caller.call({
      method: 'POST',
      url,
      headers,
      body: sealed,
      timeoutMs: running.config.timeoutMs,
    })
    const answered = believe(running, member, { method: 'POST', url, headers }, received)
    if (received.status !== 200) throw refusalOf(received)
    const answer = unpackAnswer(open(secret.answer, received.body, bound))
    await running.journal.append({ at: now(), ...entry, outcome: answer.head.status, ...answered } satisfies Entry)
    return { answer, nonce, digest }
  } catch (cause) {
    const fault = faultOf(cause, member)
    if (!(cause instanceof Fault) && !(cause instanceof NoAnswer))
      running.log('inside.untrusted', { member, cause: String(cause) })
    await running.journal.append({ at: now(), ...entry, outcome: fault.why } satisfies Entry)
    throw fault
  }
}

/** The answer's signature is the asked member's, over this very answer to this very question. */
function believe(
  running: Running,
  member: string,
  request: { method: string; url: string; headers: Record<string, string> },
  received: Received,
) {
  const message = { status: received.status, headers: received.headers, request }
  const digest = digestField(received.body)
  if (received.headers['content-digest'] !== digest) throw new SignatureError('wrong', 'the body is not the one that was signed')
  const expected = { label: 'a', covers: ANSWER, tag: TAG, now: nowS(), maxAgeS: 60 }
  running.verifier.verify(message, expected, (keyid) =>
    keyid.startsWith(`${member}#`) ? running.members().signingKey(keyid) : undefined,
  )
  const { 'signature-input': input, signature } = received.headers
  return { answered: digest, input: String(input), signature: String(signature) }
}

/** A refusal by the other gateway: signed, and in words. */
function refusalOf({ body }: Received): Fault {
  const { why, ...detail } = JSON.parse(body.toString('utf8')) as { why: Fault['why'] } & Record<string, string>
  return new Fault(why, detail)
}

function faultOf(cause: unknown, member: string): Fault {
  if (cause instanceof Fault) return cause
  if (cause instanceof NoAnswer) return new Fault(cause.isSlow ? 'slow' : 'unreachable', { member })
  return new Fault('untrusted', { member })
}

function clientOf({ config }: Running, incoming: IncomingMessage): string {
  let client: string
  try {
    client = decodeURIComponent(header(incoming, 'x-road-client') ?? '')
  } catch {
    throw new Fault('bad-client')
  }
  if (!isSubsystem(client)) throw new Fault('bad-client')
  const known = memberOf(client) === config.member ? config.clients[client.slice(config.member.length + 1)] : undefined
  if (!known) throw new Fault('not-ours', { client })
  if (known.token !== undefined && header(incoming, 'authorization') !== `Bearer ${known.token}`) throw new Fault('no-token')
  return client
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])

/** A service with a single purpose needs none stated: callers made for X-Road work as they are. */
function headOf(incoming: IncomingMessage, { path }: Target, service: Service): QuestionHead {
  const method = incoming.method ?? 'GET'
  if (!METHODS.has(method)) throw new Fault('not-found')
  const only = service.purposes.length === 1 ? service.purposes[0]!.code : undefined
  const purpose = header(incoming, 'dpg-purpose') ?? only
  if (!purpose) throw new Fault('no-purpose', { purposes: codesOf(service) })
  return {
    method: method as QuestionHead['method'],
    path,
    headers: carried(incoming.headers),
    purpose,
    subject: header(incoming, 'dpg-subject'),
    user: header(incoming, 'x-road-userid'),
    issue: header(incoming, 'x-road-issue'),
  }
}

/** One short line of visible characters. */
function header(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !/^[\x20-\x7e\u0080-\u00ff]{1,300}$/.test(value))
    throw new Fault('bad-header', { header: name })
  return value
}
