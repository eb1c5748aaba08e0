/** ISO/IEC 9796-2, scheme 1: the RSA signature that older chips give to a challenge; a part of the message comes back out of it. */
import { constants, createHash, type KeyObject, publicDecrypt } from 'node:crypto'

/** The trailer names the hash: one byte for SHA-1, two for the others. */
const TRAILERS: Readonly<Record<number, string>> = { 52: 'sha256', 53: 'sha512', 54: 'sha384', 56: 'sha224' }

/** Does the signature recover to a message that ends with our challenge? Nothing that is malformed matches. */
export function iso9796Matches(key: KeyObject, challenge: Buffer, signature: Buffer): boolean {
  let block: Buffer
  try {
    block = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature)
  } catch {
    return false
  }
  const last = block.at(-1)
  const hash = last === 0xbc ? 'sha1' : last === 0xcc ? TRAILERS[block.at(-2) ?? 0] : undefined
  // 01 (header), 1 (more message follows: the challenge), 0 padding up to a 1 bit; a chip fills the block: 6A.
  if (!hash || block[0] !== 0x6a) return false
  const length = createHash(hash).digest().length
  const end = block.length - (last === 0xbc ? 1 : 2)
  const recovered = block.subarray(1, end - length)
  const stated = block.subarray(end - length, end)
  return createHash(hash).update(recovered).update(challenge).digest().equals(stated)
}
