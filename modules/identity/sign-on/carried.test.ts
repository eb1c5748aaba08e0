import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as client from 'openid-client'
import { browser, configure, openRig, register, request } from './testing.ts'

const rig = await openRig()
after(() => rig.close())
const site = await register(rig)
const config = await configure(rig, site)

async function atPage(more: Record<string, string> = {}) {
  const who = browser(rig)
  const asked = await request(config, site, more)
  const at = (await who.open(asked.url)).at
  return { who, uid: at.pathname.split('/').at(-1)!, ...asked }
}

/** Whoever is signed in is passed on by the page. */
async function passedOn(more: Record<string, string> = {}) {
  const page = await atPage(more)
  const principal = await page.who.signIn(rig, await rig.enrol('김하늘'))
  const asked = await rig.identity.signOn.read(page.who.header(), page.uid, principal)
  assert.ok(asked.step === 'go')
  return { ...page, principal, to: new URL(asked.to) }
}

async function recordsKept(): Promise<number> {
  const [row] = await rig.db.query<{ kept: number }>('select count(*)::int as kept from identity.records')
  return row!.kept
}

test('however many are sent here, nothing of it is kept before one of them has come in', async () => {
  const before = await recordsKept()
  const { who, uid } = await atPage()
  assert.equal((await rig.identity.signOn.read(who.header(), uid)).step, 'sign-in')
  const { who: known, to, checks } = await passedOn()
  assert.equal(await recordsKept(), before)
  assert.ok((await client.authorizationCodeGrant(config, (await known.open(to)).at, checks)).id_token)
})

test('what is too long to travel is kept here, and goes on the same way', async () => {
  const before = await recordsKept()
  const { who, to, checks } = await passedOn({ state: 's'.repeat(2_000) })
  assert.equal(await recordsKept(), before + 1)
  assert.equal(to.search, '')
  const { at } = await who.open(to)
  assert.ok((await client.authorizationCodeGrant(config, at, { ...checks, expectedState: 's'.repeat(2_000) })).id_token)
  assert.notEqual((await who.open(to)).at.origin, 'https://library.example', 'once')
})

test('what comes back goes on where it began, in the browser it began in, as it was', async () => {
  const [one, other] = [await passedOn(), await passedOn()]
  const refused = async (who: typeof one.who, url: URL) => assert.equal((await who.open(url)).at.pathname, '/signin/problem')
  const mixed = new URL(one.to)
  mixed.search = other.to.search
  await refused(one.who, mixed)
  const changed = new URL(one.to)
  const sealed = changed.searchParams.get('request')!
  changed.searchParams.set('request', `${sealed.slice(0, -5)}${sealed.at(-5) === 'A' ? 'B' : 'A'}${sealed.slice(-4)}`)
  await refused(one.who, changed)
  await refused(other.who, one.to)
  await refused(browser(rig), one.to)
  assert.match((await one.who.open(one.to)).at.href, /^https:\/\/library\.example\/back\?code=/)
})

test('who has signed out between the page and the site is asked anew', async () => {
  const { who, principal, to } = await passedOn()
  await rig.identity.signOut(principal.session!)
  const { at } = await who.open(to)
  assert.match(at.pathname, /^\/signin\/site\//)
  assert.equal((await rig.identity.signOn.read(who.header(), at.pathname.split('/').at(-1)!)).step, 'sign-in')
})
