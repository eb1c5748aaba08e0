/** What an attacker, a careless site or a broken network sends: the negative modules of the OpenID Foundation's plans, each by a sentence. */
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import * as client from 'openid-client'
import { browser, type Browser, configure, fapiSite, openRig, pass, push, type Registered, register, request } from './testing.ts'

const rig = await openRig()
after(() => rig.close())
const library = await register(rig)
const clinic = await register(rig, { redirectUris: ['https://clinic.example/cb'] })
const fapi = await fapiSite(rig, { redirectUris: ['https://fapi.example/cb'] })
const TOKEN = `${rig.url}/id/token`
const sha = (text: string) => createHash('sha256').update(text).digest('base64url')

async function someone(): Promise<Browser> {
  const who = browser(rig)
  await who.signIn(rig, await rig.enrol('김하늘'))
  return who
}

/** A code that a site has just been given, with what it needs to use it. */
async function codeFor(site: Registered, who?: Browser) {
  const by = who ?? (await someone())
  const { url, checks } = await request(await configure(rig, site), site)
  const { at } = await by.open(url)
  const back = at.pathname.startsWith('/signin/') ? await pass(rig, by, at) : at
  return { back, code: back.searchParams.get('code')!, verifier: checks.pkceCodeVerifier, checks }
}

async function token(site: Registered, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const basic = Buffer.from(`${site.id}:${site.secret}`).toString('base64')
  const body = new URLSearchParams({ grant_type: 'authorization_code', redirect_uri: site.config.redirectUris[0]!, ...fields })
  const response = await fetch(TOKEN, { method: 'POST', body, headers: { authorization: `Basic ${basic}`, ...headers } })
  return { status: response.status, ...((await response.json()) as { error?: string; access_token?: string }) }
}

describe('at the door', () => {
  /** Parameters that are changed, and what is answered: to the site where it is known, to the person where it is not. */
  const CASES: readonly (readonly [string, Record<string, string | null>, 'page' | 'site', string])[] = [
    [
      'an address that the site has not registered',
      { redirect_uri: 'https://library.example/back/' },
      'page',
      'invalid_redirect_uri',
    ],
    ['an address with something after it', { redirect_uri: 'https://library.example/back?x=1' }, 'page', 'invalid_redirect_uri'],
    [
      'an address on a host that begins the same',
      { redirect_uri: 'https://library.example.evil.example/back' },
      'page',
      'invalid_redirect_uri',
    ],
    ["another site's address", { redirect_uri: 'https://clinic.example/cb' }, 'page', 'invalid_redirect_uri'],
    ['no address', { redirect_uri: null }, 'page', 'invalid_request'],
    ['a site that nobody knows', { client_id: 'site_00000000-0000-7000-8000-000000000000' }, 'page', 'invalid_client'],
    ['no PKCE', { code_challenge: null, code_challenge_method: null }, 'site', 'invalid_request'],
    ['PKCE in the clear', { code_challenge_method: 'plain' }, 'site', 'invalid_request'],
    ['PKCE without a method, which means in the clear', { code_challenge_method: null }, 'site', 'invalid_request'],
    ['a token in the address instead of a code', { response_type: 'token' }, 'site', 'unsupported_response_type'],
    ['an ID token in the address', { response_type: 'id_token' }, 'site', 'unsupported_response_type'],
    ['a code and a token together', { response_type: 'code id_token' }, 'site', 'unsupported_response_type'],
    ['an answer in a form that is not known', { response_mode: 'telepathy' }, 'site', 'unsupported_response_mode'],
    ['a prompt that contradicts itself', { prompt: 'none login' }, 'site', 'invalid_request'],
    ['claims that are no JSON', { claims: '{' }, 'site', 'invalid_request'],
    ['a request object, which is not taken', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'site', 'request_not_supported'],
    [
      'a request by address, which would make us fetch it',
      { request_uri: 'https://evil.example/r' },
      'site',
      'request_uri_not_supported',
    ],
    ['a made-up pushed request', { request_uri: 'urn:ietf:params:oauth:request_uri:made-up' }, 'site', 'invalid_request_uri'],
  ]
  for (const [what, change, where, error] of CASES)
    test(`${what} is refused ${where === 'page' ? 'before anybody is sent back' : 'and the site is told'}`, async () => {
      const { url, checks } = await request(await configure(rig, library), library)
      for (const [name, value] of Object.entries(change))
        value === null ? url.searchParams.delete(name) : url.searchParams.set(name, value)
      const { at } = await browser(rig).open(url)
      const answer = new URLSearchParams(at.search || at.hash.slice(1))
      assert.equal(answer.get('error'), error)
      assert.equal(at.pathname === '/signin/problem' ? 'page' : 'site', where)
      if (where === 'site') assert.deepEqual([answer.get('iss'), answer.get('state')], [rig.issuer.href, checks.expectedState])
    })

  test('a parameter that is said twice is refused', async () => {
    const { url } = await request(await configure(rig, library), library)
    url.searchParams.append('scope', 'openid profile')
    assert.match((await browser(rig).open(url)).at.search, /error=invalid_request/)
  })

  test('a host that a request names changes no address that we give out', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
    const response = await fetch(`${rig.issuer.href}/.well-known/openid-configuration`, { headers })
    assert.ok(!(await response.text()).includes('evil.example'))
  })

  test('the discovery document offers nothing that is not meant', async () => {
    const found = (await (await fetch(`${rig.issuer.href}/.well-known/openid-configuration`)).json()) as Record<string, unknown>
    assert.deepEqual(
      [
        found['id_token_signing_alg_values_supported'],
        found['code_challenge_methods_supported'],
        found['response_types_supported'],
      ],
      [['ES256'], ['S256'], ['code']],
    )
    assert.deepEqual(found['subject_types_supported'], ['pairwise'])
    assert.equal(found['registration_endpoint'], undefined)
    assert.equal(found['authorization_response_iss_parameter_supported'], true)
  })
})

