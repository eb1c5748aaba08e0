import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { readPdf } from '@dpg/documents/testing'
import type { DocumentId, Principal } from '@dpg/kernel'
import type { IssueDocument } from './contract.ts'
import { maskName } from './mask.ts'
import { clock, granted, person, setUp, written } from './testing.ts'

const { db, sealing, wallet, build, render, looks } = await setUp()
after(() => db.close())

const issue = (command: IssueDocument, by = wallet) => db.transaction((tx) => by.issue(tx, command))
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()
const linesOf = async (bytes: Uint8Array) => (await readPdf(bytes)).pages.flat().join('\n')

test('발급한 문서는 PDF, 화면, 자료로 같은 것을 말하고 확인번호를 담는다', async () => {
  const { id, number } = await issue(granted('forms'))
  await render(person('forms'), id)
  const pdf = await wallet.read(person('forms'), id, 'pdf', 'ko')
  const html = await wallet.read(person('forms'), id, 'html', 'ko')
  const json = await wallet.read(person('forms'), id, 'json', 'ko')
  assert.deepEqual(
    [pdf.contentType, html.contentType.slice(0, 9), json.contentType.slice(0, 16)],
    ['application/pdf', 'text/html', 'application/json'],
  )
  for (const said of [await linesOf(pdf.bytes), text(html.bytes), text(json.bytes)])
    for (const part of ['기초연금 지급 결정 통지서', '349,700원', number, 'https://dpg.example/verify'])
      assert.ok(said.includes(part), `${part} in ${said.slice(0, 60)}`)
  assert.match(text(html.bytes), /<svg class="document-qr"/)
})

test('영어로 읽으면 영어 문서를, 영어 문서가 없으면 한국어 문서를 준다', async () => {
  const both = await issue(granted('lang'))
  const english = await wallet.read(person('lang'), both.id, 'pdf', 'en')
  assert.match(await linesOf(english.bytes), /Basic Pension decision[\s\S]*Verification number/)
  const korean = await issue(granted('lang', { key: 'korean', ...written('등본', '내용') }))
  assert.match(await linesOf((await wallet.read(person('lang'), korean.id, 'pdf', 'en')).bytes), /등본[\s\S]*문서 확인번호/)
  assert.equal((await wallet.find(person('lang'), both.id, 'en'))!.title, 'Basic Pension decision')
})

test('작업이 그리기 전에 읽으면 그 자리에서 그리고, 나중의 작업이 그것을 바꾸지 않는다', async () => {
  const { id, number } = await issue(granted('early'))
  assert.deepEqual((await wallet.verify(number))!.digests, {})
  const [first, second] = await Promise.all([1, 2].map(() => wallet.read(person('early'), id, 'pdf', 'ko')))
  assert.deepEqual(first!.bytes, second!.bytes)
  await render(person('early'), id)
  assert.deepEqual((await wallet.read(person('early'), id, 'pdf', 'ko')).bytes, first!.bytes)
  const { digests } = (await wallet.verify(number))!
  assert.equal(digests['ko'], createHash('sha256').update(first!.bytes).digest('hex'))
  assert.deepEqual(Object.keys(digests), ['en', 'ko'])
})

test('같은 열쇠로 두 번 발급해도 문서와 번호는 하나다', async () => {
  const [first, second] = await Promise.all([issue(granted('twice')), issue(granted('twice'))])
  assert.deepEqual(first, second)
  assert.deepEqual(await issue(granted('twice')), first)
  assert.equal((await wallet.list(person('twice'), 'ko')).length, 1)
  const owner = person('twice')
  assert.equal(db.queued.filter(({ data }) => (data as { owner: string }).owner === owner).length, 1)
  const issued = (await db.published()).filter(({ payload }) => (payload as { to: string }).to === owner)
  assert.deepEqual(issued, [{ name: 'wallet.issued', payload: { to: owner, id: first!.id, case: null } }])
})

test('거래가 취소되면 문서도 번호도 없다', async () => {
  let number = ''
  const failing = db.transaction(async (tx) => {
    number = (await wallet.issue(tx, granted('undone'))).number
    throw new Error('no')
  })
  await assert.rejects(failing, /no/)
  assert.deepEqual([await wallet.list(person('undone'), 'ko'), await wallet.verify(number)], [[], undefined])
})

test('이미 쓰인 번호는 다시 뽑아, 두 문서가 번호를 나눠 갖지 않는다', async () => {
  const { number } = await issue(granted('number'))
  const taken = number.replaceAll('-', '')
  const draws = [taken, taken, '1234567890123450']
  const unlucky = build({ newNumber: () => draws.shift()! }).wallet
  const other = await issue(granted('number', { key: 'other' }), unlucky)
  assert.equal(other.number, '1234-5678-9012-3450')
  assert.equal((await wallet.find(person('number'), other.id, 'ko'))!.number, other.number)
})

test('번호로는 견주어 볼 만큼만 알려 준다', async () => {
  const { id, number } = await issue(granted('verify', { validUntil: '2026-06-04' }))
  await render(person('verify'), id)
  const verification = (await wallet.verify(number))!
  const { digests, ...rest } = verification
  assert.deepEqual(rest, {
    state: 'valid',
    title: '기초연금 지급 결정 통지서',
    issuer: '서초구청장',
    issuedAt: '2026-03-06T00:00:00Z',
    validUntil: '2026-06-04',
    holder: '김*늘',
  })
  assert.doesNotMatch(JSON.stringify(verification), /per_|doc_|349,700|SSE/)
  assert.match(digests['ko']!, /^[0-9a-f]{64}$/)
  assert.equal(await wallet.verify('1234-5678-9012-3456'), undefined)
})

