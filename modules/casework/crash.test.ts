import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { CaseId, PersonId } from '@dpg/kernel'
import { type Db, newId, type Tx } from '@dpg/kernel/server'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import { casework as info } from './index.ts'
import { findBreak } from './history.ts'
import { listEvents } from './store.ts'
import { applyForPension, doing, setUp } from './testing/set-up.ts'
import { HANEUL_FACTS } from './testing/haneul.ts'
import { KIM, official, resident, type World } from './testing/world.ts'

const db = await openTestDb(info.migrations)
after(() => db.close())

/** Counts every step to the database and to the outside, and dies at the one that is due. */
function fuse() {
  let left = Number.POSITIVE_INFINITY
  let taken = 0
  const step = () => {
    taken++
    left -= 1
    if (left < 0) throw new Error('the process was killed')
  }
  return {
    step,
    arm: (at: number) => {
      left = at
      taken = 0
    },
    disarm: () => {
      left = Number.POSITIVE_INFINITY
    },
    taken: () => taken,
  }
}

function fragile(on: Db, step: () => void): Db {
  const dying = <T extends Tx | Db>(inner: T): T => ({
    ...inner,
    query: (async (sql, params) => {
      step()
      return inner.query(sql, params)
    }) as T['query'],
  })
  return {
    ...dying(on),
    transaction: (work) =>
      on.transaction(async (tx) => {
        const enqueue: Tx['enqueue'] = async (...args) => {
          step()
          return tx.enqueue(...args)
        }
        const result = await work({ ...dying(tx), enqueue })
        step() // before the commit
        return result
      }),
  }
}

/** Carries a pension from application to decision, dying once at step `at` of each part and then going on as after a restart. */
async function live(at: number): Promise<{ steps: number; world: World; person: PersonId; id: CaseId }> {
  const clock = fixedClock('2026-11-25T01:00:00Z')
  db.queued.length = 0
  const { step, arm, disarm, taken } = fuse()
  const setup = setUp(db, clock, fragile(db, step))
  const { casework, world } = setup
  const person = newId<PersonId>('per')
  world.registers.facts.set(person, HANEUL_FACTS)
  world.onCall = step
  let steps = 0
  const survive = async <T>(work: () => Promise<T>): Promise<T> => {
    arm(at)
    const first = await work().then(
      (value) => ({ value }),
      () => undefined,
    )
    steps = Math.max(steps, taken())
    disarm()
    return first ? first.value : work()
  }
  const submitted = await survive(() => applyForPension(setup, person, 'the-key'))
  // A job that was lost with the process: only the sweep knows of the case.
  db.queued.length = 0
  clock.set('2026-11-25T01:05:00Z')
  await survive(async () => {
    await setup.sweep()
    const waiting = db.queued.length
    await setup.runJobs()
    if (db.queued.length > 0) throw new Error(`${waiting} jobs did not finish`)
  })
  const { version } = await casework.case(resident(person), submitted.id, 'ko')
  const deed = doing('grant', version, { reason: '요건을 갖춤' })
  await survive(() => casework.act(official(KIM), submitted.id, deed, 'ko'))
  return { steps, world, person, id: submitted.id }
}

test('어느 걸음에서 죽어도 잃는 것이 없고, 두 번 접수되거나 두 번 알리지 않는다', async () => {
  const whole = await live(Number.POSITIVE_INFINITY)
  assert.ok(whole.steps > 20, `${whole.steps} steps`)
  for (let at = 0; at <= whole.steps; at++) {
    const { world, person, id } = await live(at)
    const { casework } = setUp(db, fixedClock('2026-11-25T02:00:00Z'), db, world)
    const cases = await casework.cases(resident(person), 'ko')
    assert.deepEqual(
      cases.map((one) => [one.id, one.state]),
      [[id, 'granted']],
      `killed at step ${at}`,
    )
    const letters = world.sent.filter(({ to }) => to === person).map(({ key }) => key.split(':')[2])
    assert.deepEqual(letters, ['submitted', 'decided.grant'], `killed at step ${at}`)
    assert.equal(world.issued.filter(({ to }) => to === person).length, 1, `killed at step ${at}`)
    const orders = await db.query('select 1 from casework.payment_orders where person = $1', [person])
    assert.equal(orders.length, 1, `killed at step ${at}`)
    const [row] = await db.query<{ head: Buffer }>('select head from casework.cases where person = $1', [person])
    assert.equal(findBreak(await listEvents(db, person, [id]), row!.head), undefined, `killed at step ${at}`)
  }
})

test('지난 일은 고치거나 지울 수 없고, 억지로 고치면 드러난다', async () => {
  const { person, id } = await live(Number.POSITIVE_INFINITY)
  await assert.rejects(db.query('update casework.case_events set at = now() where case_id = $1', [id]), /only added to/)
  await assert.rejects(db.query('delete from casework.case_events where case_id = $1', [id]), /only added to/)
  await assert.rejects(db.query('truncate casework.case_events'), /only added to/)
  await db.query('alter table casework.case_events disable trigger case_events_stay')
  await db.query(`update casework.case_events set official = 'off_other' where case_id = $1 and action = 'grant'`, [id])
  await db.query('alter table casework.case_events enable trigger case_events_stay')
  const [row] = await db.query<{ head: Buffer }>('select head from casework.cases where person = $1', [person])
  const links = await listEvents(db, person, [id])
  assert.equal(findBreak(links, row!.head), links.findIndex(({ action }) => action === 'grant') + 1)
  assert.equal(findBreak(links.slice(0, -1), row!.head), links.length)
})
