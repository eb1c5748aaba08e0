/**
 * Against a wallet and an issuer that share no code with us (`testing.ts`). Names in brackets are the modules of the OpenID
 * Foundation's plan for verifiers of OpenID4VP 1.0: one test each.
 */
import assert from 'node:assert/strict'
import { hash, randomBytes, X509Certificate } from 'node:crypto'
import { test } from 'node:test'
import type { JWK } from 'jose'
import { certify } from './certificate.ts'
import { disclosed } from './disclosures.ts'
import {
  type Accepted,
  claimAt,
  clientIdOf,
  type Doubt,
  openResponse,
  questionsOf,
  readPresentation,
  readStatusList,
  requestObject,
  thumbprintOf,
  walletLink,
} from './index.ts'
import {
  DOCTYPE,
  jwkOf,
  jws,
  NAMESPACE,
  newIssuer,
  newPair,
  newWallet,
  type Odd,
  type OddProof,
  type Requested,
  VCT,
} from './testing.ts'

const now = Date.parse('2026-11-26T00:00:00Z')
const S = now / 1000
const issuer = newIssuer('https://id.example', now)
const HANEUL = { number: '900501-2000001', name: '김하늘', birthDate: '1990-05-01' }
const holder = newPair()
const base = { issuer: issuer.id, keys: issuer.keys, anchors: [issuer.anchor], needsStatus: false }
const accepted: readonly Accepted[] = [
  { ...base, format: 'dc+sd-jwt', type: VCT, claims: [['number'], ['name'], ['birthDate']] },
  {
    ...base,
    format: 'mso_mdoc',
    type: DOCTYPE,
    claims: [
      [NAMESPACE, 'number'],
      [NAMESPACE, 'birth_date'],
    ],
  },
]
const questions = questionsOf(accepted)
const own = newPair()
const signer = {
  key: own.privateKey,
  chain: [
    certify({
      name: 'v',
      key: own.publicKey,
      by: { name: 'v', key: own.privateKey },
      from: now,
      until: now + 1e9,
      host: 'dpg.example',
    }),
  ],
}

interface Session {
  readonly asked: Requested
  readonly key: JWK
  readonly wallet: ReturnType<typeof newWallet>
}

async function begin(walletNonce?: string): Promise<Session> {
  const pair = newPair()
  const key: JWK = { ...(pair.privateKey.export({ format: 'jwk' }) as JWK), kid: 's1', use: 'enc', alg: 'ECDH-ES' }
  const { d: _, ...sealTo } = key
  const ask = {
    id: 'r',
    nonce: randomBytes(16).toString('base64url'),
    state: randomBytes(16).toString('base64url'),
    responseUri: 'https://dpg.example/answer',
  }
  const object = await requestObject(signer, {
    ...ask,
    sealTo,
    accepted,
    now: Date.now(),
    expiresAt: Date.now() + 600_000,
    walletNonce,
  })
  const serve = async () => new Response(object, { headers: { 'content-type': 'application/oauth-authz-req+jwt' } })
  const wallet = newWallet(holder, serve, () => now)
  return { wallet, key, asked: await wallet.resolve(walletLink(clientIdOf(signer), 'https://dpg.example/r')) }
}

async function read(
  { asked, key, wallet }: Session,
  presentation: string,
  over: Partial<{ accepted: readonly Accepted[]; at: number }> = {},
) {
  const opened = await openResponse(await wallet.seal(asked, presentation), key)
  assert.equal(opened.state, asked.state)
  const { nonce, audience, responseUri } = asked
  const sealedTo = await thumbprintOf(key)
  return readPresentation(opened, {
    questions,
    accepted: over.accepted ?? accepted,
    asked: { now: over.at ?? now, nonce, audience, responseUri, sealedTo },
  })
}

const doubt = (name: Doubt) => (error: unknown) => {
  assert.equal((error as { doubt?: Doubt }).doubt, name, String((error as Error).stack))
  return true
}

async function sdJwt(odd: Odd = {}, proof: OddProof = {}) {
  const session = await begin()
  return { session, text: await session.wallet.presentSdJwt(await issuer.sdJwt(HANEUL, holder, odd), session.asked, proof) }
}
const shown = async (odd: Odd = {}, proof: OddProof = {}, over = {}) => {
  const { session, text } = await sdJwt(odd, proof)
  return read(session, text, over)
}

test('an SD-JWT VC that was asked for is believed, and only what was disclosed is seen (HappyFlow)', async () => {
  const found = await shown({}, { shown: ['number', 'birthDate'] })
  assert.equal(found.by.issuer, issuer.id)
  assert.deepEqual([claimAt(found, ['number']), claimAt(found, ['name'])], [HANEUL.number, undefined])
  assert.deepEqual(found.claims['nationality'], [])
  assert.deepEqual(found.status, { uri: issuer.statusUri, index: 7 })
})

test('an mdoc that was asked for is believed, and only what was disclosed is seen (HappyFlow)', async () => {
  const session = await begin()
  const found = await read(session, await session.wallet.presentMdoc(await issuer.mdoc(HANEUL, holder), session.asked))
  assert.deepEqual(found.claims, { [NAMESPACE]: { number: HANEUL.number, name: HANEUL.name, birth_date: '1990-05-01' } })
})

