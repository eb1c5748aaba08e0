import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { decodeJwt } from 'jose'
import * as client from 'openid-client'
import { type Browser, browser, configure, fapiSite, openRig, pass, push, type Registered, register, request } from './testing.ts'

const rig = await openRig()
after(() => rig.close())
const library = await register(rig)
const clinic = await register(rig, { name: '보건소', redirectUris: ['https://clinic.example/cb'] })

/** From pressing "sign in" at a site until it knows who it is. */
async function signIn(who: Browser, site: Registered, more: Record<string, string> = {}) {
  const config = await configure(rig, site)
  const { url, checks } = await request(config, site, more)
  const { at } = await who.open(url)
  const back = at.pathname.startsWith('/signin/') ? await pass(rig, who, at) : at
  const tokens = await client.authorizationCodeGrant(config, back, checks)
  return { config, tokens, claims: tokens.claims()!, wasAsked: at.pathname.startsWith('/signin/') }
}

async function someone() {
  const who = browser(rig)
  const person = await rig.enrol('김하늘')
  const principal = await who.signIn(rig, person)
  return { who, person, principal }
}

test('a site signs a person in with code and PKCE, by a certified client as it comes', async () => {
  const { who, person } = await someone()
  const { config, tokens, claims } = await signIn(who, library)
  assert.equal(claims['acr'], 'urn:dpg:assurance:substantial')
  assert.ok(!claims.sub.includes(person.slice(4)))
  assert.deepEqual(await client.fetchUserInfo(config, tokens.access_token, claims.sub), { sub: claims.sub })
})

test('a site of the FAPI 2.0 kind pushes its request, signs itself and binds its tokens to its key', async () => {
  const { who } = await someone()
  const { site, config } = await fapiSite(rig)
  const { url, checks } = await push(config, site)
  assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri'])
  const back = await pass(rig, who, (await who.open(url)).at)
  assert.equal(back.searchParams.get('iss'), rig.issuer.href)
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'))
  const tokens = await client.authorizationCodeGrant(config, back, checks, undefined, { DPoP })
  assert.equal(tokens.token_type, 'dpop')
  const { sub } = tokens.claims()!
  assert.deepEqual(await client.fetchUserInfo(config, tokens.access_token, sub, { DPoP }), { sub })
  await assert.rejects(client.fetchUserInfo(config, tokens.access_token, sub), 'a token without its key is worth nothing')
})

test('who is signed in at one site is in at the next without being asked, under another name', async () => {
  const { who } = await someone()
  const first = await signIn(who, library)
  const second = await signIn(who, clinic)
  assert.deepEqual([first.wasAsked, second.wasAsked], [true, false])
  assert.notEqual(first.claims.sub, second.claims.sub)
  assert.equal((await signIn(who, library)).claims.sub, first.claims.sub)
})

test('a site learns what the person agreed to, from the registers, when it asks; the rest it does not', async () => {
  const { who, principal } = await someone()
  const claims = [
    { claim: 'name', why: '이름을 부릅니다', isNeeded: true },
    { claim: 'birthdate', why: '나이를 봅니다', isNeeded: false },
    { claim: 'person.nationality', why: '국적을 봅니다', isNeeded: false },
  ]
  const site = await register(rig, { name: '학교', redirectUris: ['https://school.example/cb'], claims })
  const config = await configure(rig, site)
  const more = { scope: 'openid profile address', claims: '{"userinfo":{"person.nationality":null,"person.birthDate":null}}' }
  const { url, checks } = await request(config, site, more)
  const page = (await who.open(url)).at
  const consent = await pass(rig, who, page)
  const uid = consent.pathname.split('/').at(-1)!
  const asked = await rig.identity.signOn.read(who.header(), uid)
  assert.equal(asked.step, 'consent')
  assert.deepEqual('claims' in asked && asked.claims.map(({ claim }) => claim), ['name', 'birthdate', 'person.nationality'])
  const on = await rig.identity.signOn.consent(who.header(), uid, principal, ['name', 'person.nationality'])
  const tokens = await client.authorizationCodeGrant(config, (await who.open(on)).at, checks)
  rig.read.length = 0
  const { sub, ...told } = await client.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub)
  assert.ok(sub)
  assert.deepEqual(told, { name: '김하늘', 'person.nationality': 'KR' })
  assert.deepEqual(rig.read, [{ site: '학교', facts: ['person.name', 'person.nationality'] }])
  assert.equal((await signIn(who, site, more)).wasAsked, false, 'what was answered is not asked again')
  const known = await rig.identity.knownSites(principal)
  assert.deepEqual(
    known.map(({ name, claims }) => [name, claims.filter(({ isGiven }) => isGiven).length]),
    [['학교', 2]],
  )
  await rig.identity.forgetSite(principal, site.id)
  assert.deepEqual(await rig.identity.knownSites(principal), [])
  assert.deepEqual(await client.fetchUserInfo(config, tokens.access_token, sub), { sub }, 'told nothing more, at once')
  const again = await request(config, site, more)
  const { at } = await who.open(again.url)
  assert.equal((await rig.identity.signOn.read(who.header(), at.pathname.split('/').at(-1)!)).step, 'consent', 'and asked anew')
})

