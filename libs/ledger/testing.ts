/** For tests: keys that sign and check with Node's own Ed25519, and a small log in memory. */
import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import {
  append,
  commit,
  consistencyProof,
  createMemoryStore,
  type Hash,
  inclusionProof,
  type Json,
  leafHash,
  rootAt,
} from './index.ts'
import { signCheckpoint, type SignatureCheck } from './index.ts'

export const check: SignatureCheck = (publicKey, message, signature) =>
  verify(
    null,
    message,
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' }),
    signature,
  )

export function newKey(name: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Uint8Array.from(Buffer.from(String(publicKey.export({ format: 'jwk' })['x']), 'base64url'))
  return { key: { name, publicKey: raw }, sign: (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey)) }
}

export interface Leaf {
  readonly entry: Json
  readonly salt: Uint8Array<ArrayBuffer>
}

/** A log of its own key that can be read at every size it ever had. */
export function newLog(name: string) {
  const { key, sign: signer } = newKey(name)
  const store = createMemoryStore()
  const leaves: Leaf[] = []
  return {
    key,
    leaves,
    async add(...entries: readonly Json[]): Promise<void> {
      const made = entries.map((entry): Leaf => ({ entry, salt: new Uint8Array(randomBytes(32)) }))
      const hashes = made.map(({ entry, salt }): Hash => leafHash(commit(salt, entry)))
      store.write((await append(store, leaves.length, hashes)).nodes)
      leaves.push(...made)
    },
    head: async (size = leaves.length) => signCheckpoint({ origin: name, size, root: await rootAt(store, size) }, key, signer),
    inclusion: (index: number, size = leaves.length) => inclusionProof(store, index, size),
    consistency: (from: number, to = leaves.length) => consistencyProof(store, from, to),
  }
}
