/**
 * What a person is called towards each outside party: a keyed permutation of their UUID, one key a party. Two parties that
 * compare learn nothing; only the holder of the master key finds the way back.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { PersonId } from '../ids.ts'

export interface Pairwise {
  /** 22 characters of base64url, the same every time. */
  towards(person: PersonId, party: string): string
  /** Undefined when it was not made here. */
  behind(party: string, key: string): PersonId | undefined
  /** The key of one party (32 bytes): with it a simulated register names its own people, and no one else's. */
  keyFor(party: string): Buffer
}

const PREFIX = 'per_'
const UUID = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

export function createPairwise(masterKey: Uint8Array): Pairwise {
  const keys = new Map<string, Buffer>()
  const keyFor = (party: string): Buffer => {
    const key = keys.get(party) ?? Buffer.from(hkdfSync('sha256', masterKey, 'dpg', `party:${party}`, 32))
    keys.set(party, key)
    return key
  }
  return {
    keyFor,
    towards: (person, party) => pairwiseOf(keyFor(party), person),
    behind(party, text) {
      const sealed = Buffer.from(text, 'base64url')
      if (sealed.length !== 16 || sealed.toString('base64url') !== text) return undefined
      const decipher = createDecipheriv('aes-256-ecb', keyFor(party), null).setAutoPadding(false)
      const hex = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('hex')
      const parts = UUID.exec(hex)
      // A text made with another key comes out as random bits; UUIDv7 has six that are fixed (RFC 9562 §5.7).
      const isUuid7 = parts?.[3]?.startsWith('7') && /^[89ab]/.test(parts[4] ?? '')
      return parts && isUuid7 ? (`${PREFIX}${parts.slice(1).join('-')}` as PersonId) : undefined
    },
  }
}

/** One block of AES under the party's key: a permutation of UUIDs, so no two people share a name. */
export function pairwiseOf(partyKey: Uint8Array, person: PersonId): string {
  const uuid = Buffer.from(person.slice(PREFIX.length).replaceAll('-', ''), 'hex')
  const cipher = createCipheriv('aes-256-ecb', partyKey, null).setAutoPadding(false)
  return Buffer.concat([cipher.update(uuid), cipher.final()]).toString('base64url')
}
