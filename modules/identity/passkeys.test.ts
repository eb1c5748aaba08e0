import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import type { PersonId, Principal } from '@dpg/kernel'
import { createPairwise, createSealing, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { quietOutside } from './testing.ts'
import { createIdentity, type IdentityDeps, identity as info } from './index.ts'
import { finishAuthentication, finishRegistration, startAuthentication, startRegistration } from './passkeys.ts'
import { startSession } from './sessions.ts'
import { findAccount } from './store.ts'
import { type Authenticator, createAuthenticator } from './testing.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T00:00:00Z')
const master = randomBytes(32)
const outside = quietOutside(master)
const deps: IdentityDeps = {
  db,
  clock,
  newId,
  ...outside,
  sealing: createSealing(master),
  pairwise: createPairwise(master),
  officialOf: async () => undefined,
  isDemo: true,
  baseUrl: () => 'https://dpg.example',
}
const { identity } = createIdentity(deps)
const here = { origin: 'https://dpg.example', rpID: 'dpg.example' }
const refused = { type: 'identity/passkey-refused' }

async function someone(): Promise<Principal> {
  const id = newId<PersonId>('per')
  await db.transaction((tx) => identity.enrol(tx, { residents: [{ id, name: '김하늘' }], officials: [], personas: [] }))
  return (await identity.acceptInvitation(await identity.invite(id))).principal
}

async function add(who: Principal, key: Authenticator, at = here) {
  const { id, options } = await startRegistration(deps, who)
  return finishRegistration(deps, who, id, key.register(options.challenge, at), '내 전화기')
}

async function enter(key: Authenticator, at = here, counter = 0) {
  const { id, options } = await startAuthentication(deps)
  return (await finishAuthentication(deps, id, key.assert(options.challenge, at, counter)))!
}

test('패스키를 더하면 다음부터 그것으로 들어오고, 가장 높은 수준으로 확인된다', async () => {
  const who = await someone()
  const key = createAuthenticator()
  await add(who, key)
  const { principal } = await enter(key)
  assert.equal(principal.person, who.person)
  assert.equal(principal.assurance, 'high')
  assert.deepEqual(
    (await identity.passkeys(who)).map(({ name, lastUsedAt }) => [name, lastUsedAt !== null]),
    [['내 전화기', true]],
  )
})

test('이 기기를 떠날 수 없는 패스키로 들어온 로그인만 기기에 묶인 것으로 안다', async () => {
  const bound = async (isSynced: boolean) => {
    const key = createAuthenticator({ isSynced })
    await add(await someone(), key)
    const { principal, cookie } = await enter(key)
    const later = await identity.principalOf({ [cookie.name]: cookie.value })
    return [principal.deviceBound, later.deviceBound]
  }
  assert.deepEqual(await bound(false), [true, true])
  assert.deepEqual(await bound(true), [false, false])
})

test('이미 들어와 있던 사람이 패스키를 보이면, 그 로그인이 기기에 묶인다', async () => {
  const who = await someone()
  const key = createAuthenticator()
  await add(who, key)
  assert.equal(who.deviceBound, false)
  const { id, options } = await startAuthentication(deps)
  await finishAuthentication(deps, id, key.assert(options.challenge, here), { principal: who })
  const [raised] = await db.query<{ device_bound: boolean }>('select device_bound from identity.sessions where id = $1', [
    who.session,
  ])
  assert.equal(raised?.device_bound, true)
})

test('다른 사이트에서 받은 서명으로는 더할 수도 들어올 수도 없다', async () => {
  const who = await someone()
  const key = createAuthenticator()
  const elsewhere = { origin: 'https://dpg.example.evil.example', rpID: 'dpg.example' }
  await assert.rejects(add(who, key, elsewhere), refused)
  await assert.rejects(add(who, key, { ...here, rpID: 'evil.example' }), refused)
  await add(who, key)
  await assert.rejects(enter(key, elsewhere), refused)
  await assert.rejects(enter(key, { ...here, rpID: 'evil.example' }), refused)
})

