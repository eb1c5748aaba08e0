import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { admissions as info, createAdmissions } from '@dpg/admissions'
import { type AdmissionKind, OPERATOR } from '@dpg/admissions/contract'
import { createMembers, exchange } from '@dpg/exchange'
import { makeKeys, membersOf, openMembers } from '@dpg/gateway/member'
import { type AcceptedIssuer, privateIdRefused, walletIssuersRefused } from '@dpg/identity/contract'
import type { OfficialId, Principal } from '@dpg/kernel'
import { createSealing, newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import { parseKey } from '@dpg/ledger'
import { stringify } from 'yaml'
import { doors } from './doors.ts'
import { memberLists } from './member-lists.ts'

const folder = mkdtempSync(join(tmpdir(), 'dpg-admissions-'))
const db = await openTestDb(info.migrations, exchange.migrations)
after(async () => {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})
const clock = fixedClock('2026-11-26T00:00:00Z')
const now = () => Date.parse(clock.now().toString())
const lists = memberLists('dpg.example/api/exchange', generateKeyPairSync('ed25519').privateKey)
const members = createMembers({ db, clock, lists })
const providers: string[] = []
const privateIds = {
  add: async ({ issuer }: { readonly issuer: string }) => {
    if (providers.includes(issuer)) throw privateIdRefused({ why: 'known' })
    providers.push(issuer)
    return 'idp_1'
  },
}
const held: (readonly [issuers: unknown, by: string])[] = []
const issuers = {
  read: (file: Uint8Array) => (JSON.parse(Buffer.from(file).toString()) as { issuers: AcceptedIssuer[] }).issuers,
  check: (list: readonly AcceptedIssuer[]) => {
    if (list.some(({ keys }) => keys.length === 0)) throw walletIssuersRefused({ why: 'no-key' })
  },
  hold: async (_: unknown, list: readonly AcceptedIssuer[], by: string) => {
    held.push([list, by])
    return {} as never
  },
}
/** Tested with the running platform: tests/systems/4.2-1/guardian.ts. */
const mandates = { check: async () => ({ about: '', rows: [], content: {} }), open: async () => {} }
const { admissions } = createAdmissions({
  ...{ db, clock, newId, log: silentLog, sealing: createSealing(randomBytes(32)) },
  doors: doors({ clock, members, isDemo: false, identity: { privateIds, presentations: { issuers } }, mandates }),
})
const official = (id: string): Principal => ({
  kind: 'official',
  official: { id: id as OfficialId, agency: '1352000', area: null, roles: ['administrator'] },
  displayName: id,
  assurance: 'substantial',
  permissions: new Set(['admitting']),
})
const [one, other] = [official('off_one'), official('off_other')]
const refusedAt = (field: string) => (error: { type: string; values: { field: string } }) =>
  error.type === 'admissions/refused' && error.values.field === field
const propose = (kind: AdmissionKind, content: object) => admissions.propose(one, kind, content, '협약 체결')
/** As a gateway believes it. */
const believed = async () =>
  membersOf(await openMembers(await members.note(), await parseKey(await members.anchor()), now()), now)

const SERVICES = stringify([
  {
    id: 'KR/GOV/1741000/registry/residents',
    title: { ko: '주민등록' },
    purposes: [{ code: 'welfare', title: { ko: '복지' }, law: '사회보장급여법 제7조' }],
  },
])
const form = async (more: object = {}) => ({
  ...{ id: 'KR/GOV/1741000', nameKo: '행정안전부', nameEn: 'Ministry of the Interior', gateway: 'https://gw.example:7402' },
  ...{ keys: stringify(await makeKeys(mkdtempSync(join(folder, 'k-')), new Date(now()))), services: SERVICES, ...more },
})

test('기관은 한 사람이 제안하고 다른 사람이 들인 뒤에야 명부에 오르고, 게이트웨이가 그 명부를 믿는다', async () => {
  assert.equal((await believed()).count, 0)
  const proposed = await propose('member', await form())
  assert.deepEqual([proposed.state, proposed.about], ['waiting', '행정안전부 (KR/GOV/1741000)'])
  assert.ok(proposed.rows.some(({ label, value }) => label === 'service' && value.includes('주민등록')))
  await assert.rejects(admissions.admit(one, proposed.id), { type: 'admissions/same-person' })
  assert.equal((await believed()).count, 0)
  await admissions.admit(other, proposed.id)
  const list = await believed()
  assert.equal(list.member('KR/GOV/1741000')?.gateway, 'https://gw.example:7402')
  assert.ok(list.service('KR/GOV/1741000/registry/residents'))
  await assert.rejects(admissions.admit(other, proposed.id), { type: 'admissions/over' })
})

test('새 열쇠는 쓰던 열쇠 옆에 놓여 쉬는 때가 없고, 잃은 열쇠는 바로 빠지며, 다 쓴 열쇠는 저절로 빠진다', async () => {
  const first = (await members.member('KR/GOV/1741000'))!.keys
  const keyOf = (id: string) => `KR/GOV/1741000#${id}`
  const signs = first.find(({ use }) => use === 'sign')!.id
  clock.set('2026-12-01T00:00:00Z')
  const added = await makeKeys(join(folder, 'b'), new Date(now()))
  const rotation = { id: 'KR/GOV/1741000', keys: stringify(added), drop: '' }
  await admissions.admit(other, (await propose('member-keys', rotation)).id)
  const both = await believed()
  const next = added.find(({ use }) => use === 'sign')!.id
  assert.ok(both.signingKey(keyOf(signs)) && both.signingKey(keyOf(next)))
  clock.set('2026-12-02T00:00:00Z')
  const third = stringify(await makeKeys(join(folder, 'c'), new Date(now())))
  await assert.rejects(propose('member-keys', { ...rotation, keys: third, drop: 'sign-none' }), refusedAt('drop'))
  const lost = await propose('member-keys', { ...rotation, keys: third, drop: signs })
  assert.deepEqual(lost.rows.filter(({ label }) => label === 'ends').length, 1)
  await admissions.admit(other, lost.id)
  assert.equal((await believed()).signingKey(keyOf(signs)), undefined)
  clock.set('2028-02-01T00:00:00Z')
  await admissions.admit(
    other,
    (await propose('member-keys', { ...rotation, keys: stringify(await makeKeys(join(folder, 'd'), new Date(now()))) })).id,
  )
  assert.equal((await members.member('KR/GOV/1741000'))!.keys.length, 2)
})

test('게이트웨이들이 읽지 못할 명부가 될 제안은, 어느 칸이 왜 틀렸는지와 함께 받지 않는다', async () => {
  const wrong = (more: object) => form(more).then((content) => propose('member', content))
  await assert.rejects(wrong({ id: 'nobody' }), refusedAt('id'))
  await assert.rejects(wrong({ gateway: 'ftp://gw.example' }), refusedAt('gateway'))
  await assert.rejects(wrong({ keys: '' }), refusedAt('keys'))
  await assert.rejects(wrong({ keys: '- {id: a' }), refusedAt('keys'))
  const spki = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const foreign = [{ id: 'sign-1', use: 'sign', spki, from: '2026-01-01T00:00:00Z', until: '2029-01-01T00:00:00Z' }]
  await assert.rejects(wrong({ keys: stringify(foreign) }), refusedAt('keys'), 'a key that signs otherwise')
  await assert.rejects(wrong({ services: SERVICES.replace('1741000/', '9999999/') }), refusedAt('id'), 'another’s service')
  await assert.rejects(propose('member-leaves', { id: 'KR/GOV/0000000' }), refusedAt('id'))
})

test('명부는 끝나기 전에 새로 나오고, 나간 기관은 다음 명부에 없다', async () => {
  const { number } = await members.current()
  const note = await members.note()
  clock.set('2028-03-01T00:00:00Z')
  assert.notEqual(await members.note(), note)
  assert.equal((await members.current()).number, number + 1)
  assert.equal((await believed()).count, 1)
  await admissions.admit(other, (await propose('member-leaves', { id: 'KR/GOV/1741000' })).id)
  assert.equal((await believed()).count, 0)
})

test('민간 ID는 비밀을 봉한 채 기다리고, 들이면 한 번만 들어가며, 결정하면 비밀이 남지 않는다', async () => {
  const secret = 'a-very-secret-client-secret'
  const content = { issuer: 'https://id.example', clientId: 'dpg', secret, nameKo: '민간', nameEn: 'Private', assurance: 'low' }
  await assert.rejects(propose('private-id', { ...content, issuer: 'http://id.example' }), refusedAt('issuer'))
  await assert.rejects(propose('private-id', { ...content, assurance: 'high' }), refusedAt('assurance'))
  const [first, twice, third] = [
    await propose('private-id', content),
    await propose('private-id', content),
    await propose('private-id', content),
  ]
  assert.doesNotMatch(JSON.stringify(await admissions.list()), /secret/)
  const rows = await db.query<{ text: string }>(
    "select encode(sealed, 'escape') || rows::text || about as text from admissions.proposals",
  )
  for (const { text } of rows) assert.doesNotMatch(text, /very-secret/)
  const outcomes = await Promise.allSettled([admissions.admit(other, first.id), admissions.admit(other, first.id)])
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  assert.deepEqual(providers, ['https://id.example'])
  await assert.rejects(admissions.admit(other, twice.id), refusedAt('issuer'))
  assert.equal((await admissions.refuse(other, twice.id, '이미 있음')).state, 'refused')
  assert.equal((await admissions.refuse(one, third.id, '두 번 냄')).state, 'withdrawn')
  const [left] = await db.query<{ n: number }>(
    "select count(*)::int as n from admissions.proposals where state <> 'waiting' and sealed <> ''",
  )
  assert.equal(left?.n, 0)
})

test('모바일 신분증 발급 기관은 열쇠를 본 다른 사람이 들인 뒤에야 믿는다', async () => {
  const key = {
    kid: '2026-1',
    kty: 'EC',
    crv: 'P-256',
    x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
    y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  }
  const credential = { format: 'dc+sd-jwt', type: 'https://id.example/mobile', number: ['n'], name: ['m'], birthDate: ['b'] }
  const credentials = [{ ...credential, identity: 'high', authentication: 'substantial', needsStatus: true }]
  const issuer = { id: 'https://id.example', name: { ko: '모바일 신분증' }, keys: [key], anchors: [], credentials }
  const list = (keys: readonly object[]) => ({ issuers: JSON.stringify({ issuers: [{ ...issuer, keys }] }) })
  await assert.rejects(propose('wallet-issuers', list([])), refusedAt('issuers'))
  const proposed = await propose('wallet-issuers', list([key]))
  assert.equal(proposed.about, '모바일 신분증')
  // RFC 7638, of a key that anybody can reckon: what the issuer reads out on the telephone.
  const thumbprint = createHash('sha256').update(`{"crv":"P-256","kty":"EC","x":"${key.x}","y":"${key.y}"}`).digest('hex')
  assert.ok(proposed.rows.some(({ label, value }) => label === 'key' && value === `2026-1 ${thumbprint.slice(0, 16)}`))
  await assert.rejects(admissions.admit(one, proposed.id), { type: 'admissions/same-person' })
  assert.deepEqual(held, [])
  await admissions.admit(other, proposed.id)
  assert.deepEqual(held, [[[issuer], 'off_one']])
})

test('운영자는 명령줄로 제안만 하고, 담당자가 들인다', async () => {
  const content = {
    issuer: 'https://op.example',
    clientId: 'dpg',
    secret: 'x'.repeat(16),
    nameKo: '하나',
    nameEn: 'One',
    assurance: 'low',
  }
  const { id, by } = await admissions.propose(OPERATOR, 'private-id', content, '공모')
  assert.deepEqual([by.id, providers.includes('https://op.example')], [OPERATOR, false])
  const admitted = await admissions.admit(one, id)
  assert.deepEqual([admitted.decidedBy?.id, providers.includes('https://op.example')], ['off_one', true])
})
