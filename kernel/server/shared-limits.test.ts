import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ANONYMOUS, createTexts, fixedClock } from '../index.ts'
import { openTestDb, silentLog } from '../testing/index.ts'
import { createHttp } from './http.ts'
import { api } from './route.ts'
import { createSharedLimits } from './shared-limits.ts'

const db = await openTestDb()
after(() => db.close())
const clock = fixedClock('2026-11-25T00:00:00Z')
const ALLOWANCE = { burst: 4, perMinute: 6 }

/** Two processes on one database; nobody else. */
async function two() {
  await db.query('delete from kernel.tries')
  const [one, other] = [createSharedLimits({ db, clock }), createSharedLimits({ db, clock })]
  return { one, other, here: one.of('door', ALLOWANCE), there: other.of('door', ALLOWANCE) }
}

test('what an address has taken at one process it has taken at the other, a moment later', async () => {
  const { one, other, here, there } = await two()
  for (let tries = 0; tries < 3; tries++) assert.equal(here.take('203.0.113.9'), 0)
  await one.exchange()
  await other.exchange()
  assert.equal(there.take('203.0.113.9'), 0)
  assert.equal(there.take('203.0.113.9'), 10, 'four in all')
  assert.equal(there.take('203.0.113.8'), 0, 'another address has its own')
  await other.exchange()
  await one.exchange()
  assert.equal(here.take('203.0.113.9'), 10)
})

test('each hears of it once, however often it listens, and its own are its own', async () => {
  const { one, other, here, there } = await two()
  here.take('203.0.113.9')
  await one.exchange()
  for (let times = 0; times < 5; times++) await Promise.all([one.exchange(), other.exchange()])
  assert.deepEqual(
    [there, there, there, there].map((tries) => tries.take('203.0.113.9')),
    [0, 0, 0, 10],
  )
  assert.deepEqual(
    [here, here, here, here].map((tries) => tries.take('203.0.113.9')),
    [0, 0, 0, 10],
  )
})

test('who took too much at both waits until all of it has come back; one that was right is given back at both', async () => {
  const { one, other, here, there } = await two()
  for (const tries of [here, there]) for (let times = 0; times < 4; times++) tries.take('203.0.113.9')
  await one.exchange()
  await other.exchange()
  assert.equal(there.take('203.0.113.9'), 50, 'eight of four: four are owed, at one every ten seconds')
  here.take('203.0.113.7')
  here.giveBack('203.0.113.7')
  await one.exchange()
  await other.exchange()
  for (let times = 0; times < 4; times++) assert.equal(there.take('203.0.113.7'), 0)
})

test('without a database each counts alone', async () => {
  const away = createSharedLimits({ db: { query: async () => Promise.reject(new Error('away')) }, clock })
  const tries = away.of('door', ALLOWANCE)
  await away.exchange()
  assert.deepEqual(
    [1, 2, 3, 4, 5].map(() => tries.take('203.0.113.9')),
    [0, 0, 0, 0, 10],
  )
  await away.exchange()
})

test('a route refuses who has asked too often at another process', async () => {
  const limit = { name: 'dear', burst: 1, perMinute: 2 }
  const dear = api({ method: 'POST', path: '/dear', needs: 'public', limit, summary: '', tag: '', handle: () => ({ body: {} }) })
  const limits = [createSharedLimits({ db, clock }), createSharedLimits({ db, clock })] as const
  const [first, second] = limits.map((own) =>
    createHttp({
      routes: [dear],
      log: silentLog,
      texts: createTexts([]),
      principalOf: () => ANONYMOUS,
      problemPage: () => '',
      headers: {},
      secureCookies: false,
      limits: own,
    }),
  )
  const ask = async (app: typeof first) =>
    (await app!.request('/dear', { method: 'POST' }, { incoming: { socket: { remoteAddress: '203.0.113.5' } } })).status
  assert.equal(await ask(first), 200)
  for (const one of limits) await one.exchange()
  assert.equal(await ask(second), 429)
})
