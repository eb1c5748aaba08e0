import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { fill } from '@dpg/kernel'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { casework as info } from './index.ts'
import { BASIC_PENSION, DISABILITY_PENSION } from './testing/pack.ts'
import { doing, newKey, PENSION_ANSWERS, setUp } from './testing/set-up.ts'
import { HANEUL_FACTS } from './testing/haneul.ts'
import { HANEUL, KIM, official, PARK, resident } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T01:00:00Z')
beforeEach(() => {
  db.queued.length = 0
})

async function inReview(service = BASIC_PENSION, answers: object = {}) {
  const setup = setUp(db, clock)
  const { casework } = setup
  const { id } = await casework.submit(
    resident(),
    { key: newKey(), service, answers: { ...PENSION_ANSWERS, ...answers }, declarations: ['finance', 'truth', 'duty'] },
    'ko',
  )
  await setup.runJobs()
  const { version } = await casework.case(resident(), id, 'ko')
  return { ...setup, id, version }
}

test('미리 본 통지는 나중에 보내는 통지와 같고, 미리 보는 것으로는 아무 일도 일어나지 않는다', async () => {
  const { casework, world, id, version } = await inReview()
  const before = { sent: world.sent.length, issued: world.issued.length, seen: await casework.case(resident(), id, 'ko') }
  const [letter, ...others] = await casework.preview(
    official(KIM),
    id,
    doing('grant', version, { reason: '기준에 맞습니다.' }),
    'ko',
  )
  assert.deepEqual(others, [])
  assert.equal(letter?.isLegal, true)
  assert.match(letter?.body ?? '', /349,700원/)
  assert.deepEqual([world.sent.length, (await casework.case(resident(), id, 'ko')).version], [before.sent, version])
  assert.deepEqual(await casework.case(resident(), id, 'ko'), before.seen)

  await casework.act(official(KIM), id, doing('grant', version, { reason: '기준에 맞습니다.' }), 'ko')
  const sent = world.sent.at(-1)!
  const numbers = (text: string) => text.replace(/\d+/g, '#')
  assert.equal(numbers(letter!.body), numbers(fill(sent.letter.ko.body, sent.values.ko)))
})

test('미리 볼 때에도 까닭이 없거나 판이 낡았으면 결정할 때와 같이 알리고, 남의 기관 일은 볼 수 없다', async () => {
  const { casework, id, version } = await inReview()
  const preview = (who: typeof KIM, act: ReturnType<typeof doing>) => casework.preview(official(who), id, act, 'ko')
  await assert.rejects(preview(KIM, doing('grant', version)), { type: 'casework/reason-needed' })
  await assert.rejects(preview(KIM, doing('grant', version - 1, { reason: '예' })), { type: 'casework/stale-version' })
  await assert.rejects(preview(PARK, doing('grant', version, { reason: '예' })), { type: 'casework/case-not-found' })
})

test('두 사람이 보는 급여는 올리는 것만으로 통지가 나가지 않는다', async () => {
  const { casework, id, version } = await inReview(DISABILITY_PENSION)
  assert.deepEqual(await casework.preview(official(KIM), id, doing('grant', version, { reason: '예' }), 'ko'), [])
})

test('신청인의 답이 대장과 어긋나면 담당자에게 알린다', async () => {
  const same = await inReview()
  assert.deepEqual((await same.casework.officerCase(official(KIM), same.id, 'ko')).contradictions, [])
  const account = { bank: '국민은행', number: '110-123-456789', holder: '박남의' }
  const other = await inReview(BASIC_PENSION, { 'person.bankAccount': account })
  const { contradictions } = await other.casework.officerCase(official(KIM), other.id, 'ko')
  assert.deepEqual(
    contradictions.map(({ id }) => id),
    ['holder'],
  )
  assert.match(contradictions[0]?.says ?? '', /예금주/)
})

test('필요 없는 사실을 기다린다고 하지 않고, 기다리는 것은 기다린다고 한다', async () => {
  const done = await inReview()
  const states = async ({ casework, id }: typeof done) => {
    const { facts } = await casework.officerCase(official(KIM), id, 'ko')
    return new Map(facts.map(({ fact, state }) => [fact, state]))
  }
  const settled = await states(done)
  assert.ok(![...settled.values()].includes('waiting'), [...settled].filter(([, state]) => state === 'waiting').join())
  const setup = setUp(db, clock)
  setup.world.registers.facts.set(HANEUL, HANEUL_FACTS)
  setup.world.registers.failing.set('social-security', 'unreachable')
  const { id } = await setup.casework.submit(
    resident(),
    { key: newKey(), service: BASIC_PENSION, answers: PENSION_ANSWERS, declarations: ['finance', 'truth', 'duty'] },
    'ko',
  )
  await setup.runJobs()
  assert.ok([...(await states({ ...done, ...setup, id })).values()].includes('waiting'))
})
