/**
 * Kill -9 while very many are told of the same publication: everybody has the notice afterwards, and nobody has it twice.
 * `DPG_KILLS=10 node tools/test.ts tests/faults/notifier.test.ts` for longer.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { addSubscribers } from '@dpg/benefits/testing'
import { createCatalogue } from '@dpg/catalogue'
import { definitionsPublished } from '@dpg/catalogue/contract'
import { type PersonId, systemClock } from '@dpg/kernel'
import { createSealing, type Db, newId, openDb } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import { type Server, startServer, until } from '../harness/index.ts'

const KILLS = Number(process.env['DPG_KILLS'] ?? 1)
const PEOPLE = 1_000
const FACTS = {
  'person.birthDate': '1955-03-01',
  'person.sex': 'female',
  'person.nationality': 'KR',
  'person.eupmyeondong': '1111010100',
}

const PATIENCE = { withinMs: 60_000, everyMs: 20 }

let server: Server
before(async () => {
  server = await startServer()
})
after(() => server?.close())

/** Another than before once the platform was started again. */
async function inDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const url = (await readFile(join(server.dataDir, 'database-url'), 'utf8')).trim()
  const db = openDb({ url, log: silentLog, poolSize: 2 })
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Everybody is subscribed, and does not know of a service that is open to them. */
async function subscribed(db: Db): Promise<{ readonly release: string; readonly service: string }> {
  const master = Buffer.from((await readFile(join(server.dataDir, 'master-key'), 'utf8')).trim(), 'base64')
  const door = createCatalogue({ db, clock: systemClock, log: silentLog, baseUrl: () => server.url })
  await door.load()
  const snapshot = door.catalogue.current()
  const crowd = { db, sealing: createSealing(master), snapshot }
  const [one] = await addSubscribers(crowd, [{ person: newId<PersonId>('per'), facts: FACTS }])
  const [service] = one!
  const people = Array.from({ length: PEOPLE }, () => ({ person: newId<PersonId>('per'), facts: FACTS }))
  await addSubscribers(crowd, people, new Set([service]))
  return { release: snapshot.release, service }
}

const count = (sql: string) => inDatabase(async (db) => Number((await db.query<{ n: bigint }>(sql))[0]!.n))

test('천 명에게 알리는 사이에 몇 번이고 꺼져도 모두가 한 번씩 듣는다', async () => {
  await inDatabase(async (db) => {
    const { release, service } = await subscribed(db)
    await db.transaction((tx) => tx.publish(definitionsPublished, { release, changedServices: [service] }))
  })
  const toldOf = 'select count(*) as n from benefits.told'
  for (let kill = 1; kill <= KILLS; kill++) {
    const enough = (kill * PEOPLE) / (KILLS + 2)
    await until('some to be told', async () => (await count(toldOf)) >= enough, PATIENCE)
    await pause(Math.random() * 50)
    await server.kill9()
    await server.restart()
  }
  const waiting = `select count(*) as n from benefits.passes where done_at is null`
  await until('all to be told', async () => (await count(waiting)) === 0 && (await count(toldOf)) >= PEOPLE, PATIENCE)
  const undelivered = 'select count(*) as n from notices.notices where delivered_at is null'
  await until('all notices to be in their boxes', async () => (await count(undelivered)) === 0, PATIENCE)
  assert.equal(await count('select count(*) as n from notices.notices n join benefits.told t on n.recipient = t.person'), PEOPLE)
  assert.equal(
    await count('select count(distinct recipient) as n from notices.notices n join benefits.told t on n.recipient = t.person'),
    PEOPLE,
  )
})
