import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Announced } from '@dpg/catalogue/contract'
import { catalogue, publicPages, TODAY } from '../testing.ts'
import { deviceWorld, type RulesFile } from './rules-file/decode.ts'
import type { CheckWorld } from './world.ts'

const PENSION = 'SSE000000170'
const DAY = '2027-07-01'
const pack = catalogue!.current!().pack
const now = pack.services.get(PENSION)!
const entry = pack.catalogue.rows.find(({ id }) => !pack.services.has(id))!.id

/** From July the pension is paid from 60 on, and an entry of the catalogue has rules of its own. */
const lowered: Announced = {
  id: 'rul_1',
  from: DAY,
  parameters: [],
  service: {
    ...now,
    effectiveFrom: DAY,
    eligibility: {
      ...now.eligibility,
      criteria: now.eligibility.criteria.map((one) =>
        one.id === 'age' ? { ...one, test: 'person.age >= 60', says: { ko: '60세 이상이어야 합니다' } } : one,
      ),
    },
  },
}
const workedOut: Announced = { ...lowered, id: 'rul_2', service: { ...lowered.service, id: entry, title: { ko: '새 연금' } } }
const born = (day: string) => ({
  'person.birthDate': day,
  'person.nationality': 'KR',
  'person.maritalStatus': 'single',
  'household.basicPensionRecognisedIncome': 0,
  'person.occupationalPensionType': 'none',
  'person.receivesNationalPension': false,
})

let announced: readonly Announced[] = [lowered, workedOut]

/** What a device is given. */
async function load(ask: Awaited<ReturnType<typeof publicPages>>) {
  const address = /\/check\/rules\/[\w-]+\.ko\.json/.exec((await ask('GET /check')).html)?.[0] ?? ''
  const { bytes } = await ask(`GET ${address}`)
  return { address, file: JSON.parse(new TextDecoder().decode(bytes)) as RulesFile }
}

const outcomeOn = (world: CheckWorld, service: string, birthDate: string, asOf: string) =>
  world.screen({ facts: born(birthDate), asOf, services: [service] }).results[0]!.outcome
const turnOf = (world: CheckWorld, service: string, birthDate: string) =>
  world.coming({ facts: born(birthDate), asOf: world.today }).find((one) => one.service === service)

describe('the rules on a device, when others are approved for a later day', () => {
  let ask: Awaited<ReturnType<typeof publicPages>>
  let loaded: Awaited<ReturnType<typeof load>>
  let world: CheckWorld
  before(async () => {
    ask = await publicPages({ catalogue: { ...catalogue, announced: () => announced } })
    loaded = await load(ask)
    world = deviceWorld(loaded.file, TODAY)
  })

  test('answer a question about that day by what will be, and about any day before it by what is', () => {
    assert.equal(outcomeOn(world, PENSION, '1965-01-01', TODAY), 'ineligible')
    assert.equal(outcomeOn(world, PENSION, '1965-01-01', '2027-06-30'), 'ineligible')
    // The threshold of that year is not published yet.
    assert.equal(outcomeOn(world, PENSION, '1965-01-01', DAY), 'unknown')
    assert.equal(outcomeOn(world, entry, '1965-01-01', DAY), 'unknown')
    const why = world.explain(PENSION, { facts: born('1970-01-01'), asOf: DAY })
    assert.ok(why.criteria.some(({ text, outcome }) => text === '60세 이상이어야 합니다' && outcome === 'notMet'))
  })

  test('tell in the coming year what they open, that it is the rules, and which condition turned', () => {
    const turn = turnOf(world, PENSION, '1965-01-01')!
    assert.deepEqual([turn.day, turn.says], [DAY, '2027년 7월 1일부터 규칙이 바뀌어'])
    assert.ok(turn.turned.some(({ text }) => text === '60세 이상이어야 합니다'))
    assert.equal(turnOf(world, PENSION, '1967-09-09')!.says, '60세가 되는 2027년 9월 9일부터')
    assert.equal(turnOf(world, entry, '1965-01-01')!.title, '새 연금')
  })

  test('answer for everything on that day: what was worked out for the first time stands behind the other worked-out ones', () => {
    const { results } = world.screen({ facts: born('1965-01-01'), asOf: DAY })
    assert.equal(results.length, catalogue!.current!().serviceIds.length)
    assert.equal(results[pack.services.size]!.service, entry)
  })

  test('kept on a device until their day has come, answer by themselves what is asked without a network', () => {
    const later = deviceWorld(loaded.file, '2027-07-02')
    assert.equal(outcomeOn(later, PENSION, '1965-01-01', later.today), 'unknown')
    assert.equal(turnOf(later, PENSION, '1965-01-01'), undefined)
  })

  test('that do not fit what is in force hold nothing up', () => {
    const { criteria, groups, later } = loaded.file
    const [first] = later
    const [service] = first!.services
    const unfit: RulesFile = {
      ...loaded.file,
      criteria: [...criteria, ['gone', 'person.goneFact >= 60', '', '', '', '']],
      groups: [...groups, [criteria.length]],
      later: [{ ...first!, services: [{ ...service!, group: groups.length }] }],
    }
    assert.equal(outcomeOn(deviceWorld(unfit, TODAY), PENSION, '1965-01-01', DAY), 'ineligible')
  })

  test('are not in the file any more once they are taken back', async () => {
    announced = []
    const { address, file } = await load(ask)
    assert.deepEqual(file.later, [])
    assert.notEqual(address, loaded.address)
  })
})
