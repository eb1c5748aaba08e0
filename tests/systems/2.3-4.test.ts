/** 2.3-4 재외국민 비대면 본인확인 (passport-based proofing). Missing: a face service of its own and a phone app that reads chips (both are ports here), Chip Authentication, real master lists */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AccessRecord } from '@dpg/access/contract'
import { loadPeople, type SyntheticPerson } from '@dpg/gateway/population'
import type { PassportAttempt, PassportList } from '@dpg/identity/contract'
import { type Change, type Holder, type IssuedPassport, newState } from '@dpg/passport/testing'
import { bundleOf, PICTURE, showPassport, startFaceService } from '../harness/passports.ts'
import { happen, ROOT, type Server, signedIn, startServer, switchTo, type Visitor, visitor } from '../harness/index.ts'

const TOKEN = 'face-secret'
const now = Date.now()
const YEAR_MS = 365.25 * 86_400_000
const korea = newState('KR', 'ecdsa-brainpool256-sha256', now)
const japan = newState('JP', 'ecdsa-p256-sha256', now)
const impostor = newState('KR', 'ecdsa-p384-sha384', now)

/** Citizens who are known to the registers and to nothing else here: no persona, no account, no phone. */
const people = loadPeople({ people: 100, seed: 1, pack: `${ROOT}/countries/kr` })
const strangersHere = people.people.filter(
  ({ id, birthDate, origin }) =>
    people.personas.every(({ person }) => !person.household.members.some((one) => one.id === id)) &&
    origin.nationality === 'KR' &&
    birthDate < '2000-01-01' &&
    numberOf(id) !== null,
)
function numberOf(id: SyntheticPerson['id']) {
  return people.factsOf(id, 'immigration')['person.passportNumber'] as string | null
}
const passportOf = ({ id, birthDate, sex }: SyntheticPerson): Holder => ({
  surname: 'PARK',
  givenNames: 'OVERSEAS',
  number: numberOf(id)!,
  bornOn: birthDate,
  sex: sex === 'female' ? 'F' : 'M',
  expiresOn: '2031-05-01',
})
const [abroad, second] = strangersHere as [SyntheticPerson, SyntheticPerson]
let serial = 0
const anybody = (more: Partial<Holder> = {}): Holder => ({
  ...{ surname: 'KIM', givenNames: 'GUEST', bornOn: '1985-05-05', sex: 'F', expiresOn: '2031-05-01' },
  number: `Y${String(++serial).padStart(8, '0')}`,
  ...more,
})
const issue = (holder: Holder, change: Change = {}) => korea.issue(holder, { face: PICTURE, ...change })

let faces: Awaited<ReturnType<typeof startFaceService>>
let server: Server
let administrator: Visitor
before(async () => {
  faces = await startFaceService(TOKEN)
  server = await startServer({ env: { DPG_FACE_URL: faces.url, DPG_FACE_TOKEN: TOKEN } })
  administrator = await signedIn(server, '임세온')
})
after(async () => {
  await server?.close()
  faces?.close()
})

type Lie = (sent: Record<string, unknown>, challenge: Buffer) => void
const saying =
  (field: string, bytes: Buffer): Lie =>
  (sent) => {
    sent[field] = bytes.toString('base64url')
  }
const flipSignature: Lie = (sent) => {
  const sod = Buffer.from(String(sent['sod']), 'base64url')
  sod[sod.length - 5]! ^= 1
  sent['sod'] = sod.toString('base64url')
}
const answeredBy =
  (of: IssuedPassport): Lie =>
  (sent, challenge) => {
    sent['answer'] = of.answer(challenge).toString('base64url')
  }
const withoutKey: Lie = (sent) => {
  delete sent['answer']
  delete sent['dg15']
}

const load = (kind: PassportList['kind'], source: string, file: Buffer) =>
  administrator.post<PassportList>('/api/identity/passport-lists', { kind, source, file: file.toString('base64url') })
