import assert from 'node:assert/strict'
import { createPrivateKey, sign, X509Certificate } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { ANONYMOUS, type Principal } from '@dpg/kernel'
import { SESSION_COOKIE } from '../contract.ts'
import { finishAuthentication, finishRegistration, startAuthentication, startRegistration } from '../passkeys.ts'
import { loadLibrary } from '../sign-on/library.ts'
import { openRig } from '../sign-on/testing.ts'
import { createAuthenticator } from '../testing.ts'
import { believe } from './chain.ts'
import authorities from './fixtures/authorities.json' with { type: 'json' }
import { listedRevocations } from './revocation.ts'

const { certificates, keys, lists } = authorities
type Name = keyof typeof certificates
const pem = (...names: readonly Name[]) => names.map((name) => certificates[name])
const listsOf =
  (...names: readonly (keyof typeof lists)[]) =>
  async () =>
    names.map((name) => Buffer.from(lists[name], 'base64'))
const trust = {
  roots: [new X509Certificate(certificates.root)],
  revocations: listedRevocations(listsOf('ca', 'root', 'below')),
}
const rig = await openRig({ certificates: trust })
after(() => rig.close())
const { identity } = rig

async function someone(): Promise<Principal> {
  const id = await rig.enrol('홍길동')
  return (await identity.acceptInvitation(await identity.invite(id))).principal
}
const principalOf = ({ cookie }: { readonly cookie: { readonly value: string } }) =>
  identity.principalOf({ [SESSION_COOKIE]: cookie.value })

describe('a certificate', () => {
  const signed = async (by: Principal, name: keyof typeof keys & Name, chain: readonly string[] = pem(name, 'ca')) => {
    const { id, text } = await identity.certificates.start(by)
    return { id, chain, signature: sign('sha256', Buffer.from(text), createPrivateKey(keys[name])).toString('base64') }
  }
  const refused = (why: string) => (error: unknown) => {
    assert.deepEqual((error as { values?: object }).values, { why })
    return true
  }

  test('once added signs its holder in, renewed too, at its own level', async () => {
    const who = await someone()
    await identity.certificates.add(await signed(who, 'person'), who)
    const entered = await identity.certificates.enter(await signed(ANONYMOUS, 'person'), ANONYMOUS)
    assert.deepEqual([entered.principal.person, entered.principal.assurance], [who.person, 'substantial'])
    const renewed = await identity.certificates.enter(await signed(ANONYMOUS, 'renewed'), ANONYMOUS)
    assert.equal(renewed.principal.person, who.person)
    assert.deepEqual(
      (await identity.certificates.list(who)).map(({ name }) => name),
      ['시험 인증기관'],
    )
    const other = await someone()
    await assert.rejects(identity.certificates.add(await signed(other, 'person').then((one) => one), other), refused('taken'))
    const [{ id } = { id: '' }] = await identity.certificates.list(who)
    await identity.certificates.remove(who, id)
    await assert.rejects(identity.certificates.enter(await signed(ANONYMOUS, 'person'), ANONYMOUS), refused('stranger'))
  })

  test('with an RSA key works as well', async () => {
    const who = await someone()
    await identity.certificates.add(await signed(who, 'rsa'), who)
    assert.equal((await identity.certificates.enter(await signed(ANONYMOUS, 'rsa'), ANONYMOUS)).principal.person, who.person)
  })

  test('counts by a signature over our own words, once, for whoever was asked', async () => {
    const who = await someone()
    const answer = await signed(ANONYMOUS, 'person')
    await assert.rejects(identity.certificates.add(answer, who), refused('challenge'))
    await assert.rejects(identity.certificates.enter(answer, ANONYMOUS), refused('challenge'), 'a wrong try uses the text up')
    const elsewhere = await identity.certificates.start(ANONYMOUS)
    const words = elsewhere.text.replace(rig.url, 'https://evil.example')
    const signature = sign('sha256', Buffer.from(words), createPrivateKey(keys.person)).toString('base64')
    const chain = pem('person', 'ca')
    await assert.rejects(identity.certificates.enter({ id: elsewhere.id, chain, signature }, ANONYMOUS), refused('signature'))
    const another = await signed(ANONYMOUS, 'rsa', chain)
    await assert.rejects(identity.certificates.enter(another, ANONYMOUS), refused('signature'))
  })

  const now = Temporal.Now.instant()
  const DOUBTS: readonly (readonly [string, readonly string[], string, Temporal.Instant?])[] = [
    ['that is none', ['x'], 'shape'],
    ['of nobody', [], 'shape'],
    ['of an authority that was not let in', pem('stranger'), 'use'],
    ['whose authority is left out', pem('person'), 'root'],
    ['under a root of the same name', pem('person', 'ca', 'stranger'), 'signature'],
    ['that was taken back', pem('revoked', 'ca'), 'revoked'],
    ['that may not sign', pem('seal', 'ca'), 'use'],
    ['with a condition that we do not understand', pem('odd', 'ca'), 'use'],
    ['given by somebody who is no authority', pem('byperson', 'person', 'ca'), 'signature'],
    ['of an authority below one that may have none below', pem('deep', 'below', 'ca'), 'use'],
    ['of an authority itself', pem('ca'), 'use'],
    ['with too small a key', pem('weak', 'ca'), 'weak'],
    ['that is over', pem('person', 'ca'), 'time', now.add({ hours: 24 * 8000 })],
    ['that is not yet', pem('person', 'ca'), 'time', now.subtract({ hours: 24 * 8000 })],
    ['behind a chain without end', pem('person', 'ca', 'ca', 'ca', 'ca', 'ca'), 'long'],
  ]
  for (const [what, chain, doubt, at] of DOUBTS)
    test(`${what} is not believed`, async () => assert.deepEqual(await believe(chain, trust, at ?? now), { doubt }))

  test('is not believed when nobody can say whether it was taken back', async () => {
    for (const known of [listsOf('root'), listsOf('root', 'ca-old')]) {
      const untold = { ...trust, revocations: listedRevocations(known) }
      assert.deepEqual(await believe(pem('person', 'ca'), untold, now), { doubt: 'standing' })
    }
    const forged = Buffer.from(lists.ca, 'base64')
    forged[forged.length - 1]! ^= 1
    const lying = { ...trust, revocations: listedRevocations(async () => [forged, Buffer.from(lists.root, 'base64')]) }
    assert.deepEqual(await believe(pem('person', 'ca'), lying, now), { doubt: 'standing' })
  })
})

