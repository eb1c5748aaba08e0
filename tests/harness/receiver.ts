/** An organisation that receives what people have sent to it: its keys, its registration, what it fetches and opens with nothing but standards. */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { Receiver, ReceiverDetails, Usage, UsedDelivery, UsedPage } from '@dpg/mydata/contract'
import { withSignature } from '@dpg/http-signatures'
import { createBatchSigner } from '@dpg/http-signatures/batch'
import { compactDecrypt, compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose'
import type { Server } from './server.ts'
import { type Answer, signedIn, type Visitor, visitor } from './visitor.ts'

export interface Bundle {
  readonly iss: string
  readonly aud: string
  readonly sub: string
  readonly bundle: string
  readonly papers: readonly {
    readonly id: string
    readonly facts: Readonly<Record<string, { value?: unknown; register?: string; receipt?: string; missing?: string }>>
  }[]
}

export interface ReceiverOrganisation {
  readonly details: ReceiverDetails
  readonly id: string
  /** As it came: JWE. */
  fetch(transfer: string, change?: Signed): Promise<Answer>
  usage(month: string): Promise<Usage>
  /** Each delivery that was counted on a day in Korea. */
  used(day: string): Promise<readonly UsedDelivery[]>
  /** Decrypts with its own key and verifies with the platform's published ones. */
  open(jwe: string): Promise<Bundle>
}

/** What may be wrong with a request. */
export interface Signed {
  readonly nonce?: string
  readonly created?: number
  readonly keyid?: string
  readonly path?: string
}

const COVERS = ['@method', '@path', '@query']

/** Registered by a developer and allowed by the privacy officer, unless `state` says waiting. */
export async function newReceiver(
  server: Server,
  of: Pick<ReceiverDetails, 'name' | 'kind' | 'bundles'>,
  state: 'allowed' | 'waiting' = 'allowed',
): Promise<ReceiverOrganisation> {
  const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const encryption = generateKeyPairSync('x25519')
  const details: ReceiverDetails = {
    ...of,
    agency: null,
    entitlement: '은행법 제8조에 따른 인가',
    homepage: 'https://bank.example/',
    returnUri: 'https://bank.example/back',
    signingKey: signing.publicKey.export({ format: 'jwk' }) as ReceiverDetails['signingKey'],
    encryptionKey: encryption.publicKey.export({ format: 'jwk' }) as ReceiverDetails['encryptionKey'],
  }
  const developer = await signedIn(server, '김순자')
  const { id } = await developer.post<Receiver>('/api/mydata/receivers', details)
  if (state === 'allowed') await decideOn(await signedIn(server, PRIVACY_OFFICER), id, true)
  const signer = createBatchSigner(signing.privateKey)
  const anyone = visitor(server)
  const ask = async (path: string, { nonce = randomUUID(), created = nowS(), keyid = id, path: signed = path }: Signed = {}) => {
    const message = { method: 'GET', url: new URL(signed, server.url).href, headers: {} }
    const fields = await signer.sign(message, 'r', COVERS, { created, nonce, keyid, tag: 'dpg-mydata' })
    return anyone.ask(path, { headers: withSignature({}, fields) })
  }
  return {
    details,
    id,
    fetch: (transfer, change) => ask(`/api/mydata/deliveries/${transfer}`, change),
    usage: async (month) => (await ask(`/api/mydata/usage?month=${month}`)).json(),
    used: async (day) => {
      const items: UsedDelivery[] = []
      for (let after: string | null = ''; after !== null; ) {
        const page: UsedPage = (await ask(`/api/mydata/usage/deliveries?day=${day}&after=${after}`)).json()
        items.push(...page.items)
        after = page.next
      }
      return items
    },
    async open(jwe) {
      const { plaintext } = await compactDecrypt(jwe, encryption.privateKey)
      const keys = createLocalJWKSet(await anyone.get<JSONWebKeySet>('/api/mydata/keys'))
      const { payload } = await compactVerify(plaintext, keys)
      return JSON.parse(new TextDecoder().decode(payload)) as Bundle
    },
  }
}

export const PRIVACY_OFFICER = '윤지호'
export const decideOn = (official: Visitor, id: string, allow: boolean): Promise<Receiver> =>
  official.post<Receiver>(`/api/mydata/receivers/${id}/decision`, { allow, note: allow ? null : '인가를 확인하지 못했습니다' })
const nowS = () => Math.floor(Date.now() / 1000)
