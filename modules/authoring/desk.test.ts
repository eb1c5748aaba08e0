import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { author, createWorld, PENSION } from './testing/world.ts'
import { authoring as info } from './index.ts'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'

const db = await openTestDb(info.migrations)
const world = createWorld({ db, clock: fixedClock('2026-11-25T00:00:00Z') }, { checkMs: 1 })
after(async () => {
  await world.stop()
  await db.close()
})

test('rules that take too long to check are stopped; the draft opens, says so, and is not handed in', async () => {
  const { authoring } = world
  const id = await authoring.open(author, { key: 'k', service: PENSION })
  const { report, form, revision } = await authoring.draft(author, id, 'ko')
  assert.deepEqual(
    report.findings.map(({ rule }) => rule),
    ['too-heavy'],
  )
  assert.equal(form?.criteria.length, 4)
  await assert.rejects(authoring.submit(author, { key: 's', id, revision }), { type: 'authoring/rules-broken', status: 422 })
})
