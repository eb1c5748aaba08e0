import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { loadPack } from '@dpg/definitions'
import { fixedClock, openTestDb, silentLog } from '@dpg/kernel/testing'
import { catalogue as info, createCatalogue } from './index.ts'
import { written } from './prepare.ts'
import { writeRelease } from './publish.ts'
import { readSearchWords } from './search-words.ts'

const PACK = join(import.meta.dirname, '../../countries/kr')
const files = globSync('**/*.{yaml,tsv,md}', { cwd: PACK }).map((path) => ({
  path,
  text: readFileSync(join(PACK, path), 'utf8'),
}))
const db = await openTestDb(info.migrations)
after(() => db.close())
const clock = fixedClock('2026-11-25T00:00:00Z')

/** CPU of this process alone: other work on the machine does not count. */
async function cpuMs(t: TestContext, name: string, work: () => unknown): Promise<number> {
  const started = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(started)
  const ms = Math.round((user + system) / 1000)
  t.diagnostic(`${name}: ${ms} ms CPU`)
  return ms
}

test('온 나라의 꾸러미를 데이터베이스에서 읽어 1.2초 안에 답할 준비가 된다', async (t) => {
  const { pack } = loadPack(files)
  const { words } = readSearchWords(files)
  await cpuMs(t, 'write a release', () =>
    writeRelease({ db, clock, log: silentLog, current: () => undefined }, written({ pack, words }), { filesHash: 'x', files }),
  )
  const { catalogue, load, warm } = createCatalogue({ db, clock, log: silentLog, baseUrl: () => 'https://dpg.example' })
  const loading = await cpuMs(t, 'load', load)
  assert.deepEqual(catalogue.current().pack, pack)
  assert.ok(loading < 600, `${loading} ms`)
  const indexing = await cpuMs(t, 'search index', warm)
  assert.ok(loading + indexing < 2400, `${loading + indexing} ms`)
  assert.ok(catalogue.search({ limit: 1, offset: 0 }, 'ko').total >= 8760)
})