test('without what it needs a site gets nothing, and is told so', async () => {
  const { who, principal } = await someone()
  const claims = [{ claim: 'name', why: '꼭 필요합니다', isNeeded: true }]
  const site = await register(rig, { redirectUris: ['https://needs.example/cb'], claims })
  const { url } = await request(await configure(rig, site), site, { scope: 'openid profile' })
  const consent = await pass(rig, who, (await who.open(url)).at)
  const on = await rig.identity.signOn.consent(who.header(), consent.pathname.split('/').at(-1)!, principal, [])
  assert.equal((await who.open(on)).at.searchParams.get('error'), 'access_denied')
})

test('a site that must be surer sends the person to show more, and gets no one else', async () => {
  const { who, person, principal } = await someone()
  const site = await register(rig, { assurance: 'high', redirectUris: ['https://sure.example/cb'] })
  const config = await configure(rig, site)
  const { url, checks } = await request(config, site)
  const page = (await who.open(url)).at
  const uid = page.pathname.split('/').at(-1)!
  const asked = await rig.identity.signOn.read(who.header(), uid)
  assert.deepEqual([asked.step, 'level' in asked && asked.level], ['sign-in', 'high'])
  await rig.db.query("update identity.sessions set assurance = 'high', way = 'passkey' where account = $1 and id = $2", [
    person,
    principal.session,
  ])
  const tokens = await client.authorizationCodeGrant(config, await pass(rig, who, page), checks)
  assert.deepEqual([tokens.claims()!['acr'], tokens.claims()!['amr']], ['urn:dpg:assurance:high', ['hwk', 'user', 'mfa']])
})

test('asked to show anew who they are, a person who is signed in is not passed on', async () => {
  const { who, person } = await someone()
  await rig.db.query("update identity.sessions set proved_at = now() - interval '10 minutes' where account = $1", [person])
  const config = await configure(rig, library)
  for (const more of [{ prompt: 'login' }, { max_age: '60' }]) {
    const { url } = await request(config, library, more)
    await assert.rejects(pass(rig, who, (await who.open(url)).at), /the page asks: sign-in/)
  }
  const { url } = await request(config, library, { max_age: '3600' })
  assert.equal((await pass(rig, who, (await who.open(url)).at)).host, 'library.example')
})

test('asked not to show a page, an answer comes back at once', async () => {
  const stranger = browser(rig)
  const config = await configure(rig, library)
  const { url } = await request(config, library, { prompt: 'none' })
  assert.equal((await stranger.open(url)).at.searchParams.get('error'), 'login_required')
  const { who } = await someone()
  await signIn(who, library)
  const again = await request(config, library, { prompt: 'none' })
  assert.ok((await who.open(again.url)).at.searchParams.get('code'))
  const surer = await request(config, library, { prompt: 'none', acr_values: 'urn:dpg:assurance:high' })
  assert.equal((await who.open(surer.url)).at.searchParams.get('error'), 'unmet_authentication_requirements')
})

