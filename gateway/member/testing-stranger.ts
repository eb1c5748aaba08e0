/** A gateway that holds a member's keys and does what it likes, for tests: honest unless told otherwise. */
import type { KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { withSignature } from '@dpg/http-signatures'
import { createBatchSigner } from '@dpg/http-signatures/batch'
import { pack, type QuestionHead, unpackQuestion } from './envelope.ts'
import type { OwnKey } from './keys.ts'
import { createOpener, createSealer, open, seal } from './seal.ts'
import { type System, system } from './testing.ts'
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
  readNames,
  SEALED,
  TAG,
  writeNames,
} from './wire.ts'

export interface Ways {
  /** Seconds that its clock is off. */
  readonly clockS?: number
  /** Another key to sign with than its own, under its own name. */
  readonly key?: KeyObject
  readonly keyid?: string
  /** Sealed as the answer to another question. */
  readonly bound?: (names: Names) => string
  /** Last hand on what leaves. */
  readonly alter?: (sent: Sent, response: ServerResponse) => Sent | undefined
}

export interface Sent {
  status: number
  headers: Record<string, string>
  body: Buffer
}

const newest = (keys: readonly OwnKey[], use: OwnKey['use']): OwnKey => keys.find((one) => one.use === use)!

/** Answers every question with the path that was asked for. */
export function strangeGateway(member: string, keys: readonly OwnKey[], ways: () => Ways): Promise<System> {
  const opener = createOpener()
  return system(async (incoming, response, body) => {
    const { clockS = 0, key = newest(keys, 'sign').key, keyid, bound = boundOf, alter } = ways()
    const names = readNames(incoming.headers[NAMES] as string)!
    const secret = opener.of(names.key, newest(keys, 'seal').key, names.kem)
    const { head } = unpackQuestion(open(secret.question, body, boundOf(names)))
    const said = Buffer.from(JSON.stringify({ path: head.path }))
    const sealed = seal(secret.answer, pack({ status: 200, headers: {} }, said), bound(names))
    const plain = { 'content-type': SEALED, 'content-digest': digestField(sealed) }
    const message = { status: 200, headers: plain, request: requestOf(incoming) }
    const by = keyid ?? `${member}#${newest(keys, 'sign').id}`
    const fields = await createBatchSigner(key).sign(message, 'a', ANSWER, { created: nowS() + clockS, keyid: by, tag: TAG })
    const honest: Sent = { status: 200, headers: withSignature(plain, fields), body: sealed }
    const sent = alter ? alter(honest, response) : honest
    if (sent) response.writeHead(sent.status, { ...sent.headers, 'content-length': sent.body.length }).end(sent.body)
  })
}

const requestOf = ({ headers }: IncomingMessage) => ({ method: 'POST', url: `http://gateway${PATH}`, headers })

export interface Question {
  readonly names: Pick<Names, 'id' | 'from' | 'to'>
  readonly head: QuestionHead
  readonly body?: Buffer
  readonly clockS?: number
  readonly key: KeyObject
  readonly keyid: string
  readonly receiver: { readonly keyid: string; readonly key: KeyObject }
}

/** A question made by hand, sent to an outer door: the answer as it comes. */
export async function askByHand(
  outside: string,
  { names, head, body, clockS = 0, key, keyid, receiver }: Question,
): Promise<Response> {
  const secret = createSealer().towards(receiver.keyid, receiver.key)
  const all: Names = { ...names, key: receiver.keyid, kem: secret.encapsulated }
  const sealed = seal(secret.question, pack(head, body ?? Buffer.alloc(0)), boundOf(all))
  const plain = { 'content-type': SEALED, 'content-digest': digestField(sealed), [NAMES]: writeNames(all) }
  const url = outside + PATH
  const parameters = { created: nowS() + clockS, nonce: newNonce(), keyid, tag: TAG }
  const fields = await createBatchSigner(key).sign({ method: 'POST', url, headers: plain }, 'q', QUESTION, parameters)
  return fetch(url, { method: 'POST', headers: withSignature(plain, fields), body: new Uint8Array(sealed) })
}
