/** Digests of a body as a field (RFC 9530 §2), without computing any. */
import { isInnerList, parseDictionary, serializeDictionary } from 'structured-headers'
import { SignatureError } from './message.ts'

/** `content-digest` of digests already computed. */
export const digestField = (digests: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): string =>
  serializeDictionary({ ...digests })

/** The digests a field states, by algorithm; throws `malformed`. */
export function readDigests(field: string): ReadonlyMap<string, Uint8Array> {
  try {
    const stated = [...parseDictionary(field)].flatMap(([algorithm, member]) =>
      !isInnerList(member) && member[0] instanceof ArrayBuffer ? [[algorithm, new Uint8Array(member[0])] as const] : [],
    )
    return new Map(stated)
  } catch {
    throw new SignatureError('malformed', 'content-digest is unreadable')
  }
}
