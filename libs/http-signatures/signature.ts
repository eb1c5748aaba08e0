/** Signatures as RFC 9421 writes them: what to sign, and how it stands in the fields. Knows no cryptography. */
import type { Component } from './components.ts'
import { coveredBy, signatureBase } from './covered.ts'
import { fieldValue, type Fields, type Message } from './message.ts'
import { type SignatureParameters, writeParameters } from './parameters.ts'

/** Fields to be sent with the message; join them to those already there with `withSignature`. */
export type SignatureFields = {
  readonly 'signature-input': string
  readonly signature: string
}

/** What must be signed (in UTF-8), and the fields once it is. Throws `SignatureError` when the message lacks something that is to be covered. */
export function prepareSignature(
  message: Message,
  label: string,
  components: readonly Component[],
  parameters: SignatureParameters,
): { readonly base: string; finish(signature: Uint8Array): SignatureFields } {
  const covered = coveredBy(components)
  const text = writeParameters(parameters)
  return {
    base: signatureBase(message, covered, text),
    finish: (signature) => ({
      'signature-input': `${label}=${covered.list}${text}`,
      signature: `${label}=:${signature.toBase64()}:`,
    }),
  }
}

/** The fields of a message with one more signature (§4.3). */
export function withSignature<F extends Fields>(headers: F, added: SignatureFields): F & SignatureFields {
  const join = (name: keyof SignatureFields) => {
    const before = fieldValue(headers, name)
    return before ? `${before}, ${added[name]}` : added[name]
  }
  return { ...headers, 'signature-input': join('signature-input'), signature: join('signature') }
}
