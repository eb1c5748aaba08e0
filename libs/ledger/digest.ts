import { concat, type Hash } from './bytes.ts'

/**
 * SHA-256 for whoever verifies: the platform's own where it has one (every browser in a secure context, Node), so that a page
 * need not load any; else @noble/hashes, loaded when needed.
 */
export async function digest(...parts: readonly Uint8Array<ArrayBuffer>[]): Promise<Hash> {
  const bytes = concat(...parts)
  const subtle = globalThis.crypto?.subtle
  if (subtle) return new Uint8Array(await subtle.digest('SHA-256', bytes))
  const { sha256 } = await import('@noble/hashes/sha2.js')
  return sha256(bytes)
}
