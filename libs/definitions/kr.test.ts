import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEngine } from '@dpg/rules'
import fc from 'fast-check'
import { type CatalogueCondition, checkPack, conditionOf, describe, rulesOf, serviceIds } from './index.ts'
import { filesOf, KOREA } from './testing.ts'

const files = filesOf(KOREA)
const { pack, findings, counts } = checkPack(files)

test('the Korea pack breaks no promise; its warnings are listed', (context) => {
  const line = ({ file, line, rule, message, remedy }: (typeof findings)[number]) =>
    `${file}:${line} [${rule}] ${message.ko} ${remedy.ko}`
  for (const warning of findings.filter(({ level }) => level === 'warning')) context.diagnostic(line(warning))
  assert.deepEqual(findings.filter(({ level }) => level === 'error').map(line), [])
})

test('it holds the whole catalogue, every entry with a description in two languages and a verdict by its codes', () => {
  assert.ok(counts.entries >= 8760, `${counts.entries} entries`)
  for (const row of pack.catalogue.rows) {
    const { description, eligibility, basis, doubts } = describe(row, conditionOf(row, pack), pack)
    assert.ok(description.ko.length > 20 && description.en!.length > 20, row.id)
    assert.doesNotMatch(description.ko + description.en, /[{}]|undefined|\(이\)|\.\./, `${row.id}: ${description.ko}`)
    assert.ok(basis === 'codes' || eligibility.criteria.some(({ id }) => id === 'unread'), row.id)
    assert.ok(doubts.length > 0, row.id)
  }
})

test('its rules compile together and answer for every service', () => {
  const engine = createEngine(rulesOf(pack))
  const { results, counts: outcomes } = engine.screen({ facts: {}, asOf: '2026-11-25' })
  assert.equal(results.length, serviceIds(pack).length)
  assert.equal(outcomes.ineligible, 0, 'who says nothing is refused nothing')
})

test('no official code of the catalogue is left without a reading', () => {
  const used = new Set([...pack.catalogue.conditions.values()].flatMap(({ codes }) => codes))
  assert.ok(used.size >= 44)
  for (const code of used) assert.ok(pack.conditionCodes.get(code)?.test, code)
})

/** The reading of the brief, told a second time without the code under test: ages, then each group by itself. */
function mayHave({ ageFrom, ageTo, codes }: CatalogueCondition, person: Drawn): boolean {
  const marks = (pattern: RegExp) => codes.filter((code) => pattern.test(code))
  const open = (group: RegExp, none: string, all: number) =>
    marks(group).length === 0 ||
    codes.includes(none) ||
    marks(group).length === all ||
    marks(group).some((code) => person.marks.has(code))
  const bands = [
    ['JA0201', 0, 50],
    ['JA0202', 50, 75],
    ['JA0203', 75, 100],
    ['JA0204', 100, 200],
    ['JA0205', 200, Number.POSITIVE_INFINITY],
  ] as const
  const band = bands.find(([, low, high]) => person.ratio <= high && (person.ratio > low || low === 0))![0]
  return (
    (ageFrom! === 0 || person.age >= ageFrom!) &&
    (ageTo! >= 120 || person.age <= ageTo!) &&
    (marks(/^JA010[12]$/).length !== 1 || codes.includes(person.sex === 'male' ? 'JA0101' : 'JA0102')) &&
    (marks(/^JA020/).length === 0 || codes.includes(band)) &&
    open(/^JA03/, 'JA0322', 16) &&
    open(/^JA04/, 'JA0410', 8)
  )
}

interface Drawn {
  readonly age: number
  readonly sex: 'male' | 'female'
  readonly ratio: number
  readonly marks: ReadonlySet<string>
}

test('for anyone, the rules made from the codes of persons say what the codes say', () => {
  const conditions = [...pack.catalogue.conditions.values()].filter(({ codes }) => !codes.some((code) => /^JA[12]/.test(code)))
  const rows = conditions.map(({ key }, i) => ({ ...pack.catalogue.rows[0]!, id: `c${i}`, area: '', condition: key }))
  const engine = createEngine(rulesOf({ ...pack, services: new Map(), catalogue: { ...pack.catalogue, rows } }))
  const traits = [...pack.conditionCodes.values()].filter(
    ({ code, fact, open }) => /^JA0[34]/.test(code) && fact !== null && !open,
  )
  const drawn = fc.record({
    age: fc.nat(110),
    sex: fc.constantFrom('male' as const, 'female' as const),
    ratio: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(50, 50.4, 75, 100, 200)),
    marks: fc.subarray(traits.map(({ code }) => code)).map((codes) => new Set(codes)),
  })
  fc.assert(
    fc.property(drawn, (person) => {
      const given = Object.fromEntries(traits.map(({ code, fact }) => [fact!, person.marks.has(code)]))
      const facts = { ...given, 'person.age': person.age, 'person.sex': person.sex, 'household.medianIncomeRatio': person.ratio }
      const { results } = engine.screen({ facts, asOf: '2026-11-25' })
      for (const [i, { outcome }] of results.entries())
        assert.equal(outcome, mayHave(conditions[i]!, person) ? 'eligible' : 'ineligible', conditions[i]!.key)
    }),
    { numRuns: 60 },
  )
})

test('checking is deterministic, whatever the order of the files', () => {
  assert.deepEqual(checkPack(files.toReversed()).findings, findings)
})
