import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Principal, Problem } from '@dpg/kernel'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import type { RuleDraftId } from './contract.ts'
import { authoring as info } from './index.ts'
import { approver, author, createWorld, official, PENSION } from './testing/world.ts'

const clock = fixedClock('2026-11-25T00:00:00Z')
const db = await openTestDb(info.migrations)
const world = createWorld({ db, clock })
after(async () => {
  await world.stop()
  await db.close()
})
const { authoring, catalogue, parts } = world
const second = official('c', 'rule-author', 'rule-approver')
let keys = 0
const key = () => `k${keys++}`
const see = (id: RuleDraftId) => authoring.draft(author, id, 'ko')
const asks = async (draft: RuleDraftId) => parts.jobs![0]!.handle({ draft })
const othersPublished = async () => parts.consumers![0]!.handle({} as never)
const waiting = () => db.queued.filter(({ job }) => job === 'authoring.take-effect').length
const version = () => catalogue.current().versionOf('service', PENSION)

/** Changes what the head says, hands it in, and another official approves it. */
async function approved(effectiveFrom: string, says: string, who: Principal = author, by: Principal = approver) {
  const id = await authoring.open(who, { key: key(), service: PENSION })
  const { form, revision } = await authoring.draft(who, id, 'ko')
  const head = { ...form!.head, effectiveFrom, changesKo: says, changesEn: says }
  const fields = Object.fromEntries(Object.entries(head).map(([name, value]) => [`head.${name}`, value]))
  const saved = await authoring.save(who, id, revision, { kind: 'form', lists: ['head'], fields })
  await authoring.submit(who, { key: key(), id, revision: saved })
  const command = { key: key(), id, revision: saved, reason: '개정법 시행일에 맞춤' }
  const promised = await authoring.publish(by, command)
  assert.equal(await authoring.publish(by, command), promised)
  return { id, promised, revision: saved }
}

describe('rules that are approved today for a later day', () => {
  test('decide nothing before their day, and everything from its midnight in Korea, without anybody doing anything', async () => {
    const before = version()
    const { id, promised } = await approved('2027-01-01', '2027년부터 바뀝니다')
    assert.equal(version(), before)
    assert.equal((await see(id)).state, 'scheduled')
    assert.equal((await see(id)).waitsFor, '2027-01-01')
    assert.equal((await see(id)).effect?.asOf, '2027-01-01')
    const { coming, versions } = await authoring.history(author, PENSION, 'ko')
    assert.deepEqual(coming, [{ draft: id, from: '2027-01-01', author: '서지우', approver: '강민재' }])
    assert.equal(versions.length, 1)
    assert.equal(waiting(), 1)
    const [told] = catalogue.announced()
    assert.deepEqual([told!.id, told!.from, told!.service.changeLog.at(-1)!.says.ko], [id, '2027-01-01', '2027년부터 바뀝니다'])

    clock.set('2026-12-31T14:59:59Z')
    await asks(id)
    assert.equal(version(), before)
    assert.equal(waiting(), 2)

    clock.set('2026-12-31T15:00:01Z')
    await asks(id)
    await asks(id)
    assert.equal(version(), promised)
    assert.notEqual(promised, before)
    assert.deepEqual(catalogue.announced(), [])
    const { coming: none, versions: after } = await authoring.history(author, PENSION, 'ko')
    assert.deepEqual(none, [])
    assert.deepEqual(
      [after[0]!.author, after[0]!.approver, after[0]!.reason, after[0]!.isInForce],
      ['서지우', '강민재', '개정법 시행일에 맞춤', true],
    )
    assert.equal((await db.published()).filter(({ name }) => name === 'authoring.published').length, 1)
  })

  test('go back to their author when somebody publishes the same rules first: nobody has approved the two together', async () => {
    const { id: july } = await approved('2027-07-01', '7월부터 바뀝니다')
    const { id: september } = await approved('2027-09-01', '9월부터 바뀝니다')
    await othersPublished()
    assert.equal((await see(july)).state, 'scheduled')
    await approved('2026-12-15', '지금 바뀝니다', second) // a day gone by counts at once
    const between = version()

    clock.set('2027-07-01T00:00:00Z')
    await asks(july)
    assert.equal((await see(july)).state, 'returned')
    assert.equal((await see(july)).events.at(-1)?.reason, 'authoring/draft-behind')

    await othersPublished()
    const { state, events, may } = await see(september)
    assert.equal(state, 'returned')
    assert.equal(may.write, true)
    assert.equal(events.at(-1)?.what, 'stopped')
    clock.set('2027-09-01T00:00:00Z')
    await asks(september)
    assert.equal(version(), between)
  })

  test('are taken back by their author alone, and the day passes without them', async () => {
    const { id, revision } = await approved('2027-12-01', '12월부터 바뀝니다')
    const before = version()
    const command = { key: key(), id, revision }
    const refused = await authoring.withdraw(second, command).catch((problem: unknown) => (problem as Problem).type)
    assert.equal(refused, 'authoring/not-yours')
    await authoring.withdraw(author, { ...command, key: key() })
    clock.set('2027-12-02T00:00:00Z')
    await asks(id)
    assert.equal(version(), before)
    assert.equal((await see(id)).state, 'open')
  })

  test('are stopped by any approver but their author, with a reason, and go back to be written again', async () => {
    const { id, revision } = await approved('2028-01-01', '2028년부터 바뀝니다')
    const before = version()
    const may = async (who: Principal) => (await authoring.draft(who, id, 'ko')).may
    const command = { key: key(), id, revision }
    assert.deepEqual([(await may(approver)).stop, (await may(second)).stop, (await may(author)).stop], [true, true, false])
    assert.equal((await may(approver)).decide, false)
    const hollow = await authoring.sendBack(second, { ...command, reason: ' ' }).catch((problem: unknown) => problem as Problem)
    assert.equal(hollow?.type, 'authoring/reason-needed')
    await authoring.sendBack(second, { ...command, reason: '예산이 아직 없습니다' })
    const { state, events, waitsFor } = await see(id)
    assert.deepEqual(
      [state, waitsFor, events.at(-1)?.what, events.at(-1)?.reason],
      ['returned', null, 'returned', '예산이 아직 없습니다'],
    )
    assert.deepEqual([(await may(author)).write, (await may(approver)).stop], [true, false])
    clock.set('2028-01-02T00:00:00Z')
    await asks(id)
    assert.equal(version(), before)
  })
})
