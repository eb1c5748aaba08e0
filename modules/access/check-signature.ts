/** Ed25519 by Node, as the ledger asks for it. */
import { createPublicKey, verify } from 'node:crypto'
import type { SignatureCheck } from '@dpg/ledger'

export const checkSignature: SignatureCheck = (publicKey, message, signature) =>
  verify(
    null,
    message,
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }, format: 'jwk' }),
    signature,
  )