describe('a private ID', () => {
  const servers: Server[] = []
  after(() => {
    for (const server of servers) server.close().closeAllConnections()
  })
  /** A provider as a firm runs it, with its own people; whoever comes is `who`. */
  async function openProvider(name: string, who: () => string, lies: { sub?: string } = {}): Promise<string> {
    const { Provider } = await loadLibrary()
    const server = createServer()
    servers.push(server)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
    const provider = new Provider(issuer, {
      clients: [{ client_id: 'dpg', client_secret: 'secret', redirect_uris: [`${rig.url}/signin/private/back`] }],
      cookies: { keys: ['x'] },
      features: { devInteractions: { enabled: false } },
      findAccount: async (_ctx, id) => ({ accountId: id, claims: () => ({ sub: lies.sub ?? id }) }),
      loadExistingGrant: async (ctx) => {
        const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.account!.accountId, clientId: 'dpg' })
        grant.addOIDCScope('openid')
        await grant.save()
        return grant
      },
      interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    })
    const answer = provider.callback()
    server.on('request', (incoming, outgoing) => {
      if (!incoming.url?.startsWith('/interaction/')) return void answer(incoming, outgoing)
      void provider.interactionFinished(incoming, outgoing, { login: { accountId: who() } })
    })
    return identity.privateIds.add({ issuer, clientId: 'dpg', secret: 'secret', name: { ko: name, en: name }, assurance: 'low' })
  }
  /** A browser at the private ID, until it comes back. */
  async function away(to: string): Promise<URL> {
    const cookies = new Map<string, string>()
    for (let at = new URL(to); ; ) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(at, { redirect: 'manual', headers: { cookie } })
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        cookies.set(name, value)
      }
      at = new URL(response.headers.get('location')!, at)
      if (at.origin === rig.url) return at
    }
  }
  const journey = async (id: string, principal: Principal) => {
    const { to, cookie } = await identity.privateIds.start(id, principal, '/my')
    return { cookies: { [cookie.name]: cookie.value }, back: await away(to) }
  }
  const refused = (why: string) => (error: unknown) => {
    assert.deepEqual((error as { values?: object }).values, { why })
    return true
  }
  let person = 'kim'
  let ids: readonly string[] = []
  before(async () => {
    ids = await Promise.all(['하나', '둘', '셋'].map((name) => openProvider(name, () => person)))
  })

  test('of three firms, each added by who is signed in, signs the same person in', async () => {
    const who = await someone()
    for (const id of ids) {
      const { cookies, back } = await journey(id, who)
      assert.deepEqual((await identity.privateIds.finish(cookies, back, who)).next, '/my')
      const second = await journey(id, ANONYMOUS)
      const { cookies: given } = await identity.privateIds.finish(second.cookies, second.back, ANONYMOUS)
      const entered = await principalOf({ cookie: given.find(({ name }) => name === SESSION_COOKIE)! })
      assert.deepEqual([entered.person, entered.assurance, entered.permissions.has('resident')], [who.person, 'low', false])
    }
    assert.deepEqual(
      (await identity.privateIds.links(who)).map(({ name }) => name.ko),
      ['하나', '둘', '셋'],
    )
    await identity.privateIds.unlink(who, ids[0]!)
    const { cookies, back } = await journey(ids[0]!, ANONYMOUS)
    await assert.rejects(identity.privateIds.finish(cookies, back, ANONYMOUS), refused('stranger'))
  })

  test('of somebody unknown, of another browser, come back twice, or from another journey lets nobody in', async () => {
    person = 'lee'
    const unknown = await journey(ids[1]!, ANONYMOUS)
    await assert.rejects(identity.privateIds.finish(unknown.cookies, unknown.back, ANONYMOUS), refused('stranger'))
    await assert.rejects(identity.privateIds.finish(unknown.cookies, unknown.back, ANONYMOUS), refused('late'))
    await assert.rejects(identity.privateIds.finish({}, unknown.back, ANONYMOUS), refused('late'))
    const [one, two] = [await journey(ids[1]!, ANONYMOUS), await journey(ids[2]!, ANONYMOUS)]
    await assert.rejects(identity.privateIds.finish(one.cookies, two.back, ANONYMOUS), refused('answer'))
    const mixed = await journey(ids[1]!, ANONYMOUS)
    mixed.back.searchParams.set('iss', 'https://evil.example')
    await assert.rejects(identity.privateIds.finish(mixed.cookies, mixed.back, ANONYMOUS), refused('answer'))
  })

  test('is hung on nobody who did not set out for it', async () => {
    const [who, other] = [await someone(), await someone()]
    const { cookies, back } = await journey(ids[1]!, who)
    await assert.rejects(identity.privateIds.finish(cookies, back, other), refused('other'))
    const second = await journey(ids[1]!, who)
    await assert.rejects(identity.privateIds.finish(second.cookies, second.back, ANONYMOUS), refused('other'))
  })

  test('that is away is said to be away', async () => {
    const gone = await identity.privateIds.add({
      issuer: 'http://localhost:9',
      clientId: 'dpg',
      secret: 'x',
      name: { ko: '없음', en: 'gone' },
      assurance: 'low',
    })
    await assert.rejects(identity.privateIds.start(gone, ANONYMOUS, '/'), refused('away'))
  })
})

