/** How the exchange, a gateway and a register sign what they say to each other (RFC 9421, Ed25519). */
import type { KeyObject } from 'node:crypto'
import { type Component, type RequestMessage, type ResponseMessage, withSignature } from '@dpg/http-signatures'
import { checkDigest, contentDigest, signMessage, verifyMessage } from '@dpg/http-signatures/node'

/** Not the authority: the same question passes from the gateway on to the register. The path names the register. */
const QUESTION: readonly Component[] = ['@method', '@path', '@query', 'content-digest']
const BOUND: Component = ['signature', { req: true, key: 'exchange' }]
const ANSWER: readonly Component[] = ['@status', 'content-digest', BOUND]

/** How old a question may be, in seconds; its nonce is remembered for twice as long. */
export const FRESH_S = 60
export const nowS = (): number => Math.floor(Date.now() / 1000)

export interface Signer {
  readonly keyid: string
  readonly key: KeyObject
}

/** Who asks: throws SignatureError unless the question is whole, fresh and signed by a caller we know. */
export function verifyQuestion(
  question: RequestMessage,
  body: Uint8Array,
  keyOf: (keyid: string) => KeyObject | undefined,
): { readonly caller: string; readonly nonce: string } {
  checkDigest(question, body)
  const expected = { label: 'exchange', covers: QUESTION, tag: 'dpg-exchange', now: nowS(), maxAgeS: FRESH_S }
  const { keyid = '', nonce = '' } = verifyMessage(question, expected, keyOf)
  return { caller: keyid, nonce }
}

export interface Answer {
  readonly status: number
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** An answer bound to the question it is given to, signed by the register. */
export function registerAnswer(question: RequestMessage, status: number, content: object, signer: Signer): Answer {
  return sealed(question, status, Buffer.from(JSON.stringify(content)), {}, 'register', ANSWER, signer)
}

/** The register's answer with the gateway's word that it was asked and answered just so; or the gateway's own answer. */
export function gatewayAnswer(
  question: RequestMessage,
  answer: Pick<Answer, 'status' | 'body' | 'headers'>,
  signer: Signer,
): Answer {
  const isSigned = answer.headers['signature'] !== undefined
  const covers: Component[] = isSigned ? [...ANSWER, ['signature', { key: 'register' }]] : [...ANSWER]
  const asked = question.headers['signature'] === undefined ? covers.filter((one) => one !== BOUND) : covers
  return sealed(question, answer.status, answer.body, answer.headers, 'gateway', asked, signer)
}

function sealed(
  request: RequestMessage,
  status: number,
  body: Buffer,
  before: Readonly<Record<string, string>>,
  label: string,
  covers: readonly Component[],
  { keyid, key }: Signer,
): Answer {
  const headers = { 'content-type': 'application/json', 'content-digest': contentDigest(body), ...before }
  const message: ResponseMessage = { status, headers, request }
  return { status, body, headers: withSignature(headers, signMessage(message, key, label, covers, { created: nowS(), keyid })) }
}
