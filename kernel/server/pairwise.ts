/**
 * What a person is called towards an outside party: a keyed permutation of their UUID, another one for each party.
 * Two parties that compare their names learn nothing; whoever holds a party's key finds the person behind a name without a table.
 */
import { createCipheriv, createDecipheriv, createHmac, type Decipheriv, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { PersonId } from '../ids.ts'

/** Names under the key of one party; a register is given its own key and no other. */
export interface PartyNames {
  /** The same person always has the same name. */
  towards(person: PersonId): string
  /** Undefined when the name was not made under this key. */
  behind(name: string): PersonId | undefined
}

export interface Pairwise {
  towards(person: PersonId, party: string): string
  behind(party: string, name: string): PersonId | undefined
  /** 32 bytes, to be handed to the party itself and to nobody else. */
  keyFor(party: string): Buffer
}

const PREFIX = 'per_'
const BLOCK = 16
const CHECK = 8
const NAME = /^[\w-]{32}$/

export function createPairwise(masterKey: Uint8Array): Pairwise {
  const keyFor = (party: string) => Buffer.from(hkdfSync('sha256', masterKey, 'dpg', `party:${party}`, 32))
  const known = new Map<string, PartyNames>()
  const names = (party: string): PartyNames => {
    const made = known.get(party) ?? partyNames(keyFor(party))
    known.set(party, made)
    return made
  }
  return {
    towards: (person, party) => names(party).towards(person),
    behind: (party, name) => names(party).behind(name),
    keyFor,
  }
}

/** One AES-256 block of the UUID, then eight bytes of HMAC-SHA256 that tell our names from made-up ones. */
export function partyNames(partyKey: Uint8Array): PartyNames {
  const part = (use: string) => Buffer.from(hkdfSync('sha256', partyKey, 'dpg', use, 32))
  const blockKey = part('permute')
  const checkKey = part('check')
  // A UUID is one block that is never repeated for another person: ECB is the permutation itself, and its cipher has no state.
  const seal = createCipheriv('aes-256-ecb', blockKey, null).setAutoPadding(false)
  // Few parties ask who is behind a name.
  let open: Decipheriv | undefined
  const opened = (block: Uint8Array) => {
    open ??= createDecipheriv('aes-256-ecb', blockKey, null).setAutoPadding(false)
    return open.update(block)
  }
  const checkOf = (block: Uint8Array) => createHmac('sha256', checkKey).update(block).digest().subarray(0, CHECK)
  return {
    towards: (person) => {
      const block = seal.update(bytesOf(person))
      return Buffer.concat([block, checkOf(block)]).toString('base64url')
    },
    behind: (name) => {
      if (!NAME.test(name)) return undefined
      const bytes = Buffer.from(name, 'base64url')
      const block = bytes.subarray(0, BLOCK)
      return timingSafeEqual(checkOf(block), bytes.subarray(BLOCK)) ? personOf(opened(block)) : undefined
    },
  }
}

function bytesOf(person: PersonId): Buffer {
  const bytes = Buffer.from(person.slice(PREFIX.length).replaceAll('-', ''), 'hex')
  if (!person.startsWith(PREFIX) || bytes.length !== BLOCK) throw new Error('only a person has names towards parties')
  return bytes
}

const personOf = (bytes: Buffer): PersonId =>
  (PREFIX + bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')) as PersonId