test('기한이 지난 문서와 거둔 문서는 그렇다고 말한다', async () => {
  const { id, number } = await issue(granted('state', { validUntil: '2026-03-06' }))
  assert.equal((await wallet.verify(number))!.state, 'valid')
  clock.set('2026-03-06T15:00:00Z')
  assert.equal((await wallet.verify(number))!.state, 'expired')
  clock.set('2026-03-06T00:00:00Z')
  await db.transaction((tx) => wallet.revoke(tx, person('state'), id))
  clock.set('2026-03-06T01:00:00Z')
  await db.transaction((tx) => wallet.revoke(tx, person('state'), id))
  assert.equal((await wallet.verify(number))!.state, 'revoked')
  assert.equal((await wallet.find(person('state'), id, 'ko'))!.revokedAt, '2026-03-06T00:00:00Z')
  const stranger = db.transaction((tx) => wallet.revoke(tx, person('stranger'), id))
  await assert.rejects(stranger, { type: 'wallet/document-not-found' })
})

test('파일은 한 바이트도 다르지 않을 때만 우리 문서다', async () => {
  const { id, number } = await issue(granted('file'))
  const { bytes } = await wallet.read(person('file'), id, 'pdf', 'ko')
  assert.deepEqual(await wallet.verifyFile(bytes), await wallet.verify(number))
  const changed = Uint8Array.from(bytes)
  changed[changed.length - 10]! ^= 1
  assert.equal(await wallet.verifyFile(changed), undefined)
  assert.equal(await wallet.verifyFile(new Uint8Array()), undefined)
})

test('남의 문서는 보지 못한다', async () => {
  const { id } = await issue(granted('mine'))
  const stranger = person('stranger')
  assert.deepEqual(await wallet.list(stranger, 'ko'), [])
  assert.equal(await wallet.find(stranger, id, 'ko'), undefined)
  await assert.rejects(wallet.read(stranger, id, 'pdf', 'ko'), { type: 'wallet/document-not-found', status: 404 })
})

test('글꼴에 없는 글자는 빠뜨리지 않고 못 만든다고 말하며, 화면으로는 보여 준다', async () => {
  const { id } = await issue(granted('hanja', written('증명서', '성명 金하늘')))
  await render(person('hanja'), id)
  const { bytes } = await wallet.read(person('hanja'), id, 'html', 'ko')
  assert.match(text(bytes), /金하늘/)
  await assert.rejects(wallet.read(person('hanja'), id, 'pdf', 'ko'), {
    type: 'wallet/not-printable',
    values: { characters: ['金'] },
  })
})

test('지우면 아무도 읽지 못하고, 번호도 파일도 더는 아무것도 말하지 않는다', async () => {
  const owner = person('erased')
  const { id, number } = await issue(granted('erased'))
  const { bytes } = await wallet.read(owner, id, 'pdf', 'ko')
  for (const table of ['documents', 'files']) {
    const rows = await db.query<{ text: string }>(`select encode(sealed, 'escape') as text from wallet.${table}`)
    for (const row of rows) assert.doesNotMatch(row.text, /349,700|%PDF|JVBERi/)
  }
  await sealing.forget(db, owner)
  assert.deepEqual(await wallet.list(owner, 'ko'), [])
  assert.deepEqual([await wallet.verify(number), await wallet.verifyFile(bytes)], [undefined, undefined])
  await render(owner, id)
})

test('없는 문서를 그리라는 작업은 조용히 끝난다', async () => {
  await render(person('nobody'), 'doc_01938f00-0000-7000-8000-000000000001' as DocumentId)
})

test('이름은 견줄 수 있을 만큼만 보인다', () => {
  const cases: [string, string][] = [
    ['김하늘', '김*늘'],
    ['김별', '김*'],
    ['남궁민수', '남**수'],
    ['김', '*'],
    ['', '*'],
    ['Kim Haneul', 'K** *****l'],
    ['한글', '한*'],
  ]
  for (const [name, masked] of cases) assert.equal(maskName(name), masked, name)
})

test('대신하는 사람은 맡은 서비스의 문서만 보고, 본 것도 거절된 것도 본인의 기록에 남는다', async () => {
  const own = await issue(granted('kim', { key: 'own' }))
  const other = await issue(granted('kim', { key: 'other', service: 'resident-register-copy' }))
  const helper = (services: string[] | null, facts: string[] | null = null): Principal => ({
    ...{ kind: 'resident', person: person('helper'), displayName: '박영호', assurance: 'substantial', permissions: new Set() },
    acting: { mandate: 'man_1' as never, kind: 'helper', for: person('kim'), forName: '김순자', scope: { services, facts } },
  })
  const by = wallet.of(helper(['SSE000000170']))
  assert.deepEqual(
    (await by.list('ko')).map(({ id }) => id),
    [own.id],
  )
  assert.match(text((await by.read(own.id, 'json', 'ko')).bytes), /349,700원/)
  await assert.rejects(by.read(other.id, 'json', 'ko'), { type: 'wallet/beyond-mandate' })
  await assert.rejects(wallet.of(helper(null, ['person.name'])).read(own.id, 'json', 'ko'), { type: 'wallet/beyond-mandate' })
  assert.deepEqual(
    looks.map(({ subject, use, service, actor }) => [subject, use, service, actor.acting?.mandate]),
    [
      ['per_kim', 'view', null, 'man_1'],
      ['per_kim', 'view', 'SSE000000170', 'man_1'],
      ['per_kim', 'refuse', 'resident-register-copy', 'man_1'],
      ['per_kim', 'refuse', 'SSE000000170', 'man_1'],
    ],
  )
})
