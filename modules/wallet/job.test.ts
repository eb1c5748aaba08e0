import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createJobs, openDb } from '@dpg/kernel/server'
import { silentLog } from '@dpg/kernel/testing'
import { granted, person, setUp } from './testing.ts'

const { db: base, build } = await setUp()
const jobs = createJobs({ url: base.url, log: silentLog })
const db = openDb({ url: base.url, log: silentLog, poolSize: 3, jobs })
const { wallet, parts } = build({ db })
await jobs.start(parts.jobs!)
after(async () => {
  await jobs.stop()
  await db.close()
  await base.close()
})

test('발급이 저장되면 아무도 읽지 않아도 두 언어의 PDF가 생긴다', async () => {
  const { number } = await db.transaction((tx) => wallet.issue(tx, granted('job')))
  let languages: string[] = []
  for (let tries = 0; tries < 600 && languages.length < 2; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 25))
    languages = Object.keys((await wallet.verify(number))!.digests)
  }
  assert.deepEqual(languages, ['en', 'ko'])
  assert.equal((await wallet.list(person('job'), 'ko'))[0]!.number, number)
})
