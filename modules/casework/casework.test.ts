import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { casework as info } from './index.ts'
import { applyForPension, doing, setUp } from './testing/set-up.ts'
import { HANEUL, KIM, official, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  clock.set('2026-11-25T01:00:00Z')
  db.queued.length = 0
})

test('기초연금: 접수하고, 자료를 가져오고, 담당자가 결정하고, 알리고, 문서를 준다', async () => {
  const setup = setUp(db, clock)
  const { casework, world, runJobs } = setup
  const submitted = await applyForPension(setup)
  assert.match(submitted.receiptNumber, /^2026-1125-\d{6}$/)
  assert.deepEqual([submitted.state, submitted.clock.state, world.registers.requests.length], ['submitted', 'running', 0])

  await runJobs()
  const gathered = await casework.case(resident(), submitted.id, 'ko')
  assert.equal(gathered.state, 'review')
  assert.equal(gathered.office.name, '서울특별시 종로구청')
  assert.deepEqual(
    world.sent.map(({ key }) => key),
    [`case:${submitted.id}:submitted`],
  )

  const seen = await casework.officerCase(official(KIM), submitted.id, 'ko')
  assert.equal(seen.assessment?.outcome, 'eligible')
  assert.equal(seen.assessment?.amount?.won, 349_700)
  assert.equal(seen.assessment?.remedy, null)
  assert.deepEqual(seen.assessment?.relations, [])
  const decided = await casework.act(
    official(KIM),
    submitted.id,
    doing('grant', seen.version, { reason: '요건을 모두 갖춤' }),
    'ko',
  )
  assert.deepEqual([decided.state, decided.isEnded, decided.clock.state], ['granted', true, 'stopped'])
  assert.deepEqual(decided.decision?.amount, { won: 349_700, per: 'month' })
  assert.equal(decided.decision?.decidedBy, '김담당')
  assert.deepEqual(
    world.issued.map(({ documents }) => documents.ko.title),
    ['기초연금 지급 결정 통지서'],
  )
  const letter = world.sent.at(-1)!
  assert.equal(letter.letter.ko.subject, '기초연금을 드리기로 결정했습니다')
  assert.equal(letter.values.ko['amount'], '349,700원')
  assert.equal(letter.values.ko['account'], '국민은행 ●●●-●●●-●●6789')
  assert.ok((await db.query('select 1 from casework.payment_orders where person = $1', [HANEUL])).length === 1)
})

test('규칙이 어떻게 읽었는지, 어느 대장에 물었는지, 얼마를 어디로 주는지는 표에 드러나 있지 않다', async () => {
  const stored = JSON.stringify([
    await db.query('select * from casework.cases'),
    await db.query('select * from casework.case_events'),
    await db.query('select * from casework.payment_orders'),
  ])
  for (const clear of ['eligible', '349700', '110-123', '국민은행', '김하늘', 'national-tax', 'resident-register'])
    assert.ok(!stored.includes(clear), clear)
})
