import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import type { Catalogue } from '@dpg/catalogue/contract'
import type { Official } from '@dpg/directory/contract'
import { createTexts, fixedClock, type OfficialId, type PersonId } from '@dpg/kernel'
import { newId } from '@dpg/kernel/server'
import { openTestDb, silentLog } from '@dpg/kernel/testing'
import type { FactsAsked } from './contract.ts'
import { createGuard, guard as info } from './index.ts'

const FOLDER = new URL('../../countries/kr/policies/', import.meta.url)
const PACK = readdirSync(FOLDER).map((name) => ({ path: `policies/${name}`, text: readFileSync(new URL(name, FOLDER), 'utf8') }))
const FACT = 'person.birthDate'
const db = await openTestDb(info.migrations)
after(() => db.close())
const facts = new Map([[FACT, { sensitivity: 'personal', register: 'resident-register' }]])
const { guard, load } = createGuard({
  ...{ db, clock: fixedClock('2026-11-26T02:00:00Z'), newId, log: silentLog, texts: createTexts([info.messages]) },
  access: { record: async () => newId('acc') },
  catalogue: { current: () => ({ pack: { facts }, service: () => undefined }) } as unknown as Pick<Catalogue, 'current'>,
  directory: {
    area: () => undefined,
    official: async (id) => {
      const roles: Official['roles'] = String(id).includes('investigator') ? ['caseworker', 'investigator'] : ['caseworker']
      return { id, name: id, office: '11620', agency: '3200000', roles }
    },
  },
})
await load(PACK)

const asked = (official: string, more: Partial<FactsAsked> = {}): FactsAsked => ({
  subject: 'per_1' as PersonId,
  facts: [FACT],
  actor: { kind: 'official', official: `off_${official}` as OfficialId, name: official, agency: '3200000' },
  service: null,
  aim: 'application',
  law: '기초연금법 제11조',
  consent: 'by-law',
  assurance: 'substantial',
  ...more,
})

test('한꺼번에 물어도 한 시간에 본 횟수를 넘지 못한다', async () => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => guard.decideFacts(asked('at-once'))))
  const allowed = answers.filter((one) => one.allowed.length > 0).length
  assert.ok(allowed <= 40, `${allowed} of 60 at once`)
  const { refused } = await guard.decideFacts(asked('one-by-one'))
  assert.equal(refused.size, 0)
})

test('범죄수사라고 적기만 한 사람의 거절은 늦게 알리지 않는다: 수사 담당의 것만 늦게 알린다', async () => {
  const aim = 'criminal-investigation'
  const pretended = await guard.decideFacts(asked('caseworker', { aim, assurance: 'high' }))
  assert.deepEqual([pretended.allowed, pretended.delay], [[], undefined])
  const unsure = await guard.decideFacts(asked('investigator', { aim }))
  assert.deepEqual([unsure.allowed, unsure.delay?.why], [[], 'investigation'])
  const sure = await guard.decideFacts(asked('investigator', { aim, assurance: 'high' }))
  assert.deepEqual([sure.allowed, sure.delay?.why], [[FACT], 'investigation'])
})
