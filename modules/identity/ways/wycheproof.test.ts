import { createPublicKey } from 'node:crypto'
import { test } from 'node:test'
import { bytesOf, judge, skip } from '@dpg/vectors'
import { isSigned } from './certificates.ts'

const FILES = [
  'ed25519',
  ...['secp256r1_sha256', 'secp384r1_sha256', 'brainpoolP256r1_sha256'].map((name) => `ecdsa_${name}`),
  ...['2048', '3072', '4096'].map((bits) => `rsa_signature_${bits}_sha256`),
]
for (const file of FILES)
  test(`what people sign with certificates is believed as Wycheproof says (${file})`, { skip }, (t) =>
    judge(t, file, (vector, group) => {
      const text = bytesOf(vector, 'msg').toString('utf8')
      // What is signed here is a text of ours.
      if (!Buffer.from(text).equals(bytesOf(vector, 'msg'))) return undefined
      const publicKey = createPublicKey({ key: bytesOf(group, 'publicKeyDer'), format: 'der', type: 'spki' })
      return isSigned({ publicKey }, text, bytesOf(vector, 'sig').toString('base64'))
    }),
  )