test('a new site signs made-up people in at once, and real people only when an official has allowed it', async () => {
  const { principal } = await someone()
  const { site, testSecret } = await rig.identity.sites.register(principal, { ...library.config, name: '새 누리집' })
  const twin = { ...library, id: site.testId, secret: testSecret }
  const who = browser(rig)
  const config = await configure(rig, twin)
  const { url, checks } = await request(config, twin)
  const uid = (await who.open(url)).at.pathname.split('/').at(-1)!
  const asked = await rig.identity.signOn.read(who.header(), uid)
  assert.equal(asked.step, 'test-sign-in')
  const person = 'people' in asked ? asked.people[0]!.id : ''
  const back = (await who.open(await rig.identity.signOn.beTestPerson(who.header(), uid, person))).at
  const tokens = await client.authorizationCodeGrant(config, back, checks)
  assert.ok(tokens.claims()!.sub)
  const live = await request(config, { ...twin, id: site.id })
  live.url.searchParams.set('client_id', site.id)
  assert.match((await who.open(live.url)).at.search, /error=invalid_client/)
  await assert.rejects(rig.identity.signOn.beTestPerson(who.header(), uid, 'per_somebody'), {
    type: 'identity/sign-on-request-gone',
  })
})

test('who leaves here has left everywhere: no token speaks of them, and every site is told', async () => {
  const told: string[] = []
  const listener = createServer((incoming, outgoing) => {
    incoming.setEncoding('utf8').on('data', (text: string) => told.push(text))
    incoming.on('end', () => outgoing.writeHead(204).end())
  })
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
  const at = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/left`
  const site = await register(rig, { redirectUris: ['https://hears.example/cb'], backchannelLogoutUri: at })
  const { who, principal } = await someone()
  const { config, tokens, claims } = await signIn(who, site)
  assert.deepEqual(
    (await rig.identity.sessions(principal)).map(({ sites }) => sites),
    [['도서관']],
  )
  await rig.identity.signOut(principal.session!)
  await assert.rejects(client.fetchUserInfo(config, tokens.access_token, claims.sub))
  await runJobs()
  const token = decodeJwt(new URLSearchParams(told.join('')).get('logout_token')!)
  assert.deepEqual([token.sub, token['sid'], token.aud], [claims.sub, claims['sid'] ?? token['sid'], site.id])
  assert.deepEqual(token['events'], { 'http://schemas.openid.net/event/backchannel-logout': {} })
  await assert.rejects(signIn(who, site), /the page asks: sign-in/)
  listener.close()
})

test('who leaves by the page of a site is out here too, and comes back to the site', async () => {
  const { who, principal } = await someone()
  const { config, tokens } = await signIn(who, library)
  const url = client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token!,
    post_logout_redirect_uri: 'https://library.example/bye',
    state: 'x1',
  })
  const page = (await who.open(url)).at
  assert.equal(page.pathname, '/signout/sites')
  const body = new URLSearchParams({ xsrf: page.searchParams.get('xsrf')!, logout: 'yes' })
  const forged = await who.open(`${rig.url}/id/logout/confirm`, {
    method: 'POST',
    body: new URLSearchParams({ xsrf: 'made-up', logout: 'yes' }),
  })
  assert.match(forged.at.search, /error=invalid_request/)
  const { at } = await who.open(`${rig.url}/id/logout/confirm`, { method: 'POST', body })
  assert.equal(at.href, 'https://library.example/bye?state=x1')
  assert.deepEqual(await rig.identity.sessions(principal), [])
})

test('a copy of the tables opens nothing: no token, no code, no account stands in them', async () => {
  const { who, person } = await someone()
  const { tokens } = await signIn(who, library)
  const rows = await rig.db.query<{ id: Buffer; payload: Buffer }>('select id, payload from identity.records')
  const bytes = Buffer.concat(rows.flatMap(({ id, payload }) => [id, payload])).toString('latin1')
  for (const secret of [tokens.access_token, person, library.id, ...[...who.cookies.values()]]) assert.ok(!bytes.includes(secret))
  const [site] = await rig.db.query<{ row: string }>('select sites::text as row from identity.sites where id = $1', [library.id])
  assert.ok(!site!.row.includes(library.secret!))
})

/** What the queue would do. */
async function runJobs(): Promise<void> {
  const { createSignOnDoor } = await import('./door.ts')
  const { jobs } = createSignOnDoor(rig.deps)
  for (let next = rig.db.queued.shift(); next; next = rig.db.queued.shift())
    await jobs.find(({ job }) => job.name === next!.job)?.handle(next.data)
}