describe('who has lost every device', () => {
  const here = { origin: rig.url, rpID: 'localhost' }

  test('comes in by a code, a little: once, the other sessions ended, and what is added then is worth no more', async () => {
    const who = await someone()
    const [code = '', second = ''] = await identity.recovery.make(who)
    const back = await identity.recovery.use(code.toLowerCase().replaceAll('-', ' '))
    assert.deepEqual([back.principal.assurance, [...back.principal.permissions]], ['low', ['signed-in']])
    assert.equal((await identity.sessions(who)).length, 1, 'only the new one')
    await assert.rejects(identity.recovery.use(code), { type: 'identity/recovery-refused' })
    assert.equal(await identity.recovery.left(back.principal), 7)
    await assert.rejects(identity.recovery.make(back.principal), { type: 'identity/recovery-refused' })

    const key = createAuthenticator()
    const asked = await startRegistration(rig.deps, back.principal)
    await finishRegistration(rig.deps, back.principal, asked.id, key.register(asked.options.challenge, here), '새 전화기')
    const { id, options } = await startAuthentication(rig.deps)
    const entered = await finishAuthentication(rig.deps, id, key.assert(options.challenge, here))
    assert.equal(entered!.principal.assurance, 'low', 'a new passkey does not lift what was lost')

    const office = (await identity.acceptInvitation(await identity.invite(who.person!))).principal
    assert.equal(office.assurance, 'substantial', 'an office that has seen the person does')
    await identity.recovery.make(office)
    await assert.rejects(identity.recovery.use(second), { type: 'identity/recovery-refused' }, 'new codes end those before')
  })

  test('codes are kept as hashes alone', async () => {
    const who = await someone()
    const [code = ''] = await identity.recovery.make(who)
    const rows = await rig.db.query<{ row: string }>('select recovery_codes::text as row from identity.recovery_codes')
    assert.ok(rows.every(({ row }) => !row.includes(code.replaceAll('-', ''))))
  })
})
