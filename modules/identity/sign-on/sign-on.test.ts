import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as client from 'openid-client'
import { browser, configure, openRig, pass, register, request } from './testing.ts'

const rig = await openRig()
after(() => rig.close())
const library = await register(rig)

test('a site signs a person in with code and PKCE, by a certified client as it comes', async () => {
  const config = await configure(rig, library)
  const who = browser(rig)
  const person = await rig.enrol('김하늘')
  await who.signIn(rig, person)
  const { url, checks } = await request(config, library)
  const page = await who.open(url)
  assert.match(page.at.pathname, /^\/signin\/site\//)
  const back = await pass(rig, who, page.at)
  assert.equal(back.origin, 'https://library.example')
  const tokens = await client.authorizationCodeGrant(config, back, checks)
  const { sub, acr } = tokens.claims()!
  assert.equal(acr, 'urn:dpg:assurance:substantial')
  assert.ok(!String(sub).includes(person.slice(4)))
  const info = await client.fetchUserInfo(config, tokens.access_token, sub)
  assert.deepEqual(info, { sub })
})
