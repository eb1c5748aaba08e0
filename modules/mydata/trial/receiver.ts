/** A made-up bank that knows nothing but the published API: its keys, its registration, what it fetches and opens. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { withSignature } from '@dpg/http-signatures'
import { createBatchSigner } from '@dpg/http-signatures/batch'
import { compactDecrypt, compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import type { Receiver, ReceiverDetails } from '../contract.ts'

/** What was sent, opened: facts by paper; a fact that a register did not tell is missing. */
export interface Received {
  readonly bundle: string
  readonly papers: readonly {
    readonly id: string
    readonly facts: Readonly<Record<string, { readonly value?: unknown; readonly register?: string; readonly missing?: string }>>
  }[]
}

export interface TrialReceiver {
  readonly id: string
  readonly bundles: readonly string[]
  /** What a person sends, or in the platform's words why it is not to be had. */
  fetch(transfer: string): Promise<Received | { readonly why: string }>
  /** Nobody can send to it any more. */
  end(): Promise<void>
}

export interface TrialOptions {
  /** The demonstration: `http://localhost:4000`. */
  readonly platform: string
  readonly name: string
  /** Where people are led back to. */
  readonly returnUri: string
  /** Ids of a made-up person who registers it, and of the privacy officer who lets it in. */
  readonly registrant: string
  readonly officer: string
}

const COVERS = ['@method', '@path', '@query']

/** Registers it and has it let in, both as made-up people sign in: only a demonstration lets them. Error: what the platform said. */
export async function registerTrial(options: TrialOptions): Promise<TrialReceiver> {
  const { platform, name, returnUri } = options
  const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const encryption = generateKeyPairSync('x25519')
  const all = await answer<{ items: { id: string }[] }>(new URL('/api/mydata/bundles?receiver=bank&audience=person', platform))
  const bundles = all.items.map(({ id }) => id)
  const details: ReceiverDetails = {
    name,
    kind: 'bank',
    agency: null,
    entitlement: '시연: 지어낸 은행입니다',
    homepage: new URL('/', returnUri).href,
    returnUri,
    bundles,
    signingKey: signing.publicKey.export({ format: 'jwk' }) as ReceiverDetails['signingKey'],
    encryptionKey: encryption.publicKey.export({ format: 'jwk' }) as ReceiverDetails['encryptionKey'],
  }
  const { id } = await post<Receiver>(platform, '/api/mydata/receivers', details, await cookieOf(platform, options.registrant))
  const decide = async (allow: boolean, note: string | null) =>
    post(platform, `/api/mydata/receivers/${id}/decision`, { allow, note }, await cookieOf(platform, options.officer))
  await decide(true, null)
  const signer = createBatchSigner(signing.privateKey)
  return {
    id,
    bundles,
    async fetch(transfer) {
      const url = new URL(`/api/mydata/deliveries/${encodeURIComponent(transfer)}`, platform)
      const created = Math.floor(Date.now() / 1000)
      const parameters = { created, nonce: randomUUID(), keyid: id, tag: 'dpg-mydata' }
      const fields = await signer.sign({ method: 'GET', url: url.href, headers: {} }, 'r', COVERS, parameters)
      const response = await fetch(url, { headers: withSignature({ 'accept-language': 'ko' }, fields) })
      const text = await response.text()
      if (!response.ok) return { why: detailOf(text) }
      const { plaintext } = await compactDecrypt(text, encryption.privateKey)
      const keys = createLocalJWKSet(await answer<JSONWebKeySet>(new URL('/api/mydata/keys', platform)))
      const { payload } = await compactVerify(plaintext, keys)
      return JSON.parse(new TextDecoder().decode(payload)) as Received
    },
    end: async () => void (await decide(false, '시연이 끝났습니다')),
  }
}

/** The session of a made-up person or official, as the page of a demonstration gives it. */
async function cookieOf(platform: string, persona: string): Promise<string> {
  const body = new URLSearchParams({ persona })
  const response = await fetch(new URL('/signin', platform), { method: 'POST', body, redirect: 'manual' })
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0])
  if (response.status !== 303 || cookie.length === 0)
    throw new Error(`${platform} is no demonstration: nobody can be signed in there`)
  return cookie.join('; ')
}

const post = <T>(platform: string, path: string, json: unknown, cookie: string): Promise<T> =>
  answer<T>(new URL(path, platform), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), cookie },
    body: JSON.stringify(json),
  })

async function answer<T>(url: URL, init: RequestInit = {}): Promise<T> {
  const response = await fetch(url, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status} ${detailOf(text)}`)
  return JSON.parse(text) as T
}

function detailOf(text: string): string {
  try {
    return String((JSON.parse(text) as { detail?: unknown }).detail)
  } catch {
    return text.slice(0, 200)
  }
}