test('a credential by certificate, and one whose key has a bare point only, are believed (MinimalCnfJwk)', async () => {
  const session = await begin()
  const mdoc = await issuer.mdoc(HANEUL, holder)
  await read(session, await session.wallet.presentMdoc(mdoc, session.asked), {
    accepted: accepted.map((one) => ({ ...one, keys: [] })),
  })
  assert.deepEqual(Object.keys(jwkOf(holder)).sort(), ['crv', 'kty', 'x', 'y'])
  await shown()
})

const REFUSED: readonly (readonly [string, Doubt, Odd, OddProof?, object?])[] = [
  ['for another audience (InvalidKbJwtAud)', 'other-audience', {}, { claims: { aud: 'x509_hash:other' } }],
  ['with another nonce (InvalidKbJwtNonce)', 'other-nonce', {}, { claims: { nonce: 'other' } }],
  ['signed by another key than the holder’s (InvalidKbJwtSignature)', 'other-holder', {}, { key: newPair().privateKey }],
  ['signed in the future (KbJwtIatInFuture)', 'stale', {}, { claims: { iat: S + 3600 } }],
  ['signed long ago (KbJwtIatInPast)', 'stale', {}, { claims: { iat: S - 3600 } }],
  ['without a time of signing', 'stale', {}, { claims: { iat: 'now' } }],
  ['of a credential that is over', 'expired', { until: now - 86_400_000 }],
  ['of a credential that is not yet', 'not-yet', { from: now + 86_400_000 }],
  ['of a credential without a holder', 'no-holder-key', { holder: null }],
  ['of a credential of another kind', 'wrong-type', { type: 'urn:other' }],
  ['of a credential by a key that we do not know', 'unknown-issuer', { header: { kid: 'k2' } }],
  ['of a credential that says to be another issuer’s', 'unknown-issuer', { claims: { iss: 'https://other.example' } }],
  ['of a credential of another media type', 'malformed', { header: { typ: 'vc+sd-jwt' } }],
]
for (const [what, why, odd, proof, over] of REFUSED)
  test(`a presentation ${what} is refused`, () => assert.rejects(shown(odd, proof, over), doubt(why)))

test('a credential that its issuer has not signed is refused (InvalidCredentialSignature)', async () => {
  const { session, text } = await sdJwt()
  const [jwt = '', ...rest] = text.split('~')
  const body = JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()) as object
  const forged = jws(newPair().privateKey, { typ: 'dc+sd-jwt', alg: 'ES256', kid: 'k1' }, body)
  await assert.rejects(read(session, [forged, ...rest].join('~')), doubt('forged'))
  const unsigned = `${Buffer.from('{"typ":"dc+sd-jwt","alg":"none"}').toString('base64url')}.${jwt.split('.')[1]}.`
  await assert.rejects(read(session, [unsigned, ...rest].join('~')), doubt('forged'))
})

test('a disclosure that was changed, added, doubled or left out after signing is refused (InvalidSdHash)', async () => {
  const { session, text } = await sdJwt()
  const [jwt = '', first = '', second = '', third = '', proof = ''] = text.split('~')
  const changed = Buffer.from(
    JSON.stringify([...(JSON.parse(Buffer.from(first, 'base64url').toString()) as string[]).slice(0, 2), '남']),
  ).toString('base64url')
  for (const parts of [
    [changed, second, third],
    [first, first, second, third],
    [first, second, third, changed],
    [first, second],
  ])
    await assert.rejects(read(session, [jwt, ...parts, proof].join('~')), doubt('altered'))
  await assert.rejects(read(session, [jwt, first, second, third, ''].join('~')), doubt('no-holder-key'))
})

test('what says how long a credential holds cannot be disclosed by its holder, and no digest stands twice', () => {
  const salted = Buffer.from(JSON.stringify(['salt', 'exp', S + 99_999])).toString('base64url')
  const _sd = [hash('sha256', salted, 'base64url')]
  assert.throws(() => disclosed({ vct: VCT, _sd }, [salted]), doubt('altered'))
  assert.throws(() => disclosed({ a: { _sd }, b: { _sd } }, []), doubt('altered'))
  assert.throws(() => disclosed({ exp: 1, _sd }, [salted]), doubt('altered'), 'a name that is there already')
  assert.throws(() => disclosed({ list: [{ '...': _sd[0] }] }, [salted]), doubt('altered'), 'a claim in a list')
  assert.throws(() => disclosed({ _sd_alg: 'md5' }, []), doubt('malformed'))
})

