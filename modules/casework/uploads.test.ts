import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { PersonId } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import type { AttachmentId } from './contract.ts'
import { casework as info } from './index.ts'
import { CHILD_ALLOWANCE } from './testing/pack.ts'
import { setUp } from './testing/set-up.ts'
import { HANEUL_FACTS } from './testing/haneul.ts'
import { KIM, official, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
const PDF = Buffer.from('%PDF-1.7\n1 0 obj')
const CHILD = { relation: 'grandchild', name: '김새봄', birthDate: '2022-03-03', citizen: true, livesTogether: true }

/** A grandparent who raises a child: no register records that, so a proof is asked for. */
async function grandparent() {
  const setup = setUp(db, clock)
  const person = newId<PersonId>('per')
  setup.world.registers.facts.set(person, {
    ...HANEUL_FACTS,
    'household.grandparentFamily': true,
    'household.fosterFamily': false,
    'household.members': [CHILD],
  })
  await setup.casework.openDraft(resident(person), CHILD_ALLOWANCE, 'ko')
  const attach = (bytes: Uint8Array, name = '증명.pdf', need = 'custody') =>
    setup.casework.attach(resident(person), { draft: CHILD_ALLOWANCE }, need, { name, type: 'application/pdf', bytes })
  return { ...setup, person, attach }
}

test('이름과 종류가 아니라 내용으로 알아보고, 실행되는 것이 든 파일은 받지 않는다', async () => {
  const { attach } = await grandparent()
  const why = (reason: string) => ({ type: 'casework/file-refused', values: { why: reason } })
  await assert.rejects(attach(Buffer.from('<html><script>alert(1)</script>')), why('type'))
  await assert.rejects(attach(Buffer.from('MZ\u0000')), why('type'))
  await assert.rejects(attach(Buffer.from('%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>')), why('type'))
  await assert.rejects(attach(Buffer.from('')), why('type'))
  await assert.rejects(attach(Buffer.concat([PDF, Buffer.alloc(20_000_001)])), why('size'))
  await assert.rejects(attach(PDF, '증명.pdf', 'registration'), why('need'))
  await assert.rejects(attach(PDF, '증명.pdf', 'nothing'), why('need'))
})

test('올린 파일은 신청서에서 신청으로 따라가고, 봉해져 있으며, 담당 기관만 열어 보고 그 일이 남는다', async () => {
  const { casework, world, person, attach, runJobs } = await grandparent()
  await attach(PDF, '../../etc/passwd\u0000<b>.exe')
  await attach(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]), '사진.PNG')
  const draft = await casework.draft(resident(person), CHILD_ALLOWANCE, 'custody', 'ko')
  assert.deepEqual(
    draft!.current.uploads[0]?.files.map(({ name, bytes }) => [name, bytes]),
    [
      ['passwd_b_.pdf', 16],
      ['사진.png', 9],
    ],
  )
  const stored = await db.query<{ sealed: Buffer; name: Buffer }>(
    'select sealed, name from casework.attachments where person = $1',
    [person],
  )
  assert.ok(stored.every(({ sealed, name }) => !sealed.includes(PDF) && !name.includes('passwd')))
  const screens: [string, Record<string, unknown>][] = [
    [
      'account',
      {
        'person.bankAccount.bank': '국민은행',
        'person.bankAccount.number': '110-123-456789',
        'person.bankAccount.holder': '김하늘',
        'person.protectedAccount': 'no',
      },
    ],
    ['contact', { 'person.phone': '010-1234-5678' }],
    ['custody', {}],
    ['check', {}],
    ['agree', { truth: 'on', duty: 'on' }],
  ]
  for (const [screen, fields] of screens) await casework.saveScreen(resident(person), CHILD_ALLOWANCE, screen, fields, 'ko')
  const { id } = await casework.submitDraft(resident(person), CHILD_ALLOWANCE, 'k', 'ko')
  await runJobs()
  const view = await casework.case(resident(person), id, 'ko')
  assert.equal(view.needs.find((need) => need.id === 'custody')?.state, 'uploaded')
  const [file] = view.uploads[0]!.files
  const opened = await casework.attachment(official(KIM), id, file!.id)
  assert.deepEqual([opened.type, Buffer.from(opened.bytes).equals(PDF)], ['application/pdf', true])
  assert.equal(world.looks.at(-1)?.use, 'view')
  await assert.rejects(casework.attachment(official(KIM), id, 'att_01900000-0000-7000-8000-000000000000' as AttachmentId), {
    type: 'casework/attachment-not-found',
  })
})

test('신청서에 올린 파일은 도로 뺄 수 있고, 빼면 지워진다', async () => {
  const { casework, person, attach } = await grandparent()
  const first = await attach(PDF, '잘못 올림.pdf')
  assert.equal(await attach(PDF, '두 번 누름.pdf'), first, 'the same file counts once')
  await attach(Buffer.concat([PDF, Buffer.from(' 2')]), '맞는 것.pdf')
  await casework.detach(resident(person), CHILD_ALLOWANCE, first)
  const draft = await casework.draft(resident(person), CHILD_ALLOWANCE, 'custody', 'ko')
  assert.deepEqual(
    draft!.current.uploads[0]?.files.map(({ name }) => name),
    ['맞는 것.pdf'],
  )
  assert.equal((await db.query('select 1 from casework.attachments where id = $1', [first])).length, 0)
  const gone = { type: 'casework/attachment-not-found' }
  await assert.rejects(casework.detach(resident(person), CHILD_ALLOWANCE, first), gone)
  const { casework: others } = await grandparent()
  const second = draft!.current.uploads[0]!.files[0]!.id
  const stranger = newId<PersonId>('per')
  await others.openDraft(resident(stranger), CHILD_ALLOWANCE, 'ko')
  await assert.rejects(others.detach(resident(stranger), CHILD_ALLOWANCE, second), gone)
})
