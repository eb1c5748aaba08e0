/** What the platform asks and tells: believed only when it signed it (RFC 9421, Ed25519), just now, for the first time. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { type Component, type Fields, SignatureError } from '@dpg/http-signatures'
import { checkDigest, verifyMessage } from '@dpg/http-signatures/node'

const COVERS: readonly Component[] = ['@method', '@target-uri']
const COVERS_BODY: readonly Component[] = [...COVERS, 'content-digest']
const MAX_AGE_S = 60
const KEYS_FOR_MS = 300_000

/** Not from the platform: answer 401. */
export class NotHeard extends Error {
  override readonly name = 'NotHeard'
}

export interface Heard {
  readonly method: string
  /** The address as the manifest has it, with what follows. */
  readonly url: string
  readonly headers: Fields
  readonly body: string
}

export interface Ear {
  /** Throws `NotHeard`. */
  believe(request: Heard): Promise<void>
}

export function createEar({ platform }: { readonly platform: string }): Ear {
  let keys = new Map<string, KeyObject>()
  let until = 0
  const keyOf = async (kid: string): Promise<KeyObject | undefined> => {
    if (Date.now() > until || !keys.has(kid)) {
      const answer = await fetch(new URL('/api/plugins/keys', platform))
      const { keys: published } = (await answer.json()) as { readonly keys: readonly { readonly kid: string }[] }
      keys = new Map(published.map((jwk) => [jwk.kid, createPublicKey({ key: jwk as never, format: 'jwk' })]))
      until = Date.now() + KEYS_FOR_MS
    }
    return keys.get(kid)
  }
  const taken = new Map<string, number>()
  return {
    async believe({ method, url, headers, body }) {
      const kid = /;keyid="([\w-]{1,40})"/.exec(String(headers['signature-input'] ?? ''))?.[1] ?? ''
      const key = await keyOf(kid)
      const now = Math.floor(Date.now() / 1000)
      try {
        if (method !== 'GET') checkDigest({ method, url, headers }, body)
        const expected = {
          label: 'dpg',
          covers: method === 'GET' ? COVERS : COVERS_BODY,
          tag: 'dpg-platform',
          now,
          maxAgeS: MAX_AGE_S,
        }
        const { nonce } = verifyMessage({ method, url, headers }, expected, (one) => (one === kid ? key : undefined))
        for (const [old, at] of taken) if (at < now - 2 * MAX_AGE_S) taken.delete(old)
        if (!nonce || taken.has(nonce)) throw new NotHeard('replayed')
        taken.set(nonce, now)
      } catch (cause) {
        if (cause instanceof SignatureError) throw new NotHeard(cause.reason, { cause })
        throw cause
      }
    },
  }
}
