/** What a platform asks: each request signed (RFC 9421, ECDSA P-256), with a nonce of its own. */
import { randomUUID } from 'node:crypto'
import { type Component, withSignature } from '@dpg/http-signatures'
import { createBatchSigner } from '@dpg/http-signatures/batch'
import { contentDigest } from '@dpg/http-signatures/node'
import type { Key } from './key.ts'

const COVERS: readonly Component[] = ['@method', '@path', '@query']
const COVERS_BODY: readonly Component[] = [...COVERS, 'content-digest']

export interface PlugInOptions {
  /** `https://…`: where everything is. */
  readonly platform: string
  /** As in the manifest. */
  readonly id: string
  readonly key: Key
}

/** Refused: `type` of the problem details (RFC 9457), without the address before it. */
export class PlatformError extends Error {
  readonly status: number
  readonly type: string
  constructor(status: number, type: string) {
    super(`${status} ${type}`)
    this.name = 'PlatformError'
    this.status = status
    this.type = type
  }
}

export interface Self {
  readonly id: string
  readonly hash: string
  readonly version: number
  readonly issuer: string
  readonly clientId: string
}
export interface Called {
  readonly agreed: {
    readonly facts: readonly { readonly fact: string; readonly as: string }[]
    readonly notices: readonly string[]
    readonly events: readonly string[]
  }
  readonly since: string
  readonly until: string
}
export interface Facts {
  readonly facts: Readonly<Record<string, { readonly value: unknown; readonly as: string; readonly register: string }>>
  readonly missing: Readonly<Record<string, string>>
}
/** A CloudEvent (structured JSON). */
export interface Told {
  readonly id: string
  /** `dpg.link.made` … */
  readonly type: string
  readonly subject: string
  readonly time: string
  readonly data: Readonly<Record<string, unknown>>
}
export interface Letter {
  /** The same key sends once. */
  readonly key: string
  readonly kind: string
  readonly values: { readonly ko: Readonly<Record<string, string>>; readonly en?: Readonly<Record<string, string>> }
}

export interface PlugIn extends PlugInOptions {
  self(): Promise<Self>
  /** All that is listed; what was sent before goes. */
  sendServices(services: readonly object[]): Promise<void>
  /** Undefined: the person has not linked themselves, or has left. */
  person(subject: string): Promise<Called | undefined>
  facts(subject: string): Promise<Facts>
  sendNotice(subject: string, letter: Letter): Promise<string>
  /** From a place on; '0' is the beginning. */
  events(after: string): Promise<{ readonly events: readonly Told[]; readonly next: string }>
  tellAgain(event: string): Promise<void>
}

/** Every call throws `PlatformError` when it is refused. */
export function createPlugIn(options: PlugInOptions): PlugIn {
  const { platform, id, key } = options
  const signer = createBatchSigner(key.privateKey)
  const call = async (method: string, path: string, content?: object): Promise<Response> => {
    const url = new URL(path, platform).href
    const body = content === undefined ? undefined : JSON.stringify(content)
    const digest: Record<string, string> = body === undefined ? {} : { 'content-digest': contentDigest(body) }
    if (body === undefined && method !== 'GET') digest['content-digest'] = contentDigest('')
    const covers = method === 'GET' ? COVERS : COVERS_BODY
    const parameters = {
      created: Math.floor(Date.now() / 1000),
      nonce: randomUUID(),
      keyid: `${id}/${key.kid}`,
      tag: 'dpg-plug-in',
    }
    const fields = await signer.sign({ method, url, headers: digest }, 'plug-in', covers, parameters)
    const headers = { ...withSignature(digest, fields), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const answer = await fetch(url, {
      method,
      headers: headers as Record<string, string>,
      redirect: 'error',
      ...(body === undefined ? {} : { body }),
    })
    if (answer.ok) return answer
    const { type = '' } = (await answer.json().catch(() => ({}))) as { readonly type?: string }
    throw new PlatformError(answer.status, type.replace(/^.*\/problems\//, ''))
  }
  const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T
  const about = (subject: string) => `/api/plugged/people/${encodeURIComponent(subject)}`
  return {
    ...options,
    self: () => json(call('GET', '/api/plugged/self')),
    sendServices: async (services) => void (await call('PUT', '/api/plugged/services', { services })),
    person: async (subject) => {
      try {
        return await json<Called>(call('GET', about(subject)))
      } catch (error) {
        if (error instanceof PlatformError && error.type === 'plugins/not-linked') return undefined
        throw error
      }
    },
    facts: (subject) => json(call('GET', `${about(subject)}/facts`)),
    sendNotice: async (subject, letter) => {
      const { notice } = await json<{ notice: string }>(call('POST', `${about(subject)}/notices`, letter))
      return notice
    },
    events: (after) => json(call('GET', `/api/plugged/events?after=${encodeURIComponent(after)}`)),
    tellAgain: async (event) => void (await call('POST', `/api/plugged/events/${encodeURIComponent(event)}/again`)),
  }
}
