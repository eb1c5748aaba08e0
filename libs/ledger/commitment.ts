import { sha256 } from '@noble/hashes/sha2.js'
import { concat, type Hash, utf8 } from './bytes.ts'
import { canonicalJson, type Json } from './canonical.ts'

export const SALT_BYTES = 32

/**
 * What the tree holds instead of an entry: SHA-256(salt || canonical JSON of the entry). With the salt anyone can check that the
 * entry is the one committed to; once the salt is destroyed nobody can tell what the leaf was about, and the tree stays valid
 * (개인정보 보호법 제21조: 파기). The salt must be 32 random bytes of its own for every entry; never reuse, never derive it from the
 * entry. Throws RangeError for another length.
 */
export function commit(salt: Uint8Array, entry: Json): Hash {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes`)
  return sha256(concat(salt, utf8(canonicalJson(entry))))
}
