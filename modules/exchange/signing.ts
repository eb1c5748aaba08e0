/** What we sign when we ask, and what must be signed before we believe an answer (RFC 9421, Ed25519). gateway/wire says the same. */
import { hash, randomBytes } from 'node:crypto'
import { type Component, type RequestMessage, SignatureError, withSignature } from '@dpg/http-signatures'
import { checkDigest, contentDigest, signMessage, verifyMessage } from '@dpg/http-signatures/node'
import type { Gateway, Gateways, RawAnswer } from './gateways.ts'

/** The path names the register; the authority is left out because the gateway passes the question on as it is. */
const QUESTION: readonly Component[] = ['@method', '@path', '@query', 'content-digest']
const ANSWER: readonly Component[] = ['@status', 'content-digest', ['signature', { req: true, key: 'exchange' }]]
const COUNTERSIGNED: readonly Component[] = [...ANSWER, ['signature', { key: 'register' }]]
const MAX_AGE_S = 60

export interface Question {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** A fresh nonce for each register: the same one would let two of them join what they saw. */
export function signQuestion(
  { method, url, body }: Pick<Question, 'method' | 'url' | 'body'>,
  signer: Gateways['signer'],
  now: number,
): Question {
  const headers = { 'content-type': 'application/json', 'content-digest': contentDigest(body) }
  const parameters = { created: now, nonce: randomBytes(16).toString('base64url'), keyid: signer.keyid, tag: 'dpg-exchange' }
  const signature = signMessage({ method, url, headers }, signer.key, 'exchange', QUESTION, parameters)
  return { method, url, body, headers: withSignature(headers, signature) }
}

/** Who vouches for an answer: the register itself with its gateway, or the gateway alone (it could not or would not ask). */
export type Voucher = 'register' | 'gateway'

/** Throws SignatureError when it is not an answer to this very question from those who should give it. */
export function verifyAnswer(question: Question, answer: RawAnswer, from: Gateway, now: number): Voucher {
  const request: RequestMessage = { method: question.method, url: question.url, headers: question.headers }
  const message = { status: answer.status, headers: answer.headers, request }
  checkDigest(message, answer.body)
  const isSigned = (label: string, covers: readonly Component[], key: Gateway['gatewayKey']) =>
    verifyMessage(message, { label, covers, now, maxAgeS: MAX_AGE_S }, () => key)
  try {
    isSigned('register', ANSWER, from.registerKey)
  } catch (error) {
    if (!(error instanceof SignatureError) || error.reason !== 'unsigned') throw error
    isSigned('gateway', ANSWER, from.gatewayKey)
    return 'gateway'
  }
  isSigned('gateway', COUNTERSIGNED, from.gatewayKey)
  return 'register'
}

export const digestOf = (body: Uint8Array): Buffer => hash('sha256', body, 'buffer')