describe('a code', () => {
  test('is good once; used again, what it gave is taken back', async () => {
    const { code, verifier } = await codeFor(library)
    const first = await token(library, { code, code_verifier: verifier })
    assert.equal(first.status, 200)
    assert.equal((await token(library, { code, code_verifier: verifier })).error, 'invalid_grant')
    const info = await fetch(`${rig.url}/id/userinfo`, { headers: { authorization: `Bearer ${first.access_token}` } })
    assert.equal(info.status, 401)
  })

  test('used twice in the same moment is good once', async () => {
    const { code, verifier } = await codeFor(library)
    const both = await Promise.all([1, 2, 3].map(() => token(library, { code, code_verifier: verifier })))
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 400, 400])
  })

  const WRONG: readonly (readonly [string, Record<string, string>])[] = [
    ['with another verifier', { code_verifier: client.randomPKCECodeVerifier() }],
    ['with an address that is not the one it was given to', { redirect_uri: 'https://library.example/other' }],
    ['that was made up', { code: 'made-up' }],
  ]
  for (const [how, change] of WRONG)
    test(`${how} is refused`, async () => {
      const { code, verifier } = await codeFor(library)
      assert.equal((await token(library, { code, code_verifier: verifier, ...change })).error, 'invalid_grant')
    })

  test('without its verifier is refused', async () => {
    const { code } = await codeFor(library)
    assert.equal((await token(library, { code })).error, 'invalid_grant')
  })

  test('of one site is worth nothing to another', async () => {
    const { code, verifier } = await codeFor(library)
    assert.equal((await token(clinic, { code, code_verifier: verifier })).error, 'invalid_grant')
  })

  test('is too old after a minute', async () => {
    const { code, verifier } = await codeFor(library)
    const real = Date.now
    Date.now = () => real() + 61_000
    try {
      assert.equal((await token(library, { code, code_verifier: verifier })).error, 'invalid_grant')
    } finally {
      Date.now = real
    }
  })

  test('with a wrong secret, or none, is refused', async () => {
    const { code, verifier } = await codeFor(library)
    assert.equal((await token({ ...library, secret: clinic.secret }, { code, code_verifier: verifier })).error, 'invalid_client')
    const body = new URLSearchParams({ grant_type: 'authorization_code', code, code_verifier: verifier, client_id: library.id })
    const bare = await fetch(TOKEN, { method: 'POST', body })
    assert.equal(bare.status, 401)
  })

  test('never comes with a refresh token, and no other grant is given', async () => {
    for (const grant_type of [
      'password',
      'client_credentials',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
    ]) {
      const refused = await token(library, { grant_type, refresh_token: 'x', username: 'x', password: 'x' })
      assert.match(refused.error ?? '', /unsupported_grant_type|unauthorized_client|invalid_request/)
    }
  })
})

describe('a site that checks', () => {
  test('takes no answer of another issuer, of another state, or for another nonce', async () => {
    const config = await configure(rig, library)
    const who = await someone()
    for (const change of [
      (back: URL) => back.searchParams.set('iss', 'https://evil.example'),
      (back: URL) => back.searchParams.delete('iss'),
      (back: URL) => back.searchParams.set('state', 'other'),
    ]) {
      const { back, checks } = await codeFor(library, who)
      change(back)
      await assert.rejects(client.authorizationCodeGrant(config, back, checks))
    }
    const { back, checks } = await codeFor(library, who)
    await assert.rejects(client.authorizationCodeGrant(config, back, { ...checks, expectedNonce: 'other' }))
  })
})

