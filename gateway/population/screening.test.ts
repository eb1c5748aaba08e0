import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPeople } from './people.ts'
import { readPopulationPack } from './pack.ts'
import { allFacts, DAY, definitions, KOREA, workedOut } from './testing.ts'

const tables = readPopulationPack(KOREA)
const pack = definitions()
const engine = workedOut(pack)
const people = createPeople({ people: 3000, seed: 6, pack: tables })

/** Only the person can say whether a crisis has struck, and a report of a move is about a move that only they know of. */
const ASKS_THE_PERSON = new Set(['135200005003', 'move-in-report'])
const MOST_UNKNOWN_PERCENT = 12

const heldBySomeRegister = (id: string): boolean => {
  const fact = pack.facts.get(id)
  return fact !== undefined && fact.register !== null && fact.derive === null
}

test('대장의 사실만으로 법으로 정리한 서비스가 거의 모두 되는지 안 되는지 갈린다', (t) => {
  const counts = new Map<string, { eligible: number; ineligible: number; unknown: number }>()
  const missing = new Set<string>()
  for (const person of people.people) {
    const { results } = engine.screen({ facts: allFacts(person, tables), asOf: DAY })
    for (const result of results) {
      const count = counts.get(result.service) ?? { eligible: 0, ineligible: 0, unknown: 0 }
      count[result.outcome] += 1
      counts.set(result.service, count)
      if (result.outcome === 'unknown') for (const fact of result.missing) missing.add(fact)
    }
  }
  assert.ok(counts.size >= 12)
  for (const [service, { eligible, ineligible, unknown }] of counts) {
    const share = (100 * unknown) / people.people.length
    t.diagnostic(
      `${pack.services.get(service)?.title.ko}: yes ${eligible}, no ${ineligible}, unknown ${unknown} (${share.toFixed(1)}%)`,
    )
    if (!ASKS_THE_PERSON.has(service)) assert.ok(share <= MOST_UNKNOWN_PERCENT, `${service}: ${share.toFixed(1)}% unknown`)
    assert.ok(ineligible > 0)
    if (service !== 'move-in-report' && service !== '135200005003' && service !== '336000000096' && service !== '161300000099')
      assert.ok(eligible > 0, `nobody of 3,000 may have ${service}`)
  }
  // What is missing is never something that a register should have said.
  assert.deepEqual(
    [...missing].filter(heldBySomeRegister).filter((id) => id !== 'person.moveFactChecked'),
    [],
  )
})
