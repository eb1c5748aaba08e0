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
const db = await openTestDb(info.migrations)
after(() => db.close())
const DAY = '2026-11-26T02:00:00Z'
const NIGHT = '2026-11-26T14:30:00Z'
const clock = fixedClock(DAY)
const FACT = 'person.employed'
const WELFARE = '3200000'
const official = (name: string, agency: string, ...roles: Official['roles']): Official => ({
  ...{ id: `off_${name}` as OfficialId, name, office: '11620', agency, roles },
})
const officials = new Map(
  [
    official('kim', WELFARE, 'caseworker'),
    official('lee', WELFARE, 'privacy-officer'),
    official('park', '1210000', 'caseworker'),
  ].map((one) => [one.id, one]),
)
const facts = new Map([[FACT, { sensitivity: 'personal', register: 'employment-insurance' }]])
const door = createGuard({
  ...{ db, clock, newId, log: silentLog, texts: createTexts([info.messages]), access: { record: async () => newId('acc') } },
  catalogue: {
    current: () => ({ pack: { facts }, service: () => undefined }),
  } as unknown as Pick<Catalogue, 'current'>,
  directory: { area: () => undefined, official: async (id) => officials.get(id) },
  agreements: {
    agreed: async ({ agency, service }) =>
      new Map(agency === WELFARE && service === 'agreed' ? [[FACT, { number: 7, law: '고용보험법 제13조' }]] : []),
  },
})
await door.load(PACK)

const by = (name: string): Pick<FactsAsked, 'actor'> => {
  const { id, agency } = officials.get(`off_${name}` as OfficialId)!
  return { actor: { kind: 'official', official: id, name, agency } }
}
const lookUp: FactsAsked = {
  ...{ subject: 'per_1' as PersonId, facts: [FACT], ...by('kim'), service: null, aim: 'application' },
  ...{ law: '기초연금법 제11조', consent: 'by-law', assurance: 'substantial' },
}
/** Undefined: it may be read. */
async function why(change: Partial<FactsAsked> = {}, now = DAY): Promise<readonly string[] | undefined> {
  clock.set(now)
  return (await door.guard.decideFacts({ ...lookUp, ...change })).refused.get(FACT)?.by
}
const resident = (person: string): Pick<FactsAsked, 'actor' | 'consent' | 'aim'> => ({
  ...{
    actor: { kind: 'resident', person: person as PersonId, name: '박주민', agency: null },
    consent: 'given',
    aim: 'screening',
  },
})
/** So many looks within the hour. */
async function looked(times: number): Promise<void> {
  await db.query('delete from guard.looks')
  for (let time = 0; time < times; time++)
    await db.query('insert into guard.looks (official, at, id) values ($1, $2, $3)', ['off_kim', DAY, `look_${time}`])
}

test('사람, 역할, 기관, 목적, 법, 동의, 확실함, 기기, 때, 횟수가 저마다 판단을 바꾼다', async () => {
  assert.equal(await why(), undefined)
  assert.deepEqual([await why(resident('per_1')), await why(resident('per_2'))], [undefined, []], 'person')
  assert.deepEqual(await why(by('lee')), [], 'role')
  const agreed = { service: 'agreed' }
  assert.deepEqual([await why(agreed), await why({ ...agreed, ...by('park') })], [undefined, []], 'agency')
  assert.deepEqual(await why({ aim: 'collection' }), [], 'purpose')
  assert.deepEqual(await why({ law: '' }), ['no-law'], 'law')
  assert.deepEqual(await why({ consent: 'none' }), ['consent-or-law'], 'consent')
  assert.deepEqual([await why({}, NIGHT), await why({ assurance: 'high' }, NIGHT)], [['night'], undefined], 'time and assurance')
  await looked(40)
  assert.deepEqual([await why(), await why({ assurance: 'high' })], [['volume'], undefined], 'volume')
  await looked(120)
  const sure = { assurance: 'high' } as const
  assert.deepEqual(await why(sure), ['volume-on-own-device'], 'device binding')
  assert.equal(await why({ ...sure, deviceBound: true }), undefined)
  assert.equal(await why({ ...sure, deviceBound: false }, NIGHT), undefined, 'hours later')
})
