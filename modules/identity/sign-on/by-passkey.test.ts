import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as client from 'openid-client'
import { startRegistration, finishRegistration } from '../passkeys.ts'
import { createAuthenticator } from '../testing.ts'
import { browser, configure, openRig, register, request } from './testing.ts'

// What one process began, another goes on with.
const rig = await openRig({}, 2)
after(() => rig.close())
const site = await register(rig, { assurance: 'high' })
const here = { origin: rig.url, rpID: 'localhost' }
const ANONYMOUS = { principal: { kind: 'anonymous', assurance: 'none', permissions: new Set() } as never, userAgent: undefined }

/** Somebody with a passkey and, in a fresh browser, the page of a site that asks who they are. */
async function atPage(at = site, more: Record<string, string> = {}) {
  const principal = (await rig.identity.acceptInvitation(await rig.identity.invite(await rig.enrol('김하늘')))).principal
  const key = createAuthenticator()
  const added = await startRegistration(rig.deps, principal)
  await finishRegistration(rig.deps, principal, added.id, key.register(added.options.challenge, here), '내 전화기')
  const who = browser(rig)
  const config = await configure(rig, at)
  const asked = await request(config, at, more)
  const uid = (await who.open(asked.url)).at.pathname.split('/').at(-1)!
  const page = await rig.identity.signOn.read(who.header(), uid)
  assert.ok(page.step === 'sign-in')
  return { principal, key, who, config, uid, question: page.question, ...asked }
}

test('a passkey shown on the page of a site leads straight back to it, whichever process is asked, and the session is like any other', async () => {
  const { principal, key, who, config, uid, question, checks } = await atPage()
  const response = key.assert(question.options.challenge, here)
  const before = new Set(who.cookies.keys())
  const onward = await rig.identity.signOn.byPasskey(who.header(), uid, { id: question.id, response }, ANONYMOUS)
  const { to, cookie } = onward
  who.cookies.set(cookie!.name, cookie!.value)
  who.take(onward.cookies)
  assert.ok(to.startsWith('https://library.example/back?'), 'no way by the provider')
  assert.ok(
    [...before].every((name) => !name.startsWith('dpg_resume') || !who.cookies.has(name)),
    'nothing to go on with',
  )
  const tokens = await client.authorizationCodeGrant(config, new URL(to), checks)
  assert.equal(tokens.claims()!['acr'], 'urn:dpg:assurance:high')
  const inside = await rig.identity.principalOf({ [cookie!.name]: cookie!.value })
  assert.equal(inside.person, principal.person)
  const again = await request(config, site)
  const back = await client.authorizationCodeGrant(config, (await who.open(again.url)).at, again.checks)
  assert.equal(back.claims()!.sub, tokens.claims()!.sub, 'the next time nobody is asked')
})

test('an answer counts once, for questions of ours, in the browser that was asked', async () => {
  const { key, who, uid, question } = await atPage()
  const answer = { id: question.id, response: key.assert(question.options.challenge, here) }
  const gone = { type: 'identity/sign-on-request-gone' }
  const refused = { type: 'identity/passkey-refused' }
  await assert.rejects(rig.identity.signOn.byPasskey('', uid, answer, ANONYMOUS), gone, "somebody else's link")
  const made = Buffer.from(question.id, 'base64url')
  made.writeUIntBE(Date.now() + 3_600_000, 16, 6)
  const longer = made.toString('base64url')
  const forged = { id: longer, response: key.assert(longer, here) }
  await assert.rejects(
    rig.identity.signOn.byPasskey(who.header(), uid, forged, ANONYMOUS),
    refused,
    'a question made to last longer',
  )
  await rig.identity.signOn.byPasskey(who.header(), uid, answer, ANONYMOUS)
  await assert.rejects(rig.identity.signOn.byPasskey(who.header(), uid, answer, ANONYMOUS), refused)
})

/** Shows the passkey in that browser, which keeps what it is given. */
async function enter({ key, who, uid, question }: Awaited<ReturnType<typeof atPage>>) {
  const response = key.assert(question.options.challenge, here)
  const onward = await rig.identity.signOn.byPasskey(who.header(), uid, { id: question.id, response }, ANONYMOUS)
  who.cookies.set(onward.cookie!.name, onward.cookie!.value)
  who.take(onward.cookies)
  return onward.to
}

test('what a site asks besides is asked on the next page', async () => {
  const claims = [{ claim: 'name', why: '대출 회원 이름', isNeeded: true }]
  const asks = await register(rig, { redirectUris: ['https://asks.example/cb'], claims })
  const page = await atPage(asks, { scope: 'openid profile' })
  const to = await enter(page)
  assert.match(to, /^\/signin\/site\//)
  const uid = to.split('/').at(-1)!
  assert.equal((await rig.identity.signOn.read(page.who.header(), uid, page.principal)).step, 'consent')
  const back = await page.who.open(await rig.identity.signOn.consent(page.who.header(), uid, page.principal, ['name']))
  assert.ok(await client.authorizationCodeGrant(page.config, back.at, page.checks))
})

test('a site that wants its answer by a form gets it from the browser', async () => {
  const page = await atPage(site, { response_mode: 'form_post' })
  const to = await enter(page)
  assert.match(to, /\/id\/authorize\//)
  const { status, body } = await page.who.open(to)
  assert.equal(status, 200)
  const code = /name="code" value="([^"]+)"/.exec(body)?.[1]
  const back = new URL(
    `https://library.example/back?${new URLSearchParams({ code: code!, state: page.checks.expectedState, iss: rig.issuer.href })}`,
  )
  assert.ok(await client.authorizationCodeGrant(page.config, back, page.checks))
})
