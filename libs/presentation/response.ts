/** The sealed answer (OpenID4VP 1.0 §8.3): opened with the one key that was made for it, and read by the format of what was asked. */
import { calculateJwkThumbprint, compactDecrypt, importJWK, type JWK } from 'jose'
import type { Accepted } from './accepted.ts'
import { isObject } from './disclosures.ts'
import { doubting, RefusedError } from './doubts.ts'
import { readMdoc } from './mdoc.ts'
import type { Questions } from './request.ts'
import { readSdJwt } from './sd-jwt.ts'
import type { Asked, Shown } from './shown.ts'

export interface Opened {
  readonly state: string
  /** Of the one question that was answered. */
  readonly question: string
  readonly presentation: string
}

/** `key`: private. Throws RefusedError. */
export function openResponse(sealed: string, key: JWK): Promise<Opened> {
  return doubting('malformed', async () => {
    const { plaintext, protectedHeader } = await unsealed(sealed, key)
    if (protectedHeader.kid !== undefined && protectedHeader.kid !== key.kid) throw new RefusedError('other-session')
    const told: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext))
    const { vp_token: token, state } = isObject(told) ? told : {}
    const answers = isObject(token) ? Object.entries(token) : []
    const [question, given] = answers[0] ?? []
    const presentation: unknown = Array.isArray(given) && given.length === 1 ? given[0] : undefined
    if (answers.length !== 1 || question === undefined || typeof presentation !== 'string' || typeof state !== 'string')
      throw new RefusedError('malformed')
    return { state, question, presentation }
  })
}

/** Only by agreement with a key of ours, and ciphers that notice every change. */
export const unsealed = async (sealed: string, key: JWK) =>
  compactDecrypt(sealed, await importJWK(key, 'ECDH-ES'), {
    keyManagementAlgorithms: ['ECDH-ES'],
    contentEncryptionAlgorithms: ['A128GCM', 'A256GCM'],
  })

/** The thumbprint of a key, as it stands in what devices sign. */
export const thumbprintOf = async (key: JWK): Promise<Uint8Array> =>
  Buffer.from(await calculateJwkThumbprint(key, 'sha256'), 'base64url')

/** Believed but for its status, which is to be looked up. Throws RefusedError. */
export async function readPresentation<A extends Accepted>(
  { question, presentation }: Opened,
  { questions, accepted, asked }: { readonly questions: Questions; readonly accepted: readonly A[]; readonly asked: Asked },
): Promise<Shown<A>> {
  const kind = questions.get(question)
  if (!kind) throw new RefusedError('wrong-type')
  const fitting = accepted.filter(({ format, type }) => format === kind.format && type === kind.type)
  const read = kind.format === 'mso_mdoc' ? readMdoc : readSdJwt
  const shown = await read(presentation, fitting, asked)
  if (shown.status === null && shown.by.needsStatus) throw new RefusedError('no-status')
  return shown
}
