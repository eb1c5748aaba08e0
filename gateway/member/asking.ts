/** A message to another member's gateway and its answer: sealed, signed, in our journal before anybody hears of it. */
import { SignatureError, withSignature } from '@dpg/http-signatures'
import type { Proof } from './cache.ts'
import { type Entry, now } from './entry.ts'
import { type AnswerHead, type Opened, pack, type QuestionHead, unpackAnswer } from './envelope.ts'
import { Fault, isWhy } from './fault.ts'
import { NoAnswer, type Received } from './http.ts'
import { memberOf } from './names.ts'
import type { Sending } from './running.ts'
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

/** One message to another member. */
export interface Asking {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly head: QuestionHead
  readonly law: string
  readonly body: Buffer
  /** Who we are in it: whoever asks for facts, or whoever holds them. */
  readonly side?: Entry['side']
}

export interface Asked {
  readonly answer: Opened<AnswerHead>
  readonly nonce: string
  readonly digest: string
  readonly proof: Proof
}

/** One question to another member, to its end: the answer opened, both signatures in our journal. Throws a Fault. */
export async function exchange(running: Sending, asking: Asking): Promise<Asked> {
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
    side: asking.side ?? 'consumer',
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
    return { answer, nonce, digest, proof: { id, asked: digest, ...answered } }
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
  running: Sending,
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
  const { why, ...detail } = JSON.parse(body.toString('utf8')) as Record<string, string>
  if (!isWhy(why)) throw new Error(`a refusal for a reason that is not known: ${why}`)
  return new Fault(why, detail)
}

function faultOf(cause: unknown, member: string): Fault {
  if (cause instanceof Fault) return cause
  if (cause instanceof NoAnswer) return new Fault(cause.isSlow ? 'slow' : 'unreachable', { member })
  return new Fault('untrusted', { member })
}
