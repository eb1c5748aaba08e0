import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as client from 'openid-client'
import { browser, configure, openRig, pass, register, request } from './testing.ts'

// What one process gave, another takes.
const rig = await openRig({}, 2)
after(() => rig.close())
const site = await register(rig)
const config = await configure(rig, site)

/** Somebody who came back to the site with a code. */
async function back(more: Record<string, string> = {}) {
  const who = browser(rig)
  const principal = await who.signIn(rig, await rig.enrol('김하늘'))
  const asked = await request(config, site, more)
  const { at } = await who.open(asked.url)
  return { who, principal, at: at.pathname.startsWith('/signin/') ? await pass(rig, who, at) : at, checks: asked.checks }
}
const redeem = ({ at, checks }: Pick<Awaited<ReturnType<typeof back>>, 'at' | 'checks'>) =>
  client.authorizationCodeGrant(config, at, checks)
const refused = { error: 'invalid_grant' }
const recordsKept = async () => (await rig.db.query<{ id: Buffer }>('select id from identity.records')).length

test('of what a site is given nothing is kept but that a code was used', async () => {
  const before = await recordsKept()
  const tokens = await redeem(await back())
  assert.equal(await recordsKept(), before + 2, 'the session of the provider and the grant')
  assert.ok(await client.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub))
})

test('what is too long to travel is kept, and counts as often', async () => {
  const nonce = 'n'.repeat(1_900)
  const came = await back({ nonce })
  const checks = { ...came.checks, expectedNonce: nonce }
  assert.ok(came.at.href.length < 1_000)
  const tokens = await redeem({ ...came, checks })
  await assert.rejects(redeem({ ...came, checks }), refused)
  await assert.rejects(client.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub))
})

test('a code of which a letter was changed is none, nor is a token', async () => {
  const came = await back()
  const code = came.at.searchParams.get('code')!
  const changed = `${code.slice(0, 300)}${code[300] === 'A' ? 'B' : 'A'}${code.slice(301)}`
  const at = new URL(came.at)
  at.searchParams.set('code', changed)
  await assert.rejects(redeem({ ...came, at }), refused)
  const { access_token: token } = await redeem(came)
  for (const wrong of [code, changed, `${token.slice(0, 200)}${token[200] === 'A' ? 'B' : 'A'}${token.slice(201)}`])
    await assert.rejects(client.fetchUserInfo(config, wrong, client.skipSubjectCheck))
})

test('who has signed out before the site came with the code is not spoken of', async () => {
  const came = await back()
  await rig.identity.signOut(came.principal.session!)
  await assert.rejects(redeem(came), refused)
})

test('whoever comes second with a code, at whichever process, takes back what it gave', async () => {
  const came = await back()
  const all = await Promise.allSettled([1, 2, 3, 4].map(() => redeem(came)))
  const [given, ...others] = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  assert.equal(others.length, 0)
  await assert.rejects(client.fetchUserInfo(config, given!.access_token, client.skipSubjectCheck))
  await assert.rejects(redeem(came), refused)
})

test('a token that its site gives back speaks of nobody, and the person comes in again as before', async () => {
  const came = await back()
  const tokens = await redeem(came)
  await client.tokenRevocation(config, tokens.access_token)
  await assert.rejects(client.fetchUserInfo(config, tokens.access_token, tokens.claims()!.sub))
  const { url, checks } = await request(config, site)
  const again = await redeem({ at: (await came.who.open(url)).at, checks })
  assert.equal(again.claims()!.sub, tokens.claims()!.sub)
  assert.ok(await client.fetchUserInfo(config, again.access_token, again.claims()!.sub))
})
