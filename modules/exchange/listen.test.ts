/** What registers tell of changes: each once, all of it, and nothing stops the rest. */
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { PersonId } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { openStage, pairwise } from './testing.ts'

const stage = await openStage()
const { platform, person } = stage
after(stage.close)
beforeEach(stage.renew)

test('같은 일을 두 번 들어도 한 번만 알리고, 대장이 새로 시작하면 처음부터 듣는다', async () => {
  const subject = pairwise.towards(person, 'resident-register')
  const event = (id: string) => ({ id, subject, change: 'move', facts: ['person.address'], at: new Date().toISOString() })
  const journals: Record<string, string[]> = { first: ['e1', 'e2', 'e2'], second: ['e2', 'e3'] }
  let journal = 'first'
  const heardTo: string[] = []
  stage.reply = ({ register, url }) => {
    const query = new URL(`http://g${url}`).searchParams
    const all = register === 'resident-register' ? journals[journal]! : []
    const isSame = query.get('journal') === journal
    const after = isSame ? Number(query.get('after')) : 0
    if (register === 'resident-register') heardTo.push(`${query.get('journal')}:${query.get('after')}`)
    if (isSame && after === all.length) return { status: 503 }
    return { content: { register, journal, next: all.length, events: all.slice(after).map(event) } }
  }
  const told = async () =>
    (await platform.db.published())
      .filter(({ name }) => name === 'exchange.facts-changed')
      .map(({ payload }) => (payload as { eventId: string }).eventId)
  const until = async (count: number) => {
    for (const ends = Date.now() + 10_000; (await told()).length < count; ) {
      assert.ok(Date.now() < ends, `only ${(await told()).length} events`)
      await new Promise((done) => setTimeout(done, 20))
    }
  }
  platform.listener.start()
  await until(2)
  await platform.listener.stop()
  journal = 'second'
  Object.assign(platform, platform.build())
  platform.listener.start()
  await until(3)
  await platform.listener.stop()
  assert.deepEqual(await told(), ['e1', 'e2', 'e3'])
  assert.ok(heardTo.includes('first:3'), 'the place in the journal was kept')
})

test('두 대장이 우연히 같은 번호로 알린 일은 두 가지 일이다', async () => {
  const other = newId<PersonId>('per')
  stage.reply = ({ register, url }) => {
    const isSame = new URL(`http://g${url}`).searchParams.get('journal') === 'numbers'
    if (isSame) return { status: 503 }
    const subject = pairwise.towards(other, register)
    const event = { id: '1', subject, change: 'changed', facts: [], at: new Date().toISOString() }
    return { content: { register, journal: 'numbers', next: 1, events: [event] } }
  }
  const told = async () =>
    (await platform.db.published())
      .map(({ payload }) => payload as { subject: PersonId; register: string })
      .filter(({ subject }) => subject === other)
      .map(({ register }) => register)
      .sort()
  platform.listener.start()
  for (const ends = Date.now() + 5_000; (await told()).length < 2 && Date.now() < ends; )
    await new Promise((done) => setTimeout(done, 20))
  await platform.listener.stop()
  assert.deepEqual(await told(), ['national-tax', 'resident-register'])
})

test('읽을 수 없는 일 하나가 다른 소식을 막지 않는다: 따로 두고 지나간다', async () => {
  const someone = newId<PersonId>('per')
  const subject = pairwise.towards(someone, 'national-tax')
  const event = (id: string, over: object = {}) => ({
    id,
    subject,
    change: 'changed',
    facts: [],
    at: new Date().toISOString(),
    ...over,
  })
  const events = [event('n1'), event('n2', { facts: 'person.wage' }), 7, event('n\u0000', {}), event('n3')]
  stage.reply = ({ register, url }) => {
    const isSame = new URL(`http://g${url}`).searchParams.get('journal') === 'broken'
    if (register !== 'national-tax' || isSame) return { status: 503 }
    return { content: { register, journal: 'broken', next: events.length, events } }
  }
  const told = async () =>
    (await platform.db.published())
      .map(({ payload }) => payload as { subject: PersonId; eventId: string })
      .filter((one) => one.subject === someone)
      .map(({ eventId }) => eventId)
  platform.listener.start()
  for (const ends = Date.now() + 5_000; (await told()).length < 2 && Date.now() < ends; )
    await new Promise((done) => setTimeout(done, 20))
  await platform.listener.stop()
  assert.deepEqual(await told(), ['n1', 'n3'])
  const parked = await platform.db.query<{ place: number; why: string }>(
    `select place, why from exchange.parked_events where journal = 'broken' order by place`,
  )
  assert.deepEqual(
    parked.map(({ place }) => place),
    [1, 2, 3],
  )
  assert.match(parked[0]!.why, /facts/)
})