const problemOf = (answer: { readonly text: string }) => JSON.parse(answer.text) as Record<'type' | 'title' | 'detail', string>
const attempts = async () =>
  (await administrator.get<{ attempts: PassportAttempt[] }>('/api/identity/passport-attempts')).attempts

test('관리자가 국가 인증서 목록을 올리기 전에는 어느 여권도 믿지 않고, 관리자만 올린다', async () => {
  const anyone = visitor(server)
  assert.equal((await anyone.ask('/api/identity/passports/challenge', { json: {} })).status, 404)
  assert.doesNotMatch((await anyone.open('/signin')).text, /signin\/passport/)
  const file = korea.masterList([korea.root, japan.root])
  const body = { kind: 'master', source: 'ICAO', file: file.toString('base64url') }
  assert.equal((await anyone.ask('/api/identity/passport-lists', { json: body })).status, 401)
  const official = await signedIn(server, '김하늘')
  assert.equal((await official.ask('/api/identity/passport-lists', { json: body })).status, 403)
  const home = await administrator.open('/passports')
  assert.match(home.text, /올린 목록이 없습니다/)
  const form = new FormData()
  form.set('kind', 'master')
  form.set('source', 'ICAO')
  form.set('file', new File([file as never], 'icao.ml'))
  assert.equal((await send(administrator, '/passports', form)).status, 303)
  const shown = await administrator.open('/passports')
  for (const words of ['ICAO', '1번째', 'JP, KR', '임세온']) assert.ok(shown.text.includes(words), words)
  // What lets people in takes two officials.
  assert.match(shown.text, /확인을 기다리는 목록[\s\S]*다른 담당자가 합니다/)
  assert.doesNotMatch((await anyone.open('/signin')).text, /signin\/passport/)
  const own = (await administrator.get<{ lists: PassportList[] }>('/api/identity/passport-lists')).lists[0]!.id
  const byOneself = await administrator.ask(`/api/identity/passport-lists/${own}/confirm`, { method: 'POST' })
  assert.deepEqual([byOneself.status, problemOf(byOneself).type], [409, '/problems/identity/passport-list-same-person'])
  const second = await signedIn(server, '윤지호')
  const page = await second.open('/passports')
  await second.fill(page, page.view.forms.find(({ action }) => action.endsWith('/confirm'))!)
  assert.match((await anyone.open('/signin')).text, /signin\/passport/)
})

test('해외에 있는 국민이 한국 휴대전화 없이 여권과 얼굴로 처음 들어와 자기 정보를 보고, 무엇이 조회됐는지 안다', async () => {
  await happen(server, { kind: 'changed', person: abroad.id, register: 'immigration', facts: { 'person.abroadDays': 200 } })
  const person = visitor(server)
  const answer = await showPassport(person, issue(passportOf(abroad)), { face: PICTURE })
  assert.equal(answer.status, 200, answer.text)
  assert.deepEqual(answer.json(), {
    ...{ kind: 'resident', name: abroad.name, level: 'substantial', face: 'same', stay: 'known', isNew: true },
    record: { citizen: true, abroadDays: 200, visa: null },
  })
  assert.deepEqual(faces.asked, [`Bearer ${TOKEN}`])
  assert.match((await person.open('/my/settings')).text, /여권으로 로그인/)
  const { entries } = await person.get<{ entries: readonly AccessRecord[] }>('/api/access/entries?limit=50')
  const found = entries.filter(({ purpose }) => purpose.ko === '여권으로 본인 확인')
  assert.deepEqual([...new Set(found.map(({ register }) => register))].sort(), ['immigration', 'resident-register'])
  assert.ok(found.some(({ facts }) => facts.includes('person.passportNumber')))
  const again = visitor(server)
  const { isNew } = (await showPassport(again, issue(passportOf(abroad)), { face: PICTURE })).json<{ isNew: boolean }>()
  assert.equal(isNew, false)
})

