import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openTestDb } from '../testing/index.ts'
import { DatabaseAwayError } from './database-away.ts'
import { outsideTransaction, type Tx } from './db.ts'

const db = await openTestDb()
after(() => db.close())

test('a connection lost in the middle of a transaction fails that transaction and nothing else', async () => {
  const failing = db.transaction(async (tx) => {
    const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
    await outsideTransaction(() => db.query('select pg_terminate_backend($1, 10000)', [own!.pid]))
    await tx.query('select 1')
  })
  await assert.rejects(failing, DatabaseAwayError)
  assert.deepEqual(await db.transaction((tx) => tx.query('select 1 as one')), [{ one: 1 }])
})

test('a file that is missing, or another machine that does not answer, is not taken for a database that is away', async () => {
  for (const code of ['ENOENT', 'ECONNREFUSED']) {
    const met = Object.assign(new Error('elsewhere'), { code })
    const failing = db.transaction(async (tx) => {
      await tx.query('select 1')
      throw met
    })
    await assert.rejects(failing, (error) => error === met)
  }
})

test('a statement that nobody waited for fails its transaction, and is named as the cause', async () => {
  await db.query('create table along (id int primary key)')
  const unique = { code: '23505' }
  const twice = (tx: Tx) => {
    for (const id of [1, 2, 1]) tx.along(tx.query('insert into along values ($1)', [id]))
  }
  await assert.rejects(
    db.transaction(async (tx) => twice(tx)),
    unique,
  )
  const andMore = db.transaction(async (tx) => {
    twice(tx)
    return tx.query('insert into along values (3)')
  })
  await assert.rejects(andMore, unique)
  assert.deepEqual(await db.query('select id from along'), [])
  await db.transaction(async (tx) => tx.along(tx.query('insert into along values (4)')))
  assert.deepEqual(await db.query('select id from along'), [{ id: 4 }])
})

test('a statement that failed and was passed over does not let the rest look written', async () => {
  await db.query('create table passed (id int primary key)')
  const passing = db.transaction(async (tx) => {
    await tx.query('insert into passed values (1)')
    await tx.query('insert into passed values (1)').catch(() => {})
    return 'written'
  })
  await assert.rejects(passing, /passed over/)
  assert.deepEqual(await db.query('select id from passed'), [])
})

test('what is woken after a commit cannot make the commit look failed', async () => {
  const woken: string[] = []
  const answer = await db.transaction(async (tx) => {
    tx.afterCommit(() => {
      throw new Error('asleep')
    })
    tx.afterCommit(() => void woken.push('second'))
    return 'done'
  })
  assert.equal(answer, 'done')
  assert.deepEqual(woken, ['second'])
})

test('in tests a second connection inside a transaction is refused: many at once would wait for each other for ever', async () => {
  await assert.rejects(
    db.transaction(() => db.query('select 1')),
    /second connection/,
  )
  await assert.rejects(
    db.transaction(() => db.transaction((tx) => tx.query('select 1'))),
    /second connection/,
  )
})