describe('a browser', () => {
  test("cannot go on with somebody else's request", async () => {
    const { url } = await request(await configure(rig, library), library)
    const started = (await browser(rig).open(url)).at.pathname.split('/').at(-1)!
    const other = await someone()
    await assert.rejects(rig.identity.signOn.read(other.header(), started), { type: 'identity/sign-on-request-gone' })
    await other.open((await request(await configure(rig, library), library)).url)
    await assert.rejects(rig.identity.signOn.read(other.header(), started), { type: 'identity/sign-on-request-gone' })
    assert.match((await other.open(`${rig.url}/id/authorize/${started}`)).at.href, /\/signin\/|code=/)
  })

  test('whose cookie was changed is a stranger', async () => {
    const who = await someone()
    await codeFor(library, who)
    const name = [...who.cookies.keys()].find((key) => key.startsWith('dpg_session_op') && !key.endsWith('.sig'))!
    who.cookies.set(name, 'made-up')
    const { url } = await request(await configure(rig, clinic), clinic, { prompt: 'none' })
    assert.equal((await who.open(url)).at.searchParams.get('error'), 'login_required')
  })

  test('that has become another person is that person, not the one before', async () => {
    const who = await someone()
    const config = await configure(rig, library)
    const first = await codeFor(library, who)
    const before = (await client.authorizationCodeGrant(config, first.back, first.checks)).claims()!.sub
    await who.signIn(rig, await rig.enrol('이서준'))
    const second = await codeFor(library, who)
    assert.notEqual((await client.authorizationCodeGrant(config, second.back, second.checks)).claims()!.sub, before)
  })
})