test('얼굴을 대조하지 않으면 낮은 수준이고, 그렇다고 말하며, 자기 정보는 열리지 않는다: 스크립트 없이 파일로', async () => {
  const person = visitor(server)
  const start = await person.open('/signin/passport')
  assert.match(start.text, /얼굴 사진을 함께 내면/)
  const form = start.view.forms.find(({ action }) => action === '/signin/passport')!
  const challenge = Buffer.from(/(?:[0-9a-f]{4} ){3}[0-9a-f]{4}/.exec(start.text)![0].replaceAll(' ', ''), 'hex')
  const passport = issue(passportOf(second))
  const sent = new FormData()
  sent.set('id', String(form.fields['id']))
  sent.set('file', new File([JSON.stringify(bundleOf(passport, passport.answer(challenge)))], 'passport.json'))
  sent.set('picture', new File([], ''))
  assert.equal((await send(person, '/signin/passport', sent)).status, 303)
  const done = await person.open('/signin/passport/done')
  for (const words of [
    second.name,
    '낮은 수준',
    '얼굴 사진을 내지 않아',
    '출입국 대장과 주민등록에',
    '내 정보와 신청을 볼 수 없습니다',
  ])
    assert.ok(done.text.includes(words), words)
  assert.equal((await person.ask('/api/access/entries')).status, 403)
  const replayed = await send(person, '/signin/passport', sent)
  assert.equal(replayed.status, 401)
  assert.match(replayed.text, /확인 번호를 쓸 수 없습니다/)
  // The same person with a picture: the session that is there is raised.
  const raised = await showPassport(person, passport, { face: PICTURE })
  assert.equal(raised.json<{ level: string }>().level, 'substantial')
  assert.equal((await person.ask('/api/access/entries')).status, 200)
})

test('어느 대장에도 없는 사람은 낮은 수준의 계정을 얻고, 무엇을 할 수 있는지 안다', async () => {
  const guest = visitor(server)
  const answer = await showPassport(guest, issue(anybody()), { face: PICTURE })
  const { name, level, stay, record } = answer.json<Record<string, unknown>>()
  assert.deepEqual([name, level, stay, record], ['KIM GUEST', 'low', 'unknown', null])
  const done = await guest.open('/signin/passport/done')
  for (const words of ['어느 대장에도', '낮은 수준이면 되는 공공 누리집', '외국인등록'])
    assert.ok(done.text.includes(words), words)
  assert.equal((await guest.ask('/my/benefits')).status, 403)
  // A number alone makes nobody somebody: born on another day.
  const { stay: other } = (
    await showPassport(visitor(server), issue({ ...passportOf(abroad), bornOn: '1971-01-01' }), { face: PICTURE })
  ).json<Record<string, unknown>>()
  assert.equal(other, 'unknown')
})

