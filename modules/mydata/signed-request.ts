/** A receiver's request: signed with its key (RFC 9421, ECDSA P-256), fresh, once. Its id is the key's name. */
import { createPublicKey } from 'node:crypto'
import { type Component, type Fields, SignatureError } from '@dpg/http-signatures'
import { createVerifier } from '@dpg/http-signatures/batch'
import { type Receiver, receiverNotBelieved, type ReceiverId } from './contract.ts'
import type { MydataDeps } from './deps.ts'
import { findReceiver } from './store.ts'

const COVERS: readonly Component[] = ['@method', '@path', '@query']
const MAX_AGE_S = 60
export const TAG = 'dpg-mydata'

export interface Believer {
  /** Throws `mydata/receiver-not-believed`. */
  believe(request: Request): Promise<Receiver>
}

export function createBeliever(deps: MydataDeps): Believer {
  const verifier = createVerifier()
  let [nonces, before] = [new Set<string>(), new Set<string>()]
  let turnsAt = 0
  const isNew = (nonce: string, now: number) => {
    if (now >= turnsAt) {
      ;[nonces, before] = [new Set(), nonces]
      turnsAt = now + 2 * MAX_AGE_S
    }
    if (nonces.has(nonce) || before.has(nonce)) return false
    nonces.add(nonce)
    return true
  }
  return {
    async believe(request) {
      const headers = Object.fromEntries(request.headers) as Fields
      const named = /;keyid="(rcv_[0-9a-f-]{36})"/.exec(String(headers['signature-input'] ?? ''))?.[1]
      const receiver = named ? await findReceiver(deps.db, named as ReceiverId) : undefined
      const now = Math.floor(deps.clock.now().epochMilliseconds / 1000)
      try {
        const message = { method: request.method, url: request.url, headers }
        const read = verifier.verify(message, { label: 'r', covers: COVERS, tag: TAG, now, maxAgeS: MAX_AGE_S }, (keyid) =>
          receiver && keyid === receiver.id ? createPublicKey({ key: receiver.signingKey as never, format: 'jwk' }) : undefined,
        )
        if (!read.nonce || read.nonce.length < 16) throw new SignatureError('uncovered', 'no nonce')
        if (!isNew(`${read.keyid} ${read.nonce}`, now)) throw receiverNotBelieved({ reason: 'replayed' })
        return receiver!
      } catch (cause) {
        if (cause instanceof SignatureError) throw receiverNotBelieved({ reason: cause.reason })
        throw cause
      }
    },
  }
}
