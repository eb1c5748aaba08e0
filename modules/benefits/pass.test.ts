/** 많은 사람에게 한꺼번에 알리기: 잃지 않고, 두 번 알리지 않고, 천천히 한 사람씩 보는 것과 같은 것을 알린다. */
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { PersonId } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { goThrough } from './pass.ts'
import { openProjection, type Projection } from './projection.ts'
import { elder, openSetting } from './testing.ts'
import { addSubscribers } from './testing/subscribers.ts'

const setting = await openSetting()
const { db, benefits, sent, world, sealing, clock, run } = setting
after(() => db.close())
beforeEach(() => setting.reset())

/** More than are settled at once. */
const MANY = 250
const SERVICE = benefits.screen({ facts: elder }, 'ko').results.find(({ outcome }) => outcome === 'eligible')!.service

/** Subscribers to whom the service is open by the rules, and who do not know of it. */
async function unaware(count = MANY): Promise<readonly PersonId[]> {
  const people = Array.from({ length: count }, () => ({ person: newId<PersonId>('per'), facts: elder }))
  await addSubscribers({ db, sealing, snapshot: setting.snapshot(), clock }, people, new Set([SERVICE]))
  return people.map(({ person }) => person)
}

const begin = async (release: string) => {
  await setting.emit('catalogue.published', { release, changedServices: [SERVICE] })
  db.queued.length = 0
}
const told = () => sent.map(({ to }) => to).sort()

test('훑다가 쓰러지면 그때까지 한 것은 남고, 다시 시작하면 나머지에게만 알린다', async () => {
  const people = await unaware()
  await begin('sha256:dies')
  let left = 1
  world.sending = async () => {
    if (left-- <= 0) throw new Error('killed')
  }
  await assert.rejects(run(goThrough.name, { release: 'sha256:dies' }), /killed/)
  const first = told()
  assert.ok(first.length > 0 && first.length < MANY, `${first.length} told before`)
  world.sending = async () => {}
  for (let times = 0; times < 2; times++) await run(goThrough.name, { release: 'sha256:dies' })
  assert.deepEqual(told(), people.toSorted(), 'each once')
  assert.deepEqual(db.queued, [], 'nobody needed a look of their own')
})

test('두 프로세스가 같은 공포를 한꺼번에 훑어도 저마다 한 번만 듣는다', async () => {
  const people = await unaware()
  await begin('sha256:two')
  const elsewhere = setting.build().parts.jobs!.find(({ job }) => job.name === goThrough.name)!
  await Promise.all([run(goThrough.name, { release: 'sha256:two' }), elsewhere.handle({ release: 'sha256:two' })])
  await setting.work()
  assert.deepEqual(told(), people.toSorted())
})

test('훑는 사이에 다른 일로 다시 본 사람은 그 결과를 잃지 않고 따로 본다', async () => {
  const [me, ...others] = await unaware(3)
  await begin('sha256:meanwhile')
  const read = sealing.prepare
  sealing.prepare = async (on, subjects) => {
    await read(on, subjects)
    // As if a look at this person were kept now.
    await db.query('update benefits.subscribers set looked_at = now() where person = $1', [me])
  }
  await run(goThrough.name, { release: 'sha256:meanwhile' })
  sealing.prepare = read
  assert.deepEqual(told(), others.toSorted())
  assert.deepEqual(
    db.queued.map(({ job, data }) => [job, (data as { person: string }).person]),
    [['benefits.look-again', me]],
  )
  await setting.work()
  assert.deepEqual(told(), [me!, ...others].toSorted())
})

test('몇 가지만 묻는 엔진은 모두를 묻는 엔진과 같은 답을 준다', async () => {
  const { createRescreening } = await import('./rescreen.ts')
  const { createRules } = await import('./engine.ts')
  const rules = createRules({ current: setting.snapshot, announced: () => [] }, () => '')
  const { only, screen } = createRescreening(rules)()
  const services = setting.snapshot().serviceIds.filter((_, at) => at % 400 === 0)
  const day = clock.today().toString()
  const span = { from: day, to: clock.today().add({ years: 1 }).toString() }
  for (const facts of [elder, {}, { ...elder, 'person.birthDate': '2009-05-05' }]) {
    assert.deepEqual(only(services).screen({ facts, asOf: day }).results, screen(facts, day, services))
    assert.deepEqual(only(services).ahead({ facts }, span), rules().engine.ahead({ facts, services }, span))
  }
})

test('전에 다른 꼴로 간직한 것도 읽는다', async () => {
  const person = newId<PersonId>('per')
  const earlier = {
    facts: { 'person.sex': { value: 'female', at: '2026-11-25T00:00:00Z' } },
    asOf: '2026-11-25',
    open: { a: '2026-01-01', b: '2026-02-02', c: '2026-01-01' },
    closed: {},
    notForMe: { services: {}, kinds: {} },
    salt: 'c2FsdA==',
  }
  const sealed = await sealing.seal(db, person, `benefits.subscribers.sealed:${person}`, earlier)
  const expected: Projection = {
    ...earlier,
    facts: [['2026-11-25T00:00:00Z', { 'person.sex': 'female' }]],
    open: [
      ['2026-01-01', ['a', 'c']],
      ['2026-02-02', ['b']],
    ],
  }
  assert.deepEqual(await openProjection(sealing, db, { person, sealed, lookedAt: null, aheadFrom: null }), expected)
})
