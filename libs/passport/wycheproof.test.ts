import { createPublicKey } from 'node:crypto'
import { test } from 'node:test'
import { bytesOf, judge, skip } from '@dpg/vectors'
import { isAnswer, isSignedBy } from './algorithms.ts'
import { readTlv } from './der.ts'
import { explicit, integer, oid, sequence, tlv } from './testing/write.ts'

const HASHES: Readonly<Record<string, string>> = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
}
const ECDSA: Readonly<Record<string, string>> = {
  sha224: '1.2.840.10045.4.3.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
}
const RSA: Readonly<Record<string, string>> = {
  sha224: '1.2.840.113549.1.1.14',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
}
const identifier = (id: string, ...more: Buffer[]) => readTlv(sequence(oid(id), ...more))
const pss = (hash: string, salt: number) => {
  const id = sequence(oid(HASHES[hash]!))
  const mgf = sequence(oid('1.2.840.113549.1.1.8'), id)
  return identifier('1.2.840.113549.1.1.10', sequence(explicit(0, id), explicit(1, mgf), explicit(2, integer(salt))))
}

const CURVES = ['secp224r1_sha224', 'secp256r1_sha256', 'secp384r1_sha384', 'secp521r1_sha512']
const BRAINPOOL = ['P224r1_sha224', 'P256r1_sha256', 'P320r1_sha384', 'P384r1_sha384', 'P512r1_sha512'].map(
  (one) => `brainpool${one}`,
)
const KEYS = [
  '2048_sha224',
  '2048_sha256',
  '2048_sha384',
  '2048_sha512',
  '3072_sha256',
  '3072_sha384',
  '3072_sha512',
  '4096_sha256',
  '4096_sha512',
]
const SALTED = [
  '2048_sha1_mgf1_20',
  '2048_sha256_mgf1_0',
  '2048_sha256_mgf1_32',
  '2048_sha384_mgf1_48',
  '3072_sha256_mgf1_32',
  '4096_sha256_mgf1_32',
  '4096_sha384_mgf1_48',
  '4096_sha512_mgf1_32',
  '4096_sha512_mgf1_64',
]
const hashIn = (name: string) => /sha\d+/.exec(name)![0]

const FILES = [
  ...[...CURVES, ...BRAINPOOL].map((name) => [`ecdsa_${name}`, identifier(ECDSA[hashIn(name)]!)] as const),
  ...KEYS.map((name) => [`rsa_signature_${name}`, identifier(RSA[hashIn(name)]!, tlv(5))] as const),
  ...SALTED.map((name) => [`rsa_pss_${name}`, pss(hashIn(name), Number(name.split('_').at(-1)))] as const),
]
for (const [file, algorithm] of FILES)
  test(`signatures of states are believed as Wycheproof says (${file})`, { skip }, (t) =>
    judge(t, file, (vector, group) => {
      const key = createPublicKey({ key: bytesOf(group, 'publicKeyDer'), format: 'der', type: 'spki' })
      return isSignedBy(key, algorithm, '', bytesOf(vector, 'msg'), bytesOf(vector, 'sig'))
    }),
  )

for (const name of [...CURVES, ...BRAINPOOL])
  test(`answers of chips are believed as Wycheproof says (${name})`, { skip }, (t) =>
    judge(t, `ecdsa_${name}_p1363`, (vector, group) => {
      const key = createPublicKey({ key: bytesOf(group, 'publicKeyDer'), format: 'der', type: 'spki' })
      return isAnswer(key, hashIn(name), bytesOf(vector, 'msg'), bytesOf(vector, 'sig'))
    }),
  )
