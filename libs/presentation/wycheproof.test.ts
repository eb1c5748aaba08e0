import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { test } from 'node:test'
import { bytesOf, type Group, groupsOf, judge, skip } from '@dpg/vectors'
import type { JWK } from 'jose'
import { publicPart } from './accepted.ts'
import { isBy } from './cose.ts'
import { isJws } from './jws.ts'
import { unsealed } from './response.ts'

const ALGORITHMS = { secp256r1_sha256: -7, secp384r1_sha384: -35, secp521r1_sha512: -36 }
for (const [name, algorithm] of Object.entries(ALGORITHMS))
  test(`mdocs are believed as Wycheproof says (${name})`, { skip }, (t) =>
    judge(t, `ecdsa_${name}_p1363`, (vector, group) => {
      const key = createPublicKey({ key: bytesOf(group, 'publicKeyDer'), format: 'der', type: 'spki' })
      return isBy(algorithm, key, bytesOf(vector, 'msg'), bytesOf(vector, 'sig'))
    }),
  )

const jwkOf = ({ public: given, private: own }: Group) => (given ?? own) as JWK

for (const file of ['json_web_signature', 'json_web_crypto'])
  test(`of signatures in JSON those by elliptic keys are believed as Wycheproof says (${file})`, { skip }, (t) =>
    judge(t, file, async (vector, group) => {
      if (jwkOf(group).kty !== 'EC' || typeof vector['jws'] !== 'string') return undefined
      return isJws(vector['jws'], createPublicKey({ key: publicPart(jwkOf(group)), format: 'jwk' }))
    }),
  )

test('signatures in JSON by any other algorithm are refused, good ones too', { skip }, async (t) => {
  const believed: number[] = []
  let tried = 0
  for (const group of groupsOf('json_web_signature')) {
    const jwk = jwkOf(group)
    if (jwk.kty !== 'RSA') continue
    const key = createPublicKey({ key: jwk as never, format: 'jwk' })
    for (const { tcId, jws } of group.tests) {
      tried++
      if (await isJws(String(jws), key)) believed.push(tcId)
    }
  }
  t.diagnostic(`json_web_signature, other algorithms: ${tried - believed.length}/${tried} refused`)
  assert.deepEqual(believed, [])
  assert.ok(tried > 300)
})

test('answers sealed by ECDH-ES open as Wycheproof says', { skip }, (t) =>
  judge(t, 'json_web_encryption', async (vector, group) => {
    const jwk = jwkOf(group)
    if (jwk.alg !== 'ECDH-ES' || jwk.crv !== 'P-256') return undefined
    const isOurs = ['A128GCM', 'A256GCM'].includes(String(vector['enc']))
    const opened = await unsealed(String(vector['jwe']), jwk).then(
      ({ plaintext }) => Buffer.from(plaintext).equals(bytesOf(vector, 'pt')),
      () => false,
    )
    if (isOurs || vector.result === 'invalid') return opened
    assert.equal(opened, false, 'another cipher is refused')
    return undefined
  }),
)
