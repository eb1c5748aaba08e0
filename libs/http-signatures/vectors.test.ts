/** The examples of RFC 9421: Appendix B.2 and those of section 2. */
import assert from 'node:assert/strict'
import { createHmac, createPrivateKey, createPublicKey, verify } from 'node:crypto'
import { test } from 'node:test'
import { componentValue, prepareSignature, readSignature, SignatureError, type Component, type Message } from './index.ts'
import { checkDigest, signMessage, verifyMessage } from './node.ts'

const DIGEST = 'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:'
const BODY = '{"hello": "world"}'
const request = {
  method: 'POST',
  url: 'https://example.com/foo?param=Value&Pet=dog',
  headers: {
    host: 'example.com',
    date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'content-type': 'application/json',
    'content-digest': DIGEST,
    'content-length': '18',
  },
}
const response = {
  status: 200,
  headers: {
    date: 'Tue, 20 Apr 2021 02:07:56 GMT',
    'content-type': 'application/json',
    'content-digest': 'sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
    'content-length': '23',
  },
}
const created = 1618884473
const expected = { now: created + 10, maxAgeS: 300 }
const baseOf = (message: Message, components: readonly Component[], parameters: object) =>
  prepareSignature(message, 'sig', components, parameters).base

const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs' }
const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
const privateKey = createPrivateKey({ key: { ...jwk, d: 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU' }, format: 'jwk' })

test('B.2: the digests of the example messages are right', () => {
  checkDigest(request, BODY)
  checkDigest(response, '{"message": "good dog"}')
  assert.throws(() => checkDigest(request, `${BODY} `), { reason: 'wrong' })
})

test('B.2.1 to B.2.3: the signature bases are those of the RFC', () => {
  const keyid = 'test-key-rsa-pss'
  const minimal = baseOf(request, [], { created, keyid, nonce: 'b3k2pp5k7z-50gnwp.yemd' })
  assert.equal(minimal, `"@signature-params": ();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"`)
  const selective = baseOf(request, ['@authority', 'content-digest', ['@query-param', { name: 'Pet' }]], {
    created,
    keyid,
    tag: 'header-example',
  })
  assert.equal(
    selective,
    `"@authority": example.com
"content-digest": ${DIGEST}
"@query-param";name="Pet": dog
"@signature-params": ("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"`,
  )
  const all = ['date', '@method', '@path', '@query', '@authority', 'content-type', 'content-digest', 'content-length']
  assert.equal(
    baseOf(request, all, { created, keyid }),
    `"date": Tue, 20 Apr 2021 02:07:55 GMT
"@method": POST
"@path": /foo
"@query": ?param=Value&Pet=dog
"@authority": example.com
"content-type": application/json
"content-digest": ${DIGEST}
"content-length": 18
"@signature-params": ("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"`,
  )
})

test('B.2.4: the ECDSA signature of the example response verifies', () => {
  const signed = {
    ...response,
    headers: {
      ...response.headers,
      'signature-input':
        'sig-b24=("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
      signature: 'sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:',
    },
  }
  const read = readSignature(signed, { ...expected, label: 'sig-b24', covers: ['@status', 'content-digest'] })
  const key = createPublicKey({
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: 'qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA',
      y: 'Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0',
    },
    format: 'jwk',
  })
  assert.ok(verify('sha256', Buffer.from(read.base), { key, dsaEncoding: 'ieee-p1363' }, read.signature))
})

test('B.2.5: the HMAC of the example request is the one of the RFC', () => {
  const secret = Buffer.from('uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==', 'base64')
  const { base, finish } = prepareSignature(request, 'sig-b25', ['date', '@authority', 'content-type'], {
    created,
    keyid: 'test-shared-secret',
  })
  assert.equal(
    finish(createHmac('sha256', secret).update(base).digest()).signature,
    'sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:',
  )
})

test('B.2.6: the Ed25519 signature verifies, and ours is the same to the byte', () => {
  const covers = ['date', '@method', '@path', '@authority', 'content-type', 'content-length']
  const { base, finish } = prepareSignature(request, 'sig-b26', covers, { created, keyid: 'test-key-ed25519' })
  const signature = 'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:'
  const input =
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"'
  const headers = { ...request.headers, 'signature-input': input, signature }
  const read = verifyMessage({ ...request, headers }, { ...expected, label: 'sig-b26', covers }, (keyid) =>
    keyid === 'test-key-ed25519' ? publicKey : undefined,
  )
  assert.deepEqual(read.base, base)
  assert.deepEqual(finish(read.signature), { 'signature-input': input, signature })
  const ours = signMessage(request, privateKey, 'sig-b26', covers, { created, keyid: 'test-key-ed25519' })
  assert.match(ours['signature-input'], /alg="ed25519"/)
})

test('section 2: derived parts and fields have the values of the RFC', () => {
  const value = (url: string, name: string, parameters: Record<string, string | boolean> = {}, headers = {}) =>
    componentValue({ method: 'GET', url, headers }, [name, new Map(Object.entries(parameters))])
  assert.equal(value('http://WWW.example.com:80/path?param=value', '@authority'), 'www.example.com')
  assert.equal(value('https://www.example.com/path?param=value', '@target-uri'), 'https://www.example.com/path?param=value')
  assert.equal(value('http://www.example.com/path', '@scheme'), 'http')
  assert.equal(value('http://www.example.com', '@path'), '/')
  assert.equal(value('http://www.example.com/path', '@query'), '?')
  assert.equal(value('http://www.example.com/path?queryString', '@query'), '?queryString')
  assert.equal(value('http://www.example.com/path?a=b', '@request-target'), '/path?a=b')
  const parameters =
    'https://e.com/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something'
  assert.equal(value(parameters, '@query-param', { name: 'var' }), 'this%20is%20a%20big%0Amultiline%20value')
  assert.equal(value(parameters, '@query-param', { name: 'bar' }), 'with%20plus%20whitespace')
  assert.equal(value(parameters, '@query-param', { name: 'fa%C3%A7ade%22%3A%20' }), 'something')
  const headers = { 'x-ows': ['  Leading and trailing whitespace.   '], 'cache-control': ['max-age=60', '   must-revalidate'] }
  assert.equal(value('http://e.com', 'x-ows', {}, headers), 'Leading and trailing whitespace.')
  assert.equal(value('http://e.com', 'cache-control', {}, headers), 'max-age=60, must-revalidate')
  const dictionary = { 'example-dict': ' a=1,    b=2;x=1;y=2,   c=(a   b   c), d' }
  assert.equal(value('http://e.com', 'example-dict', { key: 'b' }, dictionary), '2;x=1;y=2')
  assert.equal(value('http://e.com', 'example-dict', { key: 'c' }, dictionary), '(a b c)')
  assert.equal(value('http://e.com', 'example-dict', { key: 'd' }, dictionary), '?1')
  const lines = { 'example-header': ['value, with, lots', 'of, commas'] }
  assert.equal(value('http://e.com', 'example-header', { bs: true }, lines), ':dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:')
})

test('a part that is not there, or asked for in a way we do not know, is refused', () => {
  const value =
    (name: string, parameters: Record<string, string | boolean> = {}) =>
    () =>
      componentValue(request, [name, new Map(Object.entries(parameters))])
  assert.throws(value('x-none'), { reason: 'uncovered' })
  assert.throws(value('@status'), { reason: 'uncovered' })
  assert.throws(value('@signature-params'), { reason: 'uncovered' })
  assert.throws(value('date', { tr: true }), { reason: 'malformed' })
  assert.throws(value('date', { req: true }), SignatureError)
  assert.throws(value('date', { key: 'a' }), { reason: 'malformed' })
})