test('an mdoc of another session, of another device or of an unknown issuer is refused (InvalidSessionTranscript)', async () => {
  const [one, two] = [await begin(), await begin()]
  const mdoc = await issuer.mdoc(HANEUL, holder)
  const presented = await one.wallet.presentMdoc(mdoc, one.asked)
  await assert.rejects(read(two, presented), doubt('other-session'))
  const thief = newWallet(newPair(), async () => new Response())
  await assert.rejects(read(one, await thief.presentMdoc(mdoc, one.asked)), doubt('other-session'))
  const other = await newIssuer(issuer.id, now).mdoc(HANEUL, holder)
  await assert.rejects(read(one, await one.wallet.presentMdoc(other, one.asked)), doubt('unknown-issuer'))
  const old = await issuer.mdoc(HANEUL, holder, { until: now - 86_400_000 })
  await assert.rejects(read(one, await one.wallet.presentMdoc(old, one.asked)), doubt('expired'))
})

test('an mdoc whose element was changed is refused', async () => {
  const session = await begin()
  const bytes = Buffer.from(await session.wallet.presentMdoc(await issuer.mdoc(HANEUL, holder), session.asked), 'base64url')
  const at = bytes.indexOf(HANEUL.number)
  bytes.write('900501-2000002', at)
  await assert.rejects(read(session, bytes.toString('base64url')), doubt('altered'))
})

test('an SD-JWT VC whose signer shows a certificate needs no name of its issuer; another’s certificate makes it nobody’s', async () => {
  const shownBy = (certificate: string, over = {}) =>
    shown({ claims: { iss: undefined }, header: { kid: undefined, x5c: [certificate] } }, {}, over)
  assert.equal((await shownBy(issuer.certificate)).by.issuer, issuer.id)
  await assert.rejects(shownBy(newIssuer(issuer.id, now).certificate), doubt('unknown-issuer'))
  await assert.rejects(
    shownBy(issuer.certificate, { accepted: accepted.map((one) => ({ ...one, anchors: [] })) }),
    doubt('unknown-issuer'),
  )
  await assert.rejects(shownBy('AAAA'), doubt('malformed'))
})

test('an answer that is sealed to another key, or says the question of another kind, is refused', async () => {
  const [one, two] = [await begin(), await begin()]
  const presentation = await one.wallet.presentSdJwt(await issuer.sdJwt(HANEUL, holder), one.asked)
  await assert.rejects(
    openResponse(await one.wallet.seal(one.asked, presentation, { sealTo: two.asked.sealTo }), one.key),
    doubt('malformed'),
  )
  const opened = await openResponse(await one.wallet.seal(one.asked, presentation, { question: 'id1' }), one.key)
  const { nonce, audience, responseUri } = one.asked
  const asked = { now, nonce, audience, responseUri, sealedTo: new Uint8Array() }
  await assert.rejects(readPresentation(opened, { questions, accepted, asked }), doubt('malformed'))
  await assert.rejects(readPresentation({ ...opened, question: 'id9' }, { questions, accepted, asked }), doubt('wrong-type'))
  for (const sealed of ['', 'x', 'a.b.c.d.e', 'e30.e30.e30'])
    await assert.rejects(openResponse(sealed, one.key), doubt('malformed'))
})

test('whether a credential was taken back stands in its issuer’s list (PresentRevokedCredential)', async () => {
  const by = accepted[0]!
  const list = await readStatusList(await issuer.statusList({ 8: 1, 9: 2, 10: 3 }), issuer.statusUri, by, now)
  list.check(7)
  assert.equal(list.until, now + 3_600_000)
  for (const [index, why] of [
    [8, 'revoked'],
    [9, 'suspended'],
    [10, 'suspended'],
    [9999, 'status-away'],
  ] as const)
    assert.throws(() => list.check(index), doubt(why))
  const wrong = [
    'x',
    await issuer.statusList({}, { sub: 'https://other.example' }),
    await issuer.statusList({}, { exp: S - 1 }),
    await issuer.statusList({}, { status_list: { bits: 3, lst: '' } }),
    await newIssuer(issuer.id, now).statusList({}),
  ]
  for (const token of wrong) await assert.rejects(readStatusList(token, issuer.statusUri, by, now), doubt('status-away'))
})

test('a credential without a status is for the issuer’s entry to allow (PresentCredentialWithoutStatus)', async () => {
  assert.equal((await shown({ status: null })).status, null)
  const strict = accepted.map((one) => ({ ...one, needsStatus: true }))
  await assert.rejects(shown({ status: null }, {}, { accepted: strict }), doubt('no-status'))
  await assert.rejects(shown({ status: null, claims: { status: { identifier_list: {} } } }), doubt('no-status'))
})

test('a certificate that is over, or is no authority’s, makes no issuer', async () => {
  const session = await begin()
  const presented = await session.wallet.presentMdoc(await issuer.mdoc(HANEUL, holder, { until: now + 1e12 }), session.asked)
  await assert.rejects(read(session, presented, { at: now + 200 * 86_400_000 }), doubt('expired'))
  const leaf = newPair()
  const by = { name: `${issuer.id} root`, key: leaf.privateKey }
  const noAuthority = new X509Certificate(certify({ name: by.name, key: leaf.publicKey, by, from: now - 1e9, until: now + 1e9 }))
  const others = accepted.map((one) => ({ ...one, keys: [], anchors: [noAuthority] }))
  await assert.rejects(read(session, presented, { accepted: others }), doubt('unknown-issuer'))
})