describe('a FAPI 2.0 site', () => {
  const { site, config, key } = fapi
  const assertion = async (
    claims: JWTPayload = {},
    header: { alg: string } = { alg: 'ES256' },
    by: CryptoKey | Uint8Array = key,
  ) => {
    const now = Math.floor(Date.now() / 1000)
    const all = { iss: site.id, sub: site.id, aud: rig.issuer.href, jti: randomUUID(), iat: now, exp: now + 60, ...claims }
    return new SignJWT(all).setProtectedHeader({ ...header, kid: 'site' }).sign(by)
  }
  const pushed = async (jwt: string, more: Record<string, string> = {}) => {
    const verifier = client.randomPKCECodeVerifier()
    const body = new URLSearchParams({
      client_id: site.id,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: jwt,
      response_type: 'code',
      redirect_uri: site.config.redirectUris[0]!,
      scope: 'openid',
      code_challenge: sha(verifier),
      code_challenge_method: 'S256',
      ...more,
    })
    const response = await fetch(`${rig.url}/id/request`, { method: 'POST', body })
    return { status: response.status, verifier, ...((await response.json()) as { error?: string; request_uri?: string }) }
  }

  test('must push its request', async () => {
    const { url } = await request(config, site)
    assert.equal((await browser(rig).open(url)).at.searchParams.get('error'), 'invalid_request')
  })

  test('can push with its key', async () => assert.equal((await pushed(await assertion())).status, 201))

  const now = () => Math.floor(Date.now() / 1000)
  const BAD: readonly (readonly [string, () => Promise<string>])[] = [
    ['signed by another key', async () => assertion({}, undefined, (await generateKeyPair('ES256')).privateKey)],
    ['unsigned', async () => `${btoa('{"alg":"none"}')}.${(await assertion()).split('.')[1]}.`],
    [
      'signed with the public key as a secret',
      async () => assertion({}, { alg: 'HS256' }, Buffer.from(JSON.stringify(site.config.keys[0]).padEnd(64))),
    ],
    ['that is over', () => assertion({ iat: now() - 120, exp: now() - 60 })],
    ['for somebody else', () => assertion({ aud: 'https://evil.example' })],
    ['for the token endpoint alone', () => assertion({ aud: TOKEN })],
    ['of another site', () => assertion({ iss: library.id, sub: library.id })],
  ]
  for (const [how, make] of BAD)
    test(`is refused by a proof ${how}`, async () =>
      assert.match((await pushed(await make())).error ?? '', /invalid_client|invalid_request/))

  test('is refused when it shows the same proof again', async () => {
    const jwt = await assertion()
    assert.equal((await pushed(jwt)).status, 201)
    assert.match((await pushed(jwt)).error ?? '', /invalid_client/)
    const twice = await assertion()
    const both = await Promise.all([pushed(twice), pushed(twice)])
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 401])
  })

  test('cannot fall back to a secret, to no PKCE, or to an address that it did not register', async () => {
    const body = new URLSearchParams({ client_id: site.id, client_secret: 'x', response_type: 'code' })
    assert.equal((await fetch(`${rig.url}/id/request`, { method: 'POST', body })).status, 401)
    assert.equal((await pushed(await assertion(), { code_challenge: '' })).error, 'invalid_request')
    assert.match((await pushed(await assertion(), { redirect_uri: 'https://evil.example/' })).error ?? '', /invalid_re/)
  })

  test('uses a pushed request once, by its own browser, and not when it is old', async () => {
    const who = await someone()
    const first = await pushed(await assertion())
    const go = (uri: string) => new URL(`${rig.url}/id/authorize?client_id=${site.id}&request_uri=${encodeURIComponent(uri)}`)
    const back = await pass(rig, who, (await who.open(go(first.request_uri!))).at)
    assert.ok(back.searchParams.get('code'))
    assert.match((await who.open(go(first.request_uri!))).at.search, /error=invalid_request_uri/)
    const other = go((await pushed(await assertion())).request_uri!)
    other.searchParams.set('client_id', library.id)
    assert.match((await who.open(other)).at.search, /error=/)
    const old = await pushed(await assertion())
    const real = Date.now
    Date.now = () => real() + 120_000
    try {
      assert.match((await browser(rig).open(go(old.request_uri!))).at.search, /error=invalid_request_uri/)
    } finally {
      Date.now = real
    }
  })

  describe('its token', () => {
    const dpop = async (claims: JWTPayload, pair: CryptoKeyPair, header: object = {}) =>
      new SignJWT({ htm: 'POST', htu: TOKEN, jti: randomUUID(), iat: now(), ...claims })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(pair.publicKey), ...header })
        .sign(pair.privateKey)
    const exchange = async (proof: string | undefined) => {
      const who = await someone()
      const { url, checks } = await push(config, site)
      const { at } = await who.open(url)
      const back = at.pathname.startsWith('/signin/') ? await pass(rig, who, at) : at
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        code: back.searchParams.get('code')!,
        code_verifier: checks.pkceCodeVerifier,
        redirect_uri: site.config.redirectUris[0]!,
        client_id: site.id,
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await assertion(),
      })
      const response = await fetch(TOKEN, { method: 'POST', body, headers: proof ? { dpop: proof } : {} })
      return {
        status: response.status,
        ...((await response.json()) as { error?: string; access_token?: string; token_type?: string }),
      }
    }
    const pair = () => generateKeyPair('ES256', { extractable: true })

    test('is given only to a key', async () => assert.equal((await exchange(undefined)).error, 'invalid_grant'))

    const WRONG: readonly (readonly [string, JWTPayload, object?])[] = [
      ['for another address', { htu: 'https://evil.example/token' }],
      ['for another method', { htm: 'GET' }],
      ['that is old', { iat: now() - 3600 }],
      ['of another kind', {}, { typ: 'jwt' }],
      ['with a nonce that we did not give', { nonce: 'made-up' }],
    ]
    for (const [how, claims, header] of WRONG)
      test(`is not given by a proof ${how}`, async () => {
        assert.match((await exchange(await dpop(claims, await pair(), header))).error ?? '', /invalid_dpop_proof|use_dpop_nonce/)
      })

    test('is not given by a proof that was shown before', async () => {
      const proof = await dpop({}, await pair())
      assert.equal((await exchange(proof)).token_type, 'DPoP')
      assert.match((await exchange(proof)).error ?? '', /invalid_dpop_proof|invalid_grant/)
    })

    test('opens nothing with another key, for another token, or as a plain one', async () => {
      const [own, other] = [await pair(), await pair()]
      const { access_token: access = '' } = await exchange(await dpop({}, own))
      const at = { htm: 'GET', htu: `${rig.url}/id/userinfo` }
      const ask = async (headers: Record<string, string>) => (await fetch(at.htu, { headers })).status
      const by = async (keys: CryptoKeyPair, ath: string) => ({
        authorization: `DPoP ${access}`,
        dpop: await dpop({ ...at, ath }, keys),
      })
      assert.equal(await ask(await by(own, sha(access))), 200)
      const wrong = [
        await by(other, sha(access)),
        await by(own, sha('another')),
        { authorization: `Bearer ${access}` },
        { authorization: `DPoP ${access}` },
      ]
      for (const headers of wrong) assert.ok([400, 401].includes(await ask(headers)))
    })
  })
})
