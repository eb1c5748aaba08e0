import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fixedClock } from '@dpg/kernel'
import { newId, openDb, silentLog } from '@dpg/kernel/server'
import { openTestDb } from '@dpg/kernel/testing'
import type { SiteConfig, SiteId } from '../contract.ts'
import { identity } from '../index.ts'
import { createClients } from './clients.ts'
import { endSite, insertSite, proposeSite } from './store-sites.ts'
import { testIdOf } from './site.ts'

const db = await openTestDb(identity.migrations)
/** As another process has it. */
const beside = openDb({ url: db.url, log: silentLog, poolSize: 1 })
after(async () => {
  await beside.close()
  await db.close()
})
const clock = fixedClock('2026-03-02T00:00:00Z')
const config: SiteConfig = {
  name: '도서관',
  operator: '시립 도서관',
  agency: null,
  homepage: 'https://books.example/',
  redirectUris: ['https://books.example/back'],
  logoutUris: [],
  backchannelLogoutUri: null,
  assurance: 'low',
  profile: 'plain',
  keys: [],
  claims: [],
}

async function registered(): Promise<SiteId> {
  const id = newId<SiteId>('site')
  const site = { id, owner: 'per_1', proposed: config, secretHash: null, testHash: null, madeAt: clock.now().toString() }
  await insertSite(db, site)
  return id
}

test('a site that another process changes or ends is known anew a second later', async () => {
  const id = await registered()
  const { adapter } = createClients(db, clock)
  const name = async () => (await adapter.find(testIdOf(id)))?.['client_name']
  assert.equal(await name(), '도서관')
  await proposeSite(beside, 'per_1', id, { ...config, name: '책방' })
  assert.equal(await name(), '도서관', 'remembered')
  clock.set('2026-03-02T00:00:01Z')
  assert.equal(await name(), '책방')
  await endSite(beside, 'per_1', id)
  clock.set('2026-03-02T00:00:02Z')
  assert.equal(await name(), undefined)
})

test('a change that takes long to be committed is not missed', async () => {
  const [id, other] = [await registered(), await registered()]
  const { adapter } = createClients(db, clock)
  const name = async () => (await adapter.find(testIdOf(id)))?.['client_name']
  assert.equal(await name(), '도서관')
  await beside.transaction(async (tx) => {
    await proposeSite(tx, 'per_1', id, { ...config, name: '책방' })
    await proposeSite(db, 'per_1', other, { ...config, name: '다른 곳' })
    clock.set('2026-03-02T00:01:00Z')
    assert.equal(await name(), '도서관', 'not yet')
  })
  clock.set('2026-03-02T00:02:00Z')
  assert.equal(await name(), '책방')
})