test('위조, 변조, 기간이 끝남, 폐기, 다른 나라, 모르는 발급자, 복제, 재사용, 분실 신고: 저마다 다른 까닭으로 거절하고 남긴다', async () => {
  const revoked = issue(anybody())
  await load('revoked', 'KR', korea.revoke(revoked.signer))
  const lost = issue(passportOf(abroad))
  const old = issue(anybody())
  const recorded = old.answer(Buffer.alloc(8, 7))
  const otherFace = issue(anybody(), { face: Buffer.from('ffd8ff00', 'hex') }).groups.get(2)!
  const cases: readonly (readonly [string, IssuedPassport, Lie?])[] = [
    ['forged', issue(anybody()), flipSignature],
    ['altered', issue(anybody()), saying('dg1', issue(anybody()).groups.get(1)!)],
    ['altered', issue(anybody()), saying('dg2', otherFace)],
    ['malformed', issue(anybody()), saying('dg1', Buffer.from('no passport'))],
    ['expired', issue(anybody({ expiresOn: '2024-01-31' }))],
    ['revoked', revoked],
    ['signer-expired', issue(anybody(), { signer: { from: now - 3 * YEAR_MS, until: now - 2 * YEAR_MS } })],
    ['wrong-country', japan.issue(anybody(), { face: PICTURE })],
    ['unknown-issuer', impostor.issue(anybody(), { face: PICTURE })],
    ['copied', issue(anybody()), answeredBy(issue(anybody()))],
    ['copied', old, saying('answer', recorded)],
    ['not-asked', issue(anybody()), withoutKey],
    ['other-face', issue(anybody()), saying('face', Buffer.from('ffd8ffff', 'hex'))],
  ]
  for (const [why, passport, alter] of cases) {
    const answer = await showPassport(visitor(server), passport, { face: PICTURE, ...(alter ? { alter } : {}) })
    const { type, title, detail } = problemOf(answer)
    assert.equal(type, `/problems/identity/passport-${why}`, answer.text)
    assert.ok(title && detail && !title.includes('problem.') && answer.headers.getSetCookie().length === 0, why)
    const [last] = await attempts()
    assert.equal(last?.outcome, why)
  }
  await load('lost', 'KR', Buffer.from(`KOR,${passportOf(abroad).number}\n`))
  const answer = await showPassport(visitor(server), lost, { face: PICTURE })
  assert.equal(problemOf(answer).type, '/problems/identity/passport-lost')
  const english = await visitor(server).ask('/api/identity/passports/proof', {
    json: { id: 'chl_01980000-0000-7000-8000-000000000000', sod: '', dg1: '' },
    headers: { 'accept-language': 'en' },
  })
  assert.equal(problemOf(english).title, 'This challenge cannot be used')
  // The owner reads of it, as soon as the passport counts again.
  const [list] = (await administrator.get<{ lists: PassportList[] }>('/api/identity/passport-lists')).lists
  assert.equal((await administrator.ask(`/api/identity/passport-lists/${list!.id}`, { method: 'DELETE' })).status, 204)
  const owner = visitor(server)
  assert.equal((await showPassport(owner, lost, { face: PICTURE })).status, 200)
  const { entries } = await owner.get<{ entries: readonly AccessRecord[] }>('/api/access/entries?limit=50')
  assert.ok(entries.some(({ use, purpose }) => use === 'refuse' && /거절/.test(purpose.ko)))
  const page = await administrator.open('/passports')
  for (const words of ['위조된 여권 자료입니다', '분실이나 도난으로 신고된 여권입니다', '들어왔습니다'])
    assert.ok(page.text.includes(words), words)
  assert.ok(!page.text.includes(passportOf(abroad).number) && !page.text.includes(abroad.name))
})

test('대장이 답하지 않으면 누구의 것인지 지어내지 않고, 목록을 거두면 아무도 들어오지 못한다', async () => {
  await switchTo(server, 'dead', 'immigration')
  const away = await showPassport(visitor(server), issue(anybody()), { face: PICTURE })
  assert.deepEqual([away.status, problemOf(away).type], [503, '/problems/identity/passport-register-away'])
  const { lists } = await administrator.get<{ lists: PassportList[] }>('/api/identity/passport-lists')
  const master = lists.find(({ kind }) => kind === 'master')!
  assert.equal((await administrator.ask(`/api/identity/passport-lists/${master.id}`, { method: 'DELETE' })).status, 204)
  assert.equal((await visitor(server).ask('/api/identity/passports/challenge', { json: {} })).status, 404)
})

test('한 곳에서 거듭 시도하면 기다리게 한다', async () => {
  const hasty = visitor(server)
  const json = { id: 'chl_01980000-0000-7000-8000-000000000000', sod: '', dg1: '' }
  const tries = await Promise.all(Array.from({ length: 40 }, () => hasty.ask('/api/identity/passports/proof', { json })))
  const stopped = tries.find(({ status }) => status === 429)
  assert.ok(stopped && Number(stopped.headers.get('retry-after')) > 0)
})

async function send(who: Visitor, path: string, form: FormData) {
  const wrapped = new Response(form)
  return who.ask(path, {
    body: new Uint8Array(await wrapped.arrayBuffer()),
    headers: { accept: 'text/html', 'content-type': wrapped.headers.get('content-type')! },
  })
}
