import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { OfficialId } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { fixedClock, silentLog } from '@dpg/kernel/testing'
import { createAccess } from '../index.ts'
import { fetched, logKey, person, setUp } from '../testing.ts'

const { db, access, sealing } = await setUp()
after(() => db.close())
const official = { kind: 'official', name: '이정훈', agency: '3200000' } as const
const looked = (name: string) =>
  db.transaction((tx) => access.record(tx, { ...fetched, subject: person(name), actor: official, use: 'view' }))
const chief = { id: 'off_chief' as OfficialId, agency: '3200000' }

test('왜 봤는지 물으면 열흘 안에 답할 기관에 가고, 답은 물은 사람에게 보인다', async () => {
  const entry = await looked('kim')
  const asked = await access.questions.ask(person('kim'), entry, '제 정보를 왜 보셨나요?')
  assert.deepEqual([asked.agency, asked.dueOn, asked.answer, asked.isOverdue], ['3200000', '2026-03-13', null, false])
  const [received] = await access.questions.forAgency('3200000')
  assert.deepEqual([received!.question, received!.looked.actor.name], ['제 정보를 왜 보셨나요?', '이정훈'])
  await access.questions.answer(chief, asked.id, '기초연금 심사를 위해 보았습니다.')
  const [mine] = await access.questions.mine(person('kim'))
  assert.deepEqual([mine!.answer, mine!.isOverdue], ['기초연금 심사를 위해 보았습니다.', false])
  await assert.rejects(access.questions.answer(chief, asked.id, '다른 답'), { type: 'access/question-answered' })
})

test('답은 알림과 함께 남거나, 알리지 못하면 남지 않는다', async () => {
  const told: string[] = []
  let isDown = true
  const answered = async (_: unknown, { id, subject }: { id: string; subject: string }) => {
    if (isDown) throw new Error('no notice')
    told.push(`${id} ${subject}`)
  }
  const clock = fixedClock('2026-03-03T03:00:00Z')
  const { questions } = createAccess({ db, clock, newId, log: silentLog, sealing, logKey, answered }).access
  const { id } = await questions.ask(person('told'), await looked('told'), '왜요?')
  await assert.rejects(questions.answer(chief, id, '심사하느라 보았습니다.'), /no notice/)
  assert.equal((await questions.mine(person('told')))[0]!.answer, null)
  isDown = false
  await questions.answer(chief, id, '심사하느라 보았습니다.')
  await assert.rejects(questions.answer(chief, id, '또'), { type: 'access/question-answered' })
  assert.deepEqual(told, [`${id} ${person('told')}`])
})

test('열흘째가 쉬는 날이면 다음 일하는 날까지다', async () => {
  const on = (day: string) =>
    createAccess({ db, clock: fixedClock(`${day}T03:00:00Z`), newId, log: silentLog, sealing, logKey }).access.questions
  const dueOn = async (day: string, name: string) => (await on(day).ask(person(name), await looked(name), '왜요?')).dueOn
  assert.equal(await dueOn('2026-03-04', 'saturday'), '2026-03-16', 'the tenth day is a Saturday')
  assert.equal(await dueOn('2026-09-14', 'chuseok'), '2026-09-28', 'the tenth day begins Chuseok; Monday works')
})

test('기한이 지나도록 답이 없으면 늦었다고 말한다', async () => {
  await access.questions.ask(person('late'), await looked('late'), '왜요?')
  const later = createAccess({ db, clock: fixedClock('2026-03-14T00:00:00Z'), newId, log: silentLog, sealing, logKey }).access
  assert.equal((await later.questions.mine(person('late')))[0]!.isOverdue, true)
})

test('남의 기록, 본인이 쓴 기록, 이미 물은 기록은 물을 수 없고, 다른 기관은 답할 수 없다', async () => {
  const entry = await looked('park')
  await assert.rejects(access.questions.ask(person('other'), entry, '왜요?'), { type: 'access/entry-not-found' })
  const own = await db.transaction((tx) =>
    access.record(tx, { ...fetched, subject: person('park'), actor: { kind: 'resident', name: '박영호', agency: null } }),
  )
  await assert.rejects(access.questions.ask(person('park'), own, '왜요?'), { type: 'access/nobody-to-ask' })
  const { id } = await access.questions.ask(person('park'), entry, '왜요?')
  await assert.rejects(access.questions.ask(person('park'), entry, '또요?'), { type: 'access/already-asked' })
  await assert.rejects(access.questions.answer({ ...chief, agency: '1352000' }, id, '우리가 답'), {
    type: 'access/question-not-found',
  })
  assert.equal((await access.questions.forAgency('1352000')).length, 0)
})

test('질문과 답은 봉인되어 저장되고, 사람을 지우면 읽을 수 없다', async () => {
  const { id } = await access.questions.ask(person('gone'), await looked('gone'), '비밀스러운 질문')
  await access.questions.answer(chief, id, '비밀스러운 답')
  const rows = await db.query<{ text: string }>(
    "select encode(question, 'escape') || encode(answer, 'escape') as text from access.questions where answer is not null",
  )
  for (const { text } of rows) assert.doesNotMatch(text, /비밀/)
  await sealing.forget(db, person('gone'))
  assert.deepEqual(await access.questions.mine(person('gone')), [])
})
