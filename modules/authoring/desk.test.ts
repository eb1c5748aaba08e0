import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { author, createWorld, PENSION } from './testing/world.ts'

const world = await createWorld({ checkMs: 1 })
after(() => world.close())

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
