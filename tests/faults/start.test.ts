/** Starting and stopping: what is said, what is kept, what is left behind (nothing). */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startEmbeddedPostgres } from '@dpg/kernel/server'
import {
  apply,
  caseIn,
  extract,
  failToStart,
  freePort,
  isAlive,
  personas,
  type Server,
  signedIn,
  startServer,
  temporaryFolder,
  until,
  visitor,
} from '../harness/index.ts'

let server: Server
before(async () => {
  server = await startServer({ isFirstStart: true })
})
after(() => server?.close())

test('두 번째로 켜도 로그인과 신청이 그대로 있다', async () => {
  const kim = await signedIn(server, '김순자')
  const { id, receiptNumber } = await apply(kim, extract)
  await caseIn(kim, id, ['issued'])
  await server.restart()
  const { items } = await kim.get<{ items: { id: string; receiptNumber: string; state: string }[] }>('/api/cases')
  assert.deepEqual(
    items.map((one) => [one.id, one.receiptNumber, one.state]),
    [[id, receiptNumber, 'issued']],
  )
})

test('이미 쓰는 포트이면 그 포트를 말하고 끝나며 아무것도 남기지 않는다', async () => {
  const dataDir = await temporaryFolder()
  const taken = createServer().listen(0)
  const address = taken.address()
  const port = String(typeof address === 'object' && address ? address.port : 0)
  const { code, output } = await failToStart({ PORT: port, DATA_DIR: dataDir, DPG_PEOPLE: '12' })
  taken.close()
  assert.equal(code, 1)
  assert.match(output, new RegExp(port))
  assert.doesNotMatch(output, /^ready/m)
  assert.ok(!existsSync(join(dataDir, 'postgres/postmaster.pid')), 'PostgreSQL was left running')
  await rm(dataDir, { recursive: true, force: true })
})

test('같은 폴더로 두 번 켜면 두 번째가 물러나고 첫 번째는 그대로 일한다', async () => {
  const { code, output } = await failToStart({ PORT: String(await freePort()), DATA_DIR: server.dataDir, DPG_PEOPLE: '12' })
  assert.equal(code, 1)
  assert.match(output, new RegExp(`${server.pid}`))
  const { total } = await visitor(server).get<{ total: number }>('/api/services?limit=1')
  assert.ok(total >= 8760)
  assert.equal((await visitor(server).ask('/healthz')).status, 200)
})

test('모르는 설정과 틀린 설정은 이름을 말하고 켜지지 않는다', async () => {
  const wrong: readonly [Record<string, string>, RegExp][] = [
    [{ DPG_NO_SUCH_SETTING: '1' }, /DPG_NO_SUCH_SETTING/],
    [{ PORT: 'many' }, /PORT/],
    [{ PORT: '70000' }, /PORT/],
    [{ DPG_DEMO: 'perhaps' }, /DPG_DEMO/],
    [{ DATABASE_URL: 'mysql://localhost/dpg', DPG_MASTER_KEY: randomBytes(32).toString('base64') }, /DATABASE_URL/],
    [{ DATABASE_URL: 'postgres://localhost/dpg' }, /DPG_MASTER_KEY/],
    [{ PORT: '0', DPG_MASTER_KEY: randomBytes(5).toString('base64') }, /DPG_MASTER_KEY/],
  ]
  for (const [env, named] of wrong) {
    const { code, output } = await failToStart(env)
    assert.equal(code, 1, JSON.stringify(env))
    assert.match(output, named)
    assert.doesNotMatch(output, /\n\s+at /, 'a stack tells an operator nothing')
  }
})

test('SIGTERM 을 받으면 깨끗이 끝나고 어떤 프로세스도 남지 않는다', async () => {
  const processes = server.processes()
  assert.ok(processes.length >= 4, 'platform, gateway, registers, PostgreSQL')
  assert.equal(await server.stop(), 0)
  await until('every process to end', async () => !processes.some(isAlive))
  assert.ok(!existsSync(join(server.dataDir, 'registers/control.json')))
})

test('DATABASE_URL 을 주면 그 데이터베이스를 쓰고, 시연 모드가 아니다', async () => {
  const [databaseDir, dataDir] = await Promise.all([temporaryFolder(), temporaryFolder()])
  const database = await startEmbeddedPostgres({ dataDir: databaseDir, database: 'government' })
  const own = await startServer({
    dataDir,
    env: { DATABASE_URL: database.url, DPG_MASTER_KEY: randomBytes(32).toString('base64') },
  })
  try {
    const anyone = visitor(own)
    assert.ok((await anyone.get<{ total: number }>('/api/services?limit=1')).total >= 8760)
    assert.ok(!existsSync(join(dataDir, 'postgres')), 'its own PostgreSQL was started beside the one given')
    assert.ok(!existsSync(join(dataDir, 'registers/control.json')), 'simulated registers were started')
    const door = await anyone.open('/signin')
    for (const { name, id } of personas) assert.ok(!door.text.includes(name) && !door.text.includes(id), name)
    await own.restart()
    assert.equal((await anyone.ask('/healthz')).status, 200)
  } finally {
    await own.close()
    await database.stop()
    await rm(databaseDir, { recursive: true, force: true })
    await rm(dataDir, { recursive: true, force: true })
  }
})