test('물음은 한 번, 5분 안에, 물은 사람에게만 답이 된다', async () => {
  const [who, other] = [await someone(), await someone()]
  const key = createAuthenticator()
  const { id, options } = await startRegistration(deps, who)
  const answer = key.register(options.challenge, here)
  await assert.rejects(finishRegistration(deps, other, id, answer, '남의 것'), refused)
  await assert.rejects(finishRegistration(deps, who, id, answer, '두 번째'), refused, 'a wrong answer uses the question up')
  await add(who, key)
  const asked = await startAuthentication(deps)
  const entering = key.assert(asked.options.challenge, here)
  await finishAuthentication(deps, asked.id, entering)
  await assert.rejects(finishAuthentication(deps, asked.id, entering), refused)
  const late = await startAuthentication(deps)
  clock.set('2026-11-25T00:05:01Z')
  await assert.rejects(finishAuthentication(deps, late.id, key.assert(late.options.challenge, here)), refused)
  clock.set('2026-11-25T00:00:00Z')
})

test('다른 열쇠의 서명, 모르는 패스키, 세는 수가 줄어든 복사본은 거절한다', async () => {
  const who = await someone()
  const [key, stranger] = [createAuthenticator(), createAuthenticator()]
  await add(who, key)
  await assert.rejects(enter(stranger), refused)
  const { id, options } = await startAuthentication(deps)
  const forged = {
    ...stranger.assert(options.challenge, here),
    id: key.assert('x', here)['id'],
    rawId: key.assert('x', here)['id'],
  }
  await assert.rejects(finishAuthentication(deps, id, forged), refused)
  await enter(key, here, 7)
  await assert.rejects(enter(key, here, 7), refused)
  await enter(key, here, 8)
})

test('뺀 패스키로는 들어올 수 없고, 남의 패스키는 뺄 수 없다', async () => {
  const [who, other] = [await someone(), await someone()]
  const key = createAuthenticator()
  const { id } = await add(who, key)
  await assert.rejects(identity.removePasskey(other, id), refused)
  await identity.removePasskey(who, id)
  await assert.rejects(enter(key), refused)
})

test('들어와 있는 사람이 패스키로 다시 확인하면 그 로그인의 수준이 올라가고, 남의 패스키면 그 사람으로 바뀐다', async () => {
  const [who, other] = [await someone(), await someone()]
  const [key, others] = [createAuthenticator(), createAuthenticator()]
  await add(who, key)
  await add(other, others)
  const again = async (by: Authenticator) => {
    const { id, options } = await startAuthentication(deps)
    return finishAuthentication(deps, id, by.assert(options.challenge, here), { principal: who })
  }
  assert.equal(await again(key), undefined, 'the same session goes on')
  const raised = (await identity.sessions(who)).find(({ id }) => id === who.session)
  assert.deepEqual([raised?.assurance, raised?.way], ['high', 'passkey'])
  assert.equal((await again(others))?.principal.person, other.person)
  assert.ok(!(await identity.sessions(who)).some(({ id }) => id === who.session), 'the session before has ended')
})

test('약하게 들어온 사람은 더 강한 로그인 수단을 없애지 못하고, 기기를 잃어 복구 번호로 들어온 본인은 없앨 수 있다', async () => {
  const who = await someone()
  await add(who, createAuthenticator())
  const [{ id } = assert.fail()] = await identity.passkeys(who)
  const account = (await findAccount(db, who.person!))!
  const weak = (await startSession(deps, account, { way: 'private-id', worth: 'low' })).principal
  await assert.rejects(identity.removePasskey(weak, id), { type: 'identity/assurance-too-low', values: { needs: 'high' } })
  assert.equal((await identity.passkeys(who)).length, 1)
  const [code] = await identity.recovery.make(who)
  const recovered = (await identity.recovery.use(code!)).principal
  await identity.removePasskey(recovered, id)
  assert.deepEqual(await identity.passkeys(recovered), [])
})
