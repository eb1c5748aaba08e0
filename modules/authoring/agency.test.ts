import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Principal, Problem } from '@dpg/kernel'
import { fixedClock, openTestDb } from '@dpg/kernel/testing'
import type { RuleDraftId } from './contract.ts'
import { authoring as info } from './index.ts'
import { author, createWorld, officialOf, PENSION } from './testing/world.ts'

const db = await openTestDb(info.migrations)
const { authoring, catalogue, stop } = createWorld({ db, clock: fixedClock('2026-11-25T00:00:00Z') })
after(async () => {
  await stop()
  await db.close()
})
const LAND = '1613000'
const refused = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (problem: Problem) => problem.type,
  )
let keys = 0
const open = (who: Principal, service: string) => authoring.open(who, { key: `k${keys++}`, service })

test('rules are written and decided on only where the law puts the service, on every way there is', async () => {
  const stranger = officialOf(LAND, 'c', 'rule-author', 'rule-approver')
  // The author of a draft who has moved to another ministry has no say in it any more.
  const moved = officialOf(LAND, 'a', 'rule-author')
  const id = await open(author, PENSION)
  const command = { key: 'x', id, revision: 1 }
  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    open: () => open(stranger, PENSION),
    save: () => authoring.save(moved, id, 1, { kind: 'form', lists: [], fields: {}, act: 'add:cases' }),
    text: () => authoring.save(moved, id, 1, { kind: 'files', files: [] }),
    measure: () => authoring.measure(stranger, id),
    submit: () => authoring.submit(moved, command),
    withdraw: () => authoring.withdraw(moved, command),
    discard: () => authoring.discard(moved, command),
    rebase: () => authoring.rebase(moved, command),
    publish: () => authoring.publish(stranger, { ...command, reason: '' }),
    sendBack: () => authoring.sendBack(stranger, { ...command, reason: '까닭' }),
    tableIn: () => authoring.tableIn(moved, id, 1, 'steps.0', new Uint8Array()),
  }
  for (const [way, work] of Object.entries(ways)) assert.equal(await refused(work()), 'authoring/other-agency', way)
  const seen = await authoring.draft(stranger, id, 'ko')
  assert.deepEqual(Object.values(seen.may), [false, false, false, false, false])
  const ours = (await authoring.services(stranger, 'ko')).filter(({ isOurs }) => isOurs)
  assert.ok(ours.length > 0 && ours.every((one) => catalogue.current().service(one.id)?.agency === LAND))
  assert.equal(await refused(open(stranger, ours[0]!.id)), 'done')
})

test('the text of a draft becomes neither another service nor the service of another ministry', async () => {
  const change = async (from: RegExp, to: string) => {
    const id: RuleDraftId = await open(author, PENSION)
    const { files, revision } = await authoring.draft(author, id, 'ko')
    const texts = files.map(({ path, text }) => ({ path, text: path.endsWith('service.yaml') ? text.replace(from, to) : text }))
    await authoring.save(author, id, revision, { kind: 'files', files: texts })
    return refused(authoring.submit(author, { key: `s${keys++}`, id, revision: revision + 1 }))
  }
  assert.equal(await change(/^agency: .*/m, `agency: ${LAND}`), 'authoring/other-agency')
  assert.notEqual(await change(/^id: .*/m, 'id: another-service'), 'done')
})
