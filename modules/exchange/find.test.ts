/** Somebody is found by a document: exactly one, whom the register vouches for. */
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { type Asked, openStage, pairwise, type Reply } from './testing.ts'

const stage = await openStage()
const { gateway, platform, person } = stage
after(stage.close)
beforeEach(stage.renew)

const BY = { 'person.birthDate': '1955-03-01' }
const find = () =>
  platform.exchange.find({
    register: 'resident-register',
    by: BY,
    name: 'KIM',
    purpose: { ko: '여권 확인' },
    law: '여권법 제7조',
    timeoutMs: 1_000,
  })
const known = ({ register, body }: Asked): Reply => ({
  content: {
    register,
    by: body['by'],
    subject: pairwise.towards(person, register),
    at: new Date().toISOString(),
  },
})
const because = (answer: (asked: Asked) => Reply) => {
  Object.assign(platform, platform.build())
  stage.reply = answer
  return assert.rejects(find(), { type: 'exchange/register-unavailable' })
}

test('대장이 아는 사람만 나오고, 그 사람의 기록에 남는다', async () => {
  stage.reply = known
  assert.equal(await find(), person)
  const [entry] = platform.recorded
  assert.deepEqual(
    [platform.recorded.length, entry?.subject, entry?.use, entry?.actor.name, entry?.facts],
    [1, person, 'fetch', 'KIM', ['person.birthDate']],
  )
  assert.deepEqual(Object.keys(gateway.asked[0]!.body).sort(), ['asker', 'by', 'law', 'purpose'])
  stage.reply = (asked) => ({ content: { ...known(asked).content, subject: null } })
  assert.equal(await find(), undefined)
  assert.equal(platform.recorded.length, 1)
})

test('정책이 막으면 아무도 나오지 않고, 막은 것이 남는다', async () => {
  stage.kept.add('person.birthDate')
  stage.reply = known
  assert.equal(await find(), undefined)
  stage.kept.clear()
  assert.deepEqual(
    platform.recorded.map(({ use, rule }) => [use, rule]),
    [['refuse', 'a-rule']],
  )
})

test('서명이 없거나, 다른 것을 물은 답이거나, 없는 이름이면 믿지 않는다', async () => {
  await because((asked) => ({ ...known(asked), signers: ['gateway'] }))
  await because((asked) => ({ content: { ...known(asked).content, by: { 'person.birthDate': '1955-03-02' } } }))
  await because((asked) => ({ content: { ...known(asked).content, subject: 'somebody' } }))
  await because((asked) => ({ ...known(asked), status: 400 }))
  assert.equal(platform.recorded.length, 0)
})
